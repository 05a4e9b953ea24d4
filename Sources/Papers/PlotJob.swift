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

  /// Content of a file, by its ending.
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

  /// The kinds of what is written beside the first output with the data.
  package static let dataEndings: [Ending] = [.csv, .json, .txt, .tex]

  /// Result of ``write(to:withData:)``: files and warnings.
  package struct Written: Sendable, Equatable {
    /// The files, in the order in which they were asked for.
    package let files: [URL]
    /// Warnings that a page cannot hold the figure, and of letters in the caption that LaTeX cannot set.
    package let warnings: [String]
  }

  /// Writes `files`, each by its ending.
  ///
  /// With `withData` the data, the caption and the lines for LaTeX are written beside the first file too, under its
  /// name.
  ///
  /// - Throws: before anything is written, `FigureError.unknownName` for an ending and `PaperError.texName` for a name
  ///   that the lines for LaTeX cannot include; `PlotError` when the figure cannot be drawn, `FileError.output` when a
  ///   file cannot be written.
  package func write(to files: [URL], withData: Bool = false) throws -> Written {
    let files = withData ? Self.withData(files) : files
    let endings = try files.map(Self.ending)
    let isSet = endings.contains(.tex)
    let drawing = isSet || endings.contains(where: \.isPicture) ? try drawing() : nil
    let contents = try zip(files, endings).map { try bytes(of: $1, named: $0, drawing) }
    for (file, bytes) in zip(files, contents) { try OutputFile.write(Data(bytes), to: file) }
    let warnings = [drawing.flatMap(pageWarning), isSet ? letterWarning : nil]
    return Written(files: files, warnings: warnings.compactMap(\.self))
  }

  /// `files` and those of the data that stand beside the first, each place once.
  private static func withData(_ files: [URL]) -> [URL] {
    guard let stem = files.first?.deletingPathExtension() else { return files }
    let places = files.map(OutputFile.target)
    return files
      + dataEndings.map { stem.appendingPathExtension($0.rawValue) }.filter {
        !places.contains(OutputFile.target(of: $0))
      }
  }

  private func pageWarning(_ drawing: Drawing) -> String? {
    PageWarning.ofFigure(
      width: drawing.width, height: drawing.height, kind: kind, request: request, preset: preset)
  }

  /// Warning of what the lines for LaTeX cannot set of the caption.
  private var letterWarning: String? {
    LaTeX.unknown(in: figure.caption).map { scalar in
      "the caption has \(LaTeX.name(of: scalar)), which LaTeX cannot set without further packages: the lines for LaTeX name "
        + "it by its code point"
    }
  }

  /// The figure laid out for its size and colours.
  ///
  /// - Throws: `PlotError` when it cannot be.
  package func drawing() throws(PlotError) -> Drawing {
    var picture = figure.figure
    picture.altText = altText ?? picture.altText
    return try picture.draw(preset, theme: theme)
  }

  private func bytes(of ending: Ending, named file: URL, _ drawing: Drawing?) throws -> [UInt8] {
    switch ending {
    case .csv: return Array(figure.data.csv.utf8)
    case .json: return Array(figure.json.utf8)
    case .txt: return Array((figure.caption + "\n").utf8)
    case .svg, .png, .pdf, .eps, .tex: break
    }
    guard let drawing else { preconditionFailure("a picture needs a drawing") }
    return switch ending {
    case .svg: try drawing.encode(as: .svg(idPrefix: "f-\(figure.id)-"))
    case .png: try drawing.encode(as: .png(dpi: dpi, transparent: isTransparent))
    case .pdf: try drawing.encode(as: .pdf)
    case .eps: try drawing.encode(as: .eps)
    default: Array(try snippet(drawing).text(for: file).utf8)
    }
  }

  /// A preset that is of no paper is taken for a page of the ACL, the venue of tables too.
  private func snippet(_ drawing: Drawing) -> FigureSnippet {
    FigureSnippet(figure: figure, drawing: drawing, page: PaperPage(of: preset) ?? .acl)
  }
}
