import Figures
import Foundation
import JSON
import Papers
import Plotting
import Support

/// The files of one figure, and what a page needs to know of them.
struct RenderedFigure: Sendable {
  let figure: StudyFigure
  /// The figure as an element of a page.
  private let picture: [UInt8]

  private static let folder = "figures"
  /// The style sheet of the figures in pages.
  static let style = "\(folder)/figures.css"

  /// Draws `figure` for pages, for print and as an image, and writes `files` with its data.
  ///
  /// - Throws: `PlotError`, `SiteError.output`.
  init(_ figure: StudyFigure, into files: SiteFiles) throws {
    self.figure = figure
    let preset = figure.preset
    let light = try figure.figure.draw(preset, theme: .light)
    // What it shows is the same in every theme, and finding the words takes as long as finding the places.
    var described = figure.figure
    described.altText = light.altText
    let print = try described.draw(preset, theme: .print)
    picture = try light.encode(as: .page)
    try files.write(light.encode(as: .svg(idPrefix: figure.id)), to: Self.path(figure.id, .svg))
    try files.write(print.encode(as: .pdf), to: Self.path(figure.id, .pdf))
    try files.write(light.encode(as: .png(dpi: 192)), to: Self.path(figure.id, .png))
    try files.write(figure.data.csvBytes, to: Self.path(figure.id, .csv))
    try files.write(figure.jsonBytes, to: Self.path(figure.id, .json))
    let lines = FigureSnippet.ofPage(figure, alt: light.altText)
    try files.write(Array(lines.utf8), to: Self.path(figure.id, .tex))
  }

  /// The kinds of files of a figure.
  enum File: String {
    case svg = ".svg"
    case pdf = ".pdf"
    case png = ".png"
    case csv = ".csv"
    case json = ".json"
    case tex = ".tex"
  }

  static func path(_ id: String, _ file: File) -> String { "\(folder)/\(id)\(file.rawValue)" }

  /// Files that a reader may take away.
  var downloads: [DownloadModel] {
    let kinds: [(String, File)] = [
      ("PDF", .pdf), ("SVG", .svg), ("PNG", .png), ("CSV", .csv), ("JSON", .json), ("LaTeX", .tex),
    ]
    return kinds.map { DownloadModel(label: $0.0, path: Self.path(figure.id, $0.1)) }
  }

  /// The figure as a page shows it.
  var model: FigureModel {
    FigureModel(
      id: figure.id, title: figure.title, picture: HTML(markup: String(decoding: picture, as: UTF8.self)),
      lead: figure.words.lead, details: figure.words.details, command: figure.command,
      table: TableModel(caption: "The data of the figure", figure.overview ?? figure.data),
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
  init(_ figures: [StudyFigure], into files: SiteFiles, goOn: @Sendable () throws -> Void) throws {
    var unique: [StudyFigure] = []
    var ids: Set<String> = []
    for figure in figures where ids.insert(figure.id).inserted { unique.append(figure) }
    let wanted = unique
    let rendered = try Parallel.map(wanted.count) { index in
      try goOn()
      return try RenderedFigure(wanted[index], into: files)
    }
    for figure in rendered { self.figures[figure.figure.id] = figure }
  }

  /// All figures in the order of their ids.
  var sorted: [RenderedFigure] { figures.values.sorted { $0.figure.id < $1.figure.id } }

  /// The figure as a page shows it; every figure that a page names was asked for at the start.
  func model(_ id: String) -> FigureModel {
    guard let rendered = figures[id] else { preconditionFailure("figure \(id) was not planned") }
    return rendered.model
  }
}

/// A figure on a page, with its caption, data and downloads.
struct FigureModel: PageModel {
  let id: String
  let title: String
  /// The figure as an element that follows light and dark pages.
  let picture: HTML
  /// The first words of the caption: what to see, the number of samples and what bands mean.
  let lead: String
  /// The rest of the caption.
  let details: String
  /// The command that draws it for a paper.
  let command: String
  let table: TableModel
  let downloads: [DownloadModel]

  static let fields: [Field<FigureModel>] = [
    .text("id", \.id), .text("title", \.title), .html("picture", \.picture), .prose("lead", \.lead),
    .prose("details", \.details), .text("command", \.command),
    .model("table", \.table), .list("downloads", \.downloads),
  ]
}

/// A file that can be downloaded.
struct DownloadModel: PageModel {
  /// The kind of file: “CSV”.
  let label: String
  let path: String

  static let fields: [Field<DownloadModel>] = [.text("label", \.label), .text("path", \.path)]
}
