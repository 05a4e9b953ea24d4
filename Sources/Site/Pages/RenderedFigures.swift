import Figures
import Foundation
import JSON
import Plotting

/// The files of one figure, and what a page needs to know of them.
struct RenderedFigure: Sendable {
  let figure: StudyFigure
  /// Width of the figure in CSS pixels, as is the height.
  let width: Int
  let height: Int
  let alt: String

  private static let folder = "figures"

  /// Draws `figure` for light and dark pages, for print and as an image, and writes `files` with its data.
  ///
  /// - Throws: `PlotError`, `SiteError.output`.
  init(_ figure: StudyFigure, into files: SiteFiles) throws {
    self.figure = figure
    let preset = figure.preset
    let light = try figure.figure.draw(preset, theme: .light)
    // What it shows is the same in every theme, and finding the words takes as long as finding the places.
    var described = figure.figure
    described.altText = light.altText
    let dark = try described.draw(preset, theme: .dark)
    let print = try described.draw(preset, theme: .print)
    width = Int((light.width / 0.75).rounded())
    height = Int((light.height / 0.75).rounded())
    alt = light.altText
    try files.write(light.encode(as: .svg(idPrefix: "l-\(figure.id)-")), to: Self.path(figure.id, .light))
    try files.write(dark.encode(as: .svg(idPrefix: "d-\(figure.id)-")), to: Self.path(figure.id, .dark))
    try files.write(print.encode(as: .pdf), to: Self.path(figure.id, .pdf))
    try files.write(light.encode(as: .png(dpi: 192)), to: Self.path(figure.id, .png))
    try files.write(figure.data.csvBytes, to: Self.path(figure.id, .csv))
    try files.write(figure.jsonBytes, to: Self.path(figure.id, .json))
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

  /// Files that a reader may take away.
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
  /// The pictures for light and dark pages, as paths inside the site.
  let lightPath: String
  let darkPath: String
  /// The size in CSS pixels, so that the page does not jump while it loads.
  let width: Int
  let height: Int
  let alt: String
  let caption: String
  let table: TableModel
  let downloads: [DownloadModel]

  static let fields: [Field<FigureModel>] = [
    .text("id", \.id), .text("title", \.title), .text("light_path", \.lightPath),
    .text("dark_path", \.darkPath), .text("width") { String($0.width) },
    .text("height") { String($0.height) }, .text("alt", \.alt), .prose("caption", \.caption),
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
