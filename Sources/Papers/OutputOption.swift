import Figures
import Foundation
import Plotting

/// An option of the command line that changes some kinds of output only.
///
/// One that would change nothing is a mistake, not a wish to ignore: whoever gives it expects to see it.
package struct OutputOption<Kind: Hashable & Sendable>: Sendable {
  /// As on the command line, such as `--dpi`.
  let name: String
  /// The kinds of output that it changes.
  let kinds: Set<Kind>
  /// These in words, after “changes”.
  let words: String

  /// What gives it something to change.
  let remedy: String

  /// Refuses the option when none of `outputs`, in words `found`, is changed by it.
  ///
  /// - Throws: `PaperError.noEffect`.
  package func check(_ outputs: some Sequence<Kind>, found: String) throws {
    guard !outputs.contains(where: kinds.contains) else { return }
    throw PaperError.noEffect(
      option: name, here: "for \(found)", mend: "it changes \(words). \(remedy), or leave it out")
  }
}

extension OutputOption<PlotJob.Ending> {
  private static let pictures: Set<PlotJob.Ending> = [.svg, .png, .pdf, .eps]

  private init(_ name: String, _ kinds: Set<PlotJob.Ending>, words: String) {
    self.init(name: name, kinds: kinds, words: words, remedy: "Add such an --output")
  }

  /// `--dpi`.
  package static let dpi = OutputOption("--dpi", [.png], words: "png files only")
  /// `--theme`.
  package static let theme = OutputOption(
    "--theme", pictures, words: "pictures only, which are svg, png, pdf and eps files")
  /// `--background`.
  package static let background = OutputOption("--background", pictures, words: theme.words)
  /// `--background documents`.
  package static let documents = OutputOption(
    "--background documents", [.pdf, .eps], words: "pdf and eps files only")
  /// `--alt`.
  package static let alt = OutputOption("--alt", [.svg, .pdf, .tex], words: "svg, pdf and tex files only")

  /// `--width`, `--height` or `--panel-size`, here called `name`, by which `base` became `preset`: it changes data and
  /// caption only where it changes which panels a figure of this kind has.
  package static func size(
    _ name: String, of kind: FigureKind, from base: Preset, to preset: Preset
  ) -> OutputOption {
    let changesPanels = kind.followsSize && (base.room != preset.room || base.isLow != preset.isLow)
    return OutputOption(
      name, changesPanels ? Set(PlotJob.Ending.allCases) : pictures.union([.tex]),
      words: "pictures, which are svg, png, pdf and eps files, and tex files, but no number of this figure")
  }
}

extension OutputOption<TableFormat> {
  private init(_ name: String, _ kinds: Set<TableFormat>, words: String) {
    self.init(name: name, kinds: kinds, words: words, remedy: "Choose such a --format")
  }

  /// `--best`.
  package static let best = OutputOption(
    "--best", [.latex, .markdown, .html], words: "latex, markdown and html only, whose numbers can be bold")
  /// `--digits`.
  package static let digits = OutputOption(
    "--digits", [.latex, .markdown, .html], words: "latex, markdown and html only; csv holds numbers in full")
  /// `--preset`.
  package static let preset = OutputOption(
    "--preset", [.latex], words: "latex only, which is fitted to a page")
  /// `--width`.
  package static let width = OutputOption("--width", [.latex], words: preset.words)
}
