import Analysis
import Foundation
import Plotting
import Studies

/// One figure of a study at one size, written in whatever kinds of file a paper needs.
public struct PlotJob: Sendable {
  /// The figure.
  public let figure: StudyFigure
  private let preset: Preset
  private let theme: Theme
  private let dpi: Double
  /// Whether nothing at all is painted behind the figure, not in PNG files either.
  private let isTransparent: Bool
  private let altText: String?

  /// What a file holds, by its ending.
  public enum Ending: String, Sendable, CaseIterable {
    case svg, png, pdf, eps
    /// The data.
    case csv, json
    /// The caption.
    case txt
    /// The lines that include the figure in a paper.
    case tex
  }

  /// Composes the figure for the width of `preset`.
  ///
  /// Without a `theme` its colours are those for print in a paper's preset, for light pages otherwise. PNG files
  /// get `dpi` pixels to the inch. Without a `background` PNG files are painted, and so is every file in a theme whose
  /// letters are too light for white paper: here a figure stands by itself. `altText` describes it in place of the words
  /// that are made from its data.
  ///
  /// - Throws: `ReportError.figure`, `.unknownName` or `.choice`.
  public init(
    _ kind: FigureKind, _ request: FigureRequest, of analysis: StudyAnalysis, preset: Preset,
    theme: Theme? = nil, background: Theme.Background? = nil, dpi: Double = 300, altText: String? = nil
  ) throws {
    var request = request
    request.room = preset.room
    request.isLow = preset.isLow
    figure = try kind.figure(request, of: analysis)
    self.preset = preset.fitted(to: figure)
    var theme = theme ?? (preset.year == nil ? .light : .print)
    theme.background = background ?? (theme.background == .transparent ? .transparent : .paint)
    self.theme = theme
    self.dpi = dpi
    isTransparent = background == .transparent
    self.altText = altText
  }

  /// The kind of file that the ending of `file` stands for.
  ///
  /// - Throws: `ReportError.unknownName`.
  public static func ending(of file: URL) throws -> Ending {
    let name = file.pathExtension.lowercased()
    guard let ending = Ending(rawValue: name) else {
      throw ReportError.unknownName(
        kind: "kind of file for figures", name: name.isEmpty ? file.lastPathComponent : ".\(name)",
        known: Ending.allCases.map { ".\($0.rawValue)" })
    }
    return ending
  }

  /// Writes `files`, each by its ending.
  ///
  /// With `withData` the data, the caption and the lines for LaTeX are written beside the first file too, under its
  /// name.
  ///
  /// - Returns: the files that were written.
  /// - Throws: before anything is written, `ReportError.unknownName` for an ending and `.texName` for a name that the
  ///   lines for LaTeX cannot include; `PlotError` when the figure cannot
  ///   be drawn, `StudyError.output` when a file cannot be written.
  public func write(to files: [URL], withData: Bool = false) throws -> [URL] {
    var files = files
    if withData, let first = files.first {
      let stem = first.deletingPathExtension()
      let beside = [Ending.csv, .json, .txt, .tex].map { stem.appendingPathExtension($0.rawValue) }
      files += beside.filter { !files.contains($0) }
    }
    let endings = try files.map(Self.ending)
    let drawing = try draw()
    let contents = try zip(files, endings).map { try bytes(of: $1, named: $0, drawing) }
    for (file, bytes) in zip(files, contents) { try OutputFile.write(Data(bytes), to: file) }
    return files
  }

  /// The figure laid out for its size and colours.
  ///
  /// - Throws: `PlotError` when it cannot be.
  public func draw() throws(PlotError) -> Drawing {
    var picture = figure.figure
    picture.altText = altText ?? picture.altText
    return try picture.draw(preset, theme: theme)
  }

  /// What the figure says when it is higher than the text of the venue's page, so that LaTeX would cut it off; nil when
  /// it is not, or is for no paper.
  ///
  /// - Throws: `PlotError` when it cannot be drawn.
  public func heightWarning() throws(PlotError) -> String? {
    guard let page = PaperPage(of: preset) else { return nil }
    let height = try draw().height
    guard height > PaperPage.height else { return nil }
    let inches = { NumberFormat.fixed($0 / 72, decimals: 1) }
    let wider =
      page.text > page.column + PaperPage.tolerance ? ", draw it with --preset \(page.fullName)" : ""
    return
      "the figure is \(inches(height)) in high, and a page of \(page.name) holds about \(inches(PaperPage.height)) in: "
      + "choose a part with --model, --task or --projection\(wider), or give a --height"
  }

  private func bytes(of ending: Ending, named file: URL, _ drawing: Drawing) throws -> [UInt8] {
    switch ending {
    case .svg: try drawing.encode(as: .svg(idPrefix: "f-\(figure.id)-"))
    case .png: try drawing.encode(as: .png(dpi: dpi, transparent: isTransparent))
    case .pdf: try drawing.encode(as: .pdf)
    case .eps: try drawing.encode(as: .eps)
    case .csv: Array(figure.data.csv.utf8)
    case .json: Array(figure.json.utf8)
    case .txt: Array((figure.caption + "\n").utf8)
    case .tex: Array(try snippet(drawing).text(for: file).utf8)
    }
  }

  /// A preset that is of no paper is taken for a page of the ACL, the venue of tables too.
  private func snippet(_ drawing: Drawing) -> FigureSnippet {
    FigureSnippet(figure: figure, width: drawing.width, page: PaperPage(of: preset) ?? .acl)
  }
}

extension Preset {
  /// How many panels can stand side by side: two in a column of a two-column paper.
  var room: FigureRequest.Room {
    switch size {
    case .exact(let width, _), .width(let width, _): width < 320 ? .narrow : .wide
    case .panels: .wide
    }
  }

  /// Whether the height of figures is given.
  var isLow: Bool {
    if case .exact = size { return true }
    return false
  }

  /// The preset with the shape of panels that `figure` asks for, where it leaves that open; that of the web with the
  /// width that a site gives the figure.
  func fitted(to figure: StudyFigure) -> Preset {
    if self == .web { return figure.preset }
    guard case .width(let width, nil) = size, let aspect = figure.panelAspect else { return self }
    return sized(.width(width, panelAspect: aspect))
  }
}
