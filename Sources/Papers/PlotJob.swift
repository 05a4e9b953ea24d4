import Analysis
import Figures
import Foundation
import Plotting
import Studies
import Support

/// One figure of a study at one size, written in whatever kinds of file a paper needs.
package struct PlotJob: Sendable {
  /// The figure.
  package let figure: StudyFigure
  private let kind: FigureKind
  private let request: FigureRequest
  private let preset: Preset
  private let theme: Theme
  private let dpi: Double
  /// Whether nothing at all is painted behind the figure, not in PNG files either.
  private let isTransparent: Bool
  private let altText: String?

  /// The resolution of PNG files where none is asked for, in dots per inch.
  package static let usualResolution = 300.0

  /// What a file holds, by its ending.
  package enum Ending: String, Sendable, CaseIterable {
    case svg, png, pdf, eps
    /// The data.
    case csv, json
    /// The caption.
    case txt
    /// The lines that include the figure in a paper.
    case tex

    /// Whether it is the picture itself.
    package var isPicture: Bool { [.svg, .png, .pdf, .eps].contains(self) }
  }

  /// Composes the figure for the width of `preset`.
  ///
  /// Without a `theme` its colours are those for print in a paper's preset, for light pages otherwise. PNG files
  /// get `dpi` pixels to the inch. Without a `background` PNG files are painted, and so is every file in a theme whose
  /// letters are too light for white paper: here a figure stands by itself. `altText` describes it in place of the words
  /// that are made from its data.
  ///
  /// - Throws: `FigureError.figure`, `.unknownName` or `.choice`.
  package init(
    _ kind: FigureKind, _ request: FigureRequest, of analysis: StudyAnalysis, preset: Preset,
    theme: Theme? = nil, background: Theme.Background? = nil, dpi: Double = usualResolution,
    altText: String? = nil
  ) throws {
    var request = request
    request.room = preset.room
    request.isLow = preset.isLow
    var theme = theme ?? (preset.year == nil ? .light : .print)
    figure = try kind.figure(request, of: analysis).drawn(in: theme)
    self.kind = kind
    self.request = request
    self.preset = preset.fitted(to: figure)
    theme.background = background ?? (theme.background == .transparent ? .transparent : .paint)
    self.theme = theme
    self.dpi = dpi
    isTransparent = background == .transparent
    self.altText = altText
  }

  /// The kind of file that the ending of `file` stands for.
  ///
  /// - Throws: `FigureError.unknownName`.
  package static func ending(of file: URL) throws -> Ending {
    let name = file.pathExtension.lowercased()
    guard let ending = Ending(rawValue: name) else {
      throw FigureError.unknownName(
        kind: "kind of file for figures", name: name.isEmpty ? file.lastPathComponent : ".\(name)",
        known: Ending.allCases.map { ".\($0.rawValue)" })
    }
    return ending
  }

  /// Outputs of these kinds in words, each kind once: “svg and csv”.
  package static func words(_ endings: [Ending]) -> String {
    WordList.and(Ending.allCases.filter(endings.contains).map(\.rawValue))
  }

  /// The kinds of what is written beside the first output with the data.
  package static let dataEndings: [Ending] = [.csv, .json, .txt, .tex]

  /// What ``write(to:withData:)`` wrote.
  package struct Written: Sendable, Equatable {
    /// The files, in the order in which they were asked for, the parts of a picture one after the other.
    package let files: [URL]
    /// That LaTeX would cut the figure off, and that parts of a former run lie beside its own.
    package let warnings: [String]
  }

  /// Writes `files`, each by its ending.
  ///
  /// With `withData` the data, the caption and the lines for LaTeX are written beside the first file too, under its
  /// name. A picture in several parts takes a file for each: `a.pdf`, `a-2.pdf`; data and caption stay whole. Files that
  /// a former run with more parts left are not touched, but warned of.
  ///
  /// - Throws: before anything is written, `FigureError.unknownName` for an ending, `.texName` for a name that the
  ///   lines for LaTeX cannot include, and `.option` when a part would take the place of another file; `PlotError`
  ///   when the figure cannot be drawn, `FileError.output` when a file cannot be written.
  package func write(to files: [URL], withData: Bool = false) throws -> Written {
    var files = files
    if withData, let first = files.first {
      let stem = first.deletingPathExtension()
      let beside = Self.dataEndings.map { stem.appendingPathExtension($0.rawValue) }
      let places = files.map(OutputPlaces.place)
      files += beside.filter { !places.contains(OutputPlaces.place(of: $0)) }
    }
    let endings = try files.map(Self.ending)
    let isSet = endings.contains(.tex)
    let parts = isSet || endings.contains(where: \.isPicture) ? try figureParts() : []
    let contents = try zip(files, endings).flatMap { try self.files(of: $1, named: $0, parts) }
    try Self.checkPlaces(contents.map(\.file), parts: parts.count)
    for (file, bytes) in contents { try OutputFile.write(Data(bytes), to: file) }
    let leftovers = leftovers(files, parts: parts.count, written: contents.map(\.file))
    let warnings = [pageWarning(parts), leftovers, isSet ? letterWarning : nil]
    return Written(files: contents.map(\.file), warnings: warnings.compactMap(\.self))
  }

  private func pageWarning(_ parts: [FigurePart]) -> String? {
    guard let width = parts.first?.drawing.width else { return nil }
    return PageWarning(
      kind: kind, request: request, preset: preset, heights: parts.map(\.drawing.height), width: width
    ).text
  }

  /// What the lines for LaTeX cannot set of the caption.
  private var letterWarning: String? {
    LaTeX.unknown(in: figure.caption).map { scalar in
      "the caption has \(LaTeX.name(of: scalar)), which LaTeX cannot set without further packages: the lines for LaTeX name "
        + "it by its code point"
    }
  }

  /// The figure laid out for its size and colours: in one part, or where a paper's page is too low for it and its rows
  /// of panels may stand apart, in as few parts as pages can hold, from the first rows on.
  ///
  /// A size that is given by its height or by its panels is kept, however high that is.
  ///
  /// - Throws: `PlotError` when it cannot be.
  package func parts() throws(PlotError) -> [Drawing] { try figureParts().map(\.drawing) }

  private func figureParts() throws(PlotError) -> [FigurePart] {
    let whole = FigurePart(drawing: try draw(figure.figure), names: [])
    guard figure.isBreakable, case .width = preset.size, let page = PaperPage(of: preset) else {
      return [whole]
    }
    let room = page.roomAbove(figure.caption, width: whole.drawing.width)
    let rows = figure.figure.panels.count
    var count = Int((whole.drawing.height / room).rounded(.up))
    var parts = [whole]
    // The caption of the first part names what it shows, which takes a line or two more.
    while count <= rows, parts.contains(where: { $0.drawing.height > room - (parts.count > 1 ? 24 : 0) }) {
      parts = try PanelGrid.parts(rows, count).map { rows throws(PlotError) in
        FigurePart(
          drawing: try draw(figure.figure.part(rows)), names: FigurePart.names(of: rows, in: figure.figure))
      }
      count += 1
    }
    return parts.count > 1 ? Self.named(parts) : parts
  }

  /// Parts whose files say which they are.
  private static func named(_ parts: [FigurePart]) -> [FigurePart] {
    parts.enumerated().map { place, part in
      var drawing = part.drawing
      drawing.title += ", \(FigurePart.place(place, of: parts.count, holding: ""))"
      let words = FigurePart.place(place, of: parts.count, holding: part.words).capitalizedFirst
      drawing.altText = "\(words). \(drawing.altText)"
      return FigurePart(drawing: drawing, names: part.names)
    }
  }

  private func draw(_ picture: Plotting.Figure) throws(PlotError) -> Drawing {
    var picture = picture
    picture.altText = altText ?? picture.altText
    return try picture.draw(preset, theme: theme)
  }

  /// What a former run may have left: files named like parts that this run has not.
  private func leftovers(_ files: [URL], parts: Int, written: [URL]) -> String? {
    guard figure.isBreakable else { return nil }
    let places = Set(written.map(OutputPlaces.place))
    let left = files.filter { (try? Self.ending(of: $0).isPicture) ?? false }.flatMap { file in
      sequence(first: parts) { $0 + 1 }.lazy.map { Self.file(file, part: $0) }
        .prefix { FileManager.default.fileExists(atPath: $0.path) }
        .filter { !places.contains(OutputPlaces.place(of: $0)) }
    }
    guard !left.isEmpty else { return nil }
    let (verb, them) = left.count == 1 ? ("is", "it") : ("are", "them")
    return "\(WordList.and(left.map(\.lastPathComponent))) \(verb) not of this run, whose figure has "
      + "\(parts == 1 ? "one part" : "\(parts) parts"): delete \(them) if an earlier run left \(them)"
  }

  private func files(of ending: Ending, named file: URL, _ parts: [FigurePart]) throws -> [(
    file: URL, bytes: [UInt8]
  )] {
    let pictures = { (format: (Int) -> OutputFormat) in
      try parts.enumerated().map { part, content in
        (Self.file(file, part: part), try content.drawing.encode(as: format(part)))
      }
    }
    switch ending {
    case .svg:
      return try pictures { .svg(idPrefix: $0 == 0 ? "f-\(figure.id)-" : "f-\(figure.id)-\($0 + 1)-") }
    case .png: return try pictures { _ in .png(dpi: dpi, transparent: isTransparent) }
    case .pdf: return try pictures { _ in .pdf }
    case .eps: return try pictures { _ in .eps }
    case .csv: return [(file, Array(figure.data.csv.utf8))]
    case .json: return [(file, Array(figure.json.utf8))]
    case .txt: return [(file, Array((figure.caption + "\n").utf8))]
    case .tex: return [(file, Array(try snippet(parts).text(for: file).utf8))]
    }
  }

  /// The file of a part, counted from 0: `a.pdf`, `a-2.pdf`, `a-3.pdf`.
  static func file(_ file: URL, part: Int) -> URL {
    if part == 0 { return file }
    let name = file.deletingPathExtension().lastPathComponent
    return file.deletingLastPathComponent().appending(
      path: "\(name)-\(part + 1).\(file.pathExtension)", directoryHint: .notDirectory)
  }

  private static func checkPlaces(_ files: [URL], parts: Int) throws {
    var taken: Set<URL> = []
    guard parts > 1, let twice = files.first(where: { !taken.insert($0).inserted }) else { return }
    throw FigureError.option(
      name: "--output", value: twice.lastPathComponent,
      expected: "another name: the figure has \(parts) parts, and one of them is written there")
  }

  /// A preset that is of no paper is taken for a page of the ACL, the venue of tables too.
  private func snippet(_ parts: [FigurePart]) -> FigureSnippet {
    FigureSnippet(
      figure: figure, width: parts[0].drawing.width, parts: parts, page: PaperPage(of: preset) ?? .acl)
  }
}
