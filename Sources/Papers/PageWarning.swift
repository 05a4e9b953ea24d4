import Figures
import Plotting
import Support

/// Warnings of a figure or a table that a page of its venue cannot hold, with what would help.
package enum PageWarning {
  /// Warns of a figure of `width` and `height` in points; nil when it fits on a page, or the preset is of no
  /// paper.
  package static func ofFigure(
    width: Double, height: Double, kind: FigureKind, request: FigureRequest, preset: Preset
  ) -> String? {
    guard let page = PaperPage(of: preset), height > PaperPage.height else { return nil }
    let part = part(open(kind.choices, request))
    return "the figure is \(inches(height)) in high, and a page of \(page.name) holds about \(most) in: "
      + advice(page, preset, width: width, part: part)
  }

  private static func advice(_ page: PaperPage, _ preset: Preset, width: Double, part: String?) -> String {
    if case .exact = preset.size { return "give a --height of less than \(most) in, or leave it out" }
    if case .panels = preset.size { return "give a smaller --panel-size" + (part.map { ", or \($0)" } ?? "") }
    let isNarrow = page.hasTwoColumns && width <= page.column + PaperPage.tolerance
    let ways = [
      part, isNarrow ? "draw it with --preset \(page.fullName)" : nil, "give a --height",
    ].compactMap(\.self)
    return ways.dropLast().map { "\($0), " }.joined() + (ways.count > 1 ? "or " : "") + ways[ways.count - 1]
  }

  /// Warns of a table in LaTeX of `width` and `height` in TeX's points, of which `open` may still be chosen;
  /// nil when it fits.
  static func ofTable(
    width: Double, height: Double, _ style: TableStyle, place: PaperPage.Width, open: [FigureChoice]
  ) -> String? {
    let room = style.page.points(place)
    let (width, height) = (width / PaperPage.pointsToTeX, height / PaperPage.pointsToTeX)
    let ways = [
      part(open), place == .column && style.page.hasTwoColumns ? "give --width full" : nil,
    ].compactMap(\.self)
    let advice = ways.isEmpty ? "" : ": " + ways.joined(separator: ", or ")
    if width > room {
      let name = place == .column ? "a column" : "the text"
      return
        "the table is up to \(inches(width, .up)) in wide, and \(name) of \(style.page.name) \(inches(room, .down)) in\(advice)"
    }
    guard height > PaperPage.height else { return nil }
    return
      "the table is up to \(inches(height)) in high, and a page of \(style.page.name) holds about \(most) in\(advice)"
  }

  /// Finds what may still be chosen to make less of something.
  static func open(_ choices: Set<FigureChoice>, _ request: FigureRequest) -> [FigureChoice] {
    [.model, .task, .projection].filter { choices.contains($0) && !request.choices.contains($0) }
  }

  /// Advice to choose a part of what is shown, nil when there is nothing to choose.
  private static func part(_ open: [FigureChoice]) -> String? {
    let options = open.map { "--\($0.rawValue)" }
    guard let last = options.last else { return nil }
    return "choose a part with "
      + (options.count > 1 ? options.dropLast().joined(separator: ", ") + " or " : "") + last
  }

  private static let most = inches(PaperPage.height)

  /// `rounding` keeps a width and the room that it does not fit from reading alike.
  private static func inches(
    _ points: Double, _ rounding: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> String {
    // A thousandth of an inch either way is rounding of TeX's points.
    let slack = rounding == .up ? -0.01 : rounding == .down ? 0.01 : 0
    return NumberText.fixed((points / 7.2 + slack).rounded(rounding) / 10, decimals: 1)
  }
}
