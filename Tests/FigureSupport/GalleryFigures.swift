import Figures
import Foundation
import Papers
import Plotting
import Testing

/// What the gallery shows: every kind of figure, each in three forms.
package enum GalleryFigures {
  /// A figure and how it is asked for.
  package struct Entry: Sendable, CustomTestStringConvertible {
    package let name: String
    package let kind: String
    package let request: FigureRequest

    package init(name: String, kind: String, request: FigureRequest = FigureRequest()) {
      self.name = name
      self.kind = kind
      self.request = request
    }

    package var testDescription: String { name }
  }

  package static let all: [Entry] =
    FigureKind.all.map { Entry(name: $0.name, kind: $0.name) } + [
      Entry(name: "curves-by-style", kind: "curves", request: FigureRequest(panels: .styles))
    ]

  /// A size and colours.
  package struct Form: Sendable {
    package let name: String
    package let preset: Preset
    package let theme: Theme
    package let dpi: Double

    package init(name: String, preset: Preset, theme: Theme, dpi: Double) {
      self.name = name
      self.preset = preset
      self.theme = theme
      self.dpi = dpi
    }
  }

  package static let forms = [
    Form(name: "web", preset: .web, theme: .light, dpi: 72),
    Form(name: "acl", preset: .acl, theme: .print, dpi: 150),
    Form(name: "dark", preset: .web, theme: .dark, dpi: 72),
  ]

  /// The figures whose data lie in the gallery, for its comparison with other plotting systems.
  package static let compared = ["curves", "ratio"]

  /// The files of an entry by their place in the gallery.
  package static func files(of entry: Entry, in folder: URL) throws -> [(path: String, bytes: [UInt8])] {
    let analysis = try analysis.get()
    let pictures = try forms.flatMap { form in
      let paths = ["svg", "png"].map { "\(form.name)/\(entry.name).\($0)" }
      let job = try PlotJob(
        .named(entry.kind), entry.request, of: analysis, preset: form.preset, theme: form.theme,
        dpi: form.dpi)
      _ = try job.write(to: paths.map { folder.appending(path: $0) })
      return try paths.map { ($0, Array(try Data(contentsOf: folder.appending(path: $0)))) }
    }
    guard compared.contains(entry.name) else { return pictures }
    let figure = try FigureKind.named(entry.kind).figure(entry.request, of: analysis)
    return pictures + [("data/\(entry.name).csv", Array(figure.data.csv.utf8))]
  }

  package static let analysis = Result { try GalleryStudy.analysis() }
}
