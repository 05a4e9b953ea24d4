import Figures
import Foundation
import JSON
import Papers
import Plotting
import Support

/// The files of one figure, and what a page needs to know of them.
struct RenderedFigure: Sendable {
  private let planned: PlannedFigure
  /// The figure as elements of a page, each under some choices of normalisation.
  private let pictures: [PictureModel]
  /// The formats of its files.
  private let formats: [PictureFormat]

  var figure: StudyFigure { planned.figure }

  private static let folder = "figures"
  /// The style sheet of the figures in pages.
  static let style = "\(folder)/figures.css"

  /// Draws a figure for pages and for the pictures that the site has as files, and writes these and its data.
  ///
  /// - Throws: `PlotError`, `SiteError.output`.
  init(_ planned: PlannedFigure, _ formats: [PictureFormat], into files: SiteFiles) throws {
    self.planned = planned
    self.formats = formats
    let figure = planned.figure
    let preset = figure.preset(for: figure.figure)
    let light = try figure.figure.draw(preset, theme: .light)
    pictures = try Self.pictures(of: figure, light)
    // What it shows is the same in every theme, and finding the words takes as long as finding the places.
    var described = figure.figure
    described.altText = light.altText
    let paper = try formats.contains(where: \.isForPaper) ? described.draw(preset, theme: .print) : light
    for format in formats {
      let drawing = format.isForPaper ? paper : light
      try files.write(drawing.encode(as: format.output(figure.id)), to: Self.path(figure.id, format.rawValue))
    }
    if planned.data == nil {
      try files.write(figure.data.rounded(to: Downloads.digits).csvBytes, to: Self.path(figure.id, "csv"))
    }
    let lines = FigureSnippet.ofPage(figure, alt: light.altText)
    try files.write(Array(lines.utf8), to: Self.path(figure.id, "tex"))
  }

  /// The figure as it is, and the pictures of it that show one normalisation each.
  private static func pictures(of figure: StudyFigure, _ whole: Drawing) throws -> [PictureModel] {
    let parts = figure.parts.map { part in
      (views: [NormalisationView.one(part.normalisation)], picture: part.figure)
    }
    let shown = parts.flatMap { $0.views }
    let rest = NormalisationView.every.filter { !shown.contains($0) }
    return try [PictureModel(whole.encode(as: .page), under: rest)]
      + parts.map { part in
        let drawing = try part.picture.draw(figure.preset(for: part.picture), theme: .light)
        return PictureModel(try drawing.encode(as: .page), under: part.views)
      }
  }

  static func path(_ id: String, _ ending: String) -> String { "\(folder)/\(id).\(ending)" }

  /// Whether its numbers are in a file of its own.
  var hasOwnData: Bool { planned.data == nil }

  /// Files that a reader may take away.
  var downloads: [DownloadModel] {
    func file(_ label: String, _ ending: String) -> DownloadModel {
      DownloadModel(label: label, path: Self.path(figure.id, ending))
    }
    let data = planned.data.map { DownloadModel(label: $0.label, path: $0.path) } ?? file("CSV", "csv")
    return formats.map { file($0.label, $0.rawValue) } + [data, file("LaTeX", "tex")]
  }

  /// The figure as a page shows it: under the choices of normalisation that are its own, or whatever a reader chooses.
  func model(always isAlways: Bool) -> FigureModel {
    FigureModel(
      id: figure.id, title: figure.title, views: isAlways ? nil : NormalisationView.classes(planned.views),
      pictures: pictures,
      lead: figure.words.lead, details: figure.words.details, command: figure.command,
      table: figure.overview.map { TableModel(caption: "The data of the figure", $0) },
      downloads: downloads)
  }
}

/// The figures of a site by id: those that pages show more than once are drawn once.
struct FigureSet: Sendable {
  private(set) var figures: [String: RenderedFigure] = [:]

  /// Draws `figures` on all cores and writes `files`; `goOn` is called before each.
  ///
  /// - Throws: `PlotError`, that of the first figure in their order that cannot be drawn, `SiteError.output`, or what `goOn`
  ///   throws.
  init(
    _ figures: [PlannedFigure], _ pictures: PictureFiles, into files: SiteFiles,
    goOn: @Sendable () throws -> Void
  ) throws {
    var unique: [PlannedFigure] = []
    var ids: Set<String> = []
    for figure in figures where ids.insert(figure.id).inserted { unique.append(figure) }
    let wanted = unique
    let rendered = try Parallel.map(wanted.count) { index in
      try goOn()
      return try RenderedFigure(wanted[index], pictures.formats(of: wanted[index]), into: files)
    }
    for figure in rendered { self.figures[figure.figure.id] = figure }
  }

  /// All figures in the order of their ids.
  var sorted: [RenderedFigure] { figures.values.sorted { $0.figure.id < $1.figure.id } }

  /// The figure as a page shows it; every figure that a page names was asked for at the start.
  func model(_ id: String, always: Bool = false) -> FigureModel {
    guard let rendered = figures[id] else { preconditionFailure("figure \(id) was not planned") }
    return rendered.model(always: always)
  }
}

/// A figure on a page, with its caption, data and downloads.
struct FigureModel: PageModel {
  let id: String
  let title: String
  /// The classes of the choices of normalisation under which it is shown; nil where it always is.
  let views: String?
  let pictures: [PictureModel]
  /// The first words of the caption: what to see, the number of samples and what bands mean.
  let lead: String
  /// The rest of the caption.
  let details: String
  /// The command that draws it for a paper.
  let command: String
  /// A summary of the data; where it is nil the page makes a table of the values that are drawn.
  let table: TableModel?
  let downloads: [DownloadModel]

  static let fields: [Field<FigureModel>] = [
    .text("id", \.id), .text("title", \.title), .text("views", optional: \.views),
    .list("pictures", \.pictures), .prose("lead", \.lead),
    .prose("details", \.details), .text("command", \.command),
    .model("table", optional: \.table), .list("downloads", \.downloads),
  ]
}

/// A figure as an element that follows light and dark pages.
struct PictureModel: PageModel {
  let markup: HTML
  /// The classes of the choices of normalisation under which it is shown; nil where it always is.
  let views: String?

  static let fields: [Field<PictureModel>] = [
    .html("markup", \.markup), .text("views", optional: \.views),
  ]

  init(_ bytes: [UInt8], under views: [NormalisationView]) {
    markup = HTML(markup: String(decoding: bytes, as: UTF8.self))
    self.views = NormalisationView.classes(views)
  }
}

/// A file that can be downloaded.
struct DownloadModel: PageModel {
  /// The kind of file: “CSV”.
  let label: String
  let path: String

  static let fields: [Field<DownloadModel>] = [.text("label", \.label), .text("path", \.path)]
}
