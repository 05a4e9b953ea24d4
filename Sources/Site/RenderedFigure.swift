import Figures
import JSON
import Plotting

/// The files of one figure, and what a page needs to know of them.
struct RenderedFigure: Sendable {
  let figure: StudyFigure
  /// In CSS pixels.
  let width: Int
  let height: Int
  let alt: String
  let files: [(path: String, bytes: [UInt8])]

  private static let folder = "figures"

  /// Draws `figure` for light and dark pages, for print and as an image.
  ///
  /// - Throws: `PlotError`.
  init(_ figure: StudyFigure) throws(PlotError) {
    self.figure = figure
    let preset = figure.preset
    let light = try figure.figure.draw(preset, theme: .light)
    let dark = try figure.figure.draw(preset, theme: .dark)
    let print = try figure.figure.draw(preset, theme: .print)
    width = Int((light.width / 0.75).rounded())
    height = Int((light.height / 0.75).rounded())
    alt = light.altText
    files = [
      (Self.path(figure.id, .light), try light.encode(as: .svg(idPrefix: "l-\(figure.id)-"))),
      (Self.path(figure.id, .dark), try dark.encode(as: .svg(idPrefix: "d-\(figure.id)-"))),
      (Self.path(figure.id, .pdf), try print.encode(as: .pdf)),
      (Self.path(figure.id, .png), try light.encode(as: .png(dpi: 192))),
      (Self.path(figure.id, .csv), Array(figure.data.csv.utf8)),
      (Self.path(figure.id, .json), Array(figure.json.utf8)),
    ]
  }

  /// The kinds of files of a figure.
  private enum File: String {
    case light = ".svg"
    case dark = "-dark.svg"
    case pdf = ".pdf"
    case png = ".png"
    case csv = ".csv"
    case json = ".json"
  }

  private static func path(_ id: String, _ file: File) -> String { "\(folder)/\(id)\(file.rawValue)" }

  /// What a reader may take away.
  var downloads: [DownloadModel] {
    let kinds: [(String, File)] = [
      ("PDF", .pdf), ("SVG", .light), ("PNG", .png), ("CSV", .csv), ("JSON", .json),
    ]
    return kinds.map { DownloadModel(label: $0.0, path: Self.path(figure.id, $0.1)) }
  }

  /// The figure as a page shows it.
  var model: FigureModel {
    FigureModel(
      id: figure.id, title: figure.title, lightPath: Self.path(figure.id, .light),
      darkPath: Self.path(figure.id, .dark), width: width, height: height, alt: alt,
      caption: figure.words,
      table: TableModel(caption: "The data of the figure", figure.overview ?? figure.data),
      downloads: downloads)
  }
}
