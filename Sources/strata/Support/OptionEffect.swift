import Figures
import Papers
import Plotting

/// An option that changes some kinds of output only. One that would change nothing is a mistake, not a wish to ignore:
/// whoever gives it expects to see it.
struct OptionEffect<Kind: Hashable> {
  /// Option as on the command line, such as `--dpi`.
  let option: String
  /// The kinds of output that it changes.
  let kinds: Set<Kind>
  /// The kinds in words, after “changes”.
  let words: String

  /// Refuses the option when it changes none of `outputs`, in words `found`; `remedy` gives it something to change.
  ///
  /// - Throws: `OptionError.noEffect`.
  func check(_ outputs: [Kind], found: String, remedy: String) throws {
    if outputs.contains(where: kinds.contains) { return }
    throw OptionError.noEffect(
      option: option, here: "for \(found)", mend: "it changes \(words). \(remedy), or leave it out")
  }
}

extension Plot {
  /// Finds what the options of `plot` change that were given, when `base` became `sized` by them.
  func effects(of kind: FigureKind, from base: Preset, to sized: Preset) -> [OptionEffect<PlotJob.Ending>] {
    let pictures: Set<PlotJob.Ending> = [.svg, .png, .pdf, .eps]
    let pictureWords = "pictures only, which are svg, png, pdf and eps files"
    // Data and caption follow the size only where it changes which panels the figure has.
    let changesPanels = kind.followsSize && (base.room != sized.room || base.isLow != sized.isLow)
    let sizes = [("--width", look.width), ("--height", look.height), ("--panel-size", look.panelSize)]
    let all: [(OptionEffect<PlotJob.Ending>, isGiven: Bool)] =
      sizes.map { option, value in
        (
          OptionEffect(
            option: option, kinds: changesPanels ? Set(PlotJob.Ending.allCases) : pictures.union([.tex]),
            words:
              "pictures, which are svg, png, pdf and eps files, and tex files, but no number of this figure"),
          value != nil
        )
      } + [
        (OptionEffect(option: "--theme", kinds: pictures, words: pictureWords), look.theme != nil),
        (
          OptionEffect(
            option: "--background documents", kinds: [.pdf, .eps], words: "pdf and eps files only"),
          look.background == .documents
        ),
        (
          OptionEffect(option: "--background", kinds: pictures, words: pictureWords),
          look.background != nil && look.background != .documents
        ),
        (OptionEffect(option: "--dpi", kinds: [.png], words: "png files only"), look.dpi != nil),
        (
          OptionEffect(option: "--alt", kinds: [.svg, .pdf, .tex], words: "svg, pdf and tex files only"),
          alt != nil
        ),
      ]
    return all.filter(\.isGiven).map(\.0)
  }
}

extension Table {
  /// Effects of the options of `table` that were given.
  var effects: [OptionEffect<TableFormat>] {
    let rounded: Set<TableFormat> = [.latex, .markdown, .html]
    let page = "latex only, which is fitted to a page"
    let all: [(OptionEffect<TableFormat>, isGiven: Bool)] = [
      (
        OptionEffect(
          option: "--best", kinds: rounded, words: "latex, markdown and html only, whose numbers can be bold"),
        best != nil
      ),
      (
        OptionEffect(
          option: "--digits", kinds: rounded,
          words: "latex, markdown and html only; csv holds numbers in full"),
        digits != nil
      ),
      (OptionEffect(option: "--preset", kinds: [.latex], words: page), preset != nil),
      (OptionEffect(option: "--width", kinds: [.latex], words: page), width != nil),
    ]
    return all.filter(\.isGiven).map(\.0)
  }
}
