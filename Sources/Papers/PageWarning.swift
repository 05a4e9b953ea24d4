import Figures
import Plotting
import Support

/// What is told of a figure that a page of its venue cannot hold, with what would help.
package struct PageWarning {
  let kind: FigureKind
  let request: FigureRequest
  let preset: Preset
  /// Of the parts, in points.
  let heights: [Double]
  /// In points.
  let width: Double

  package init(kind: FigureKind, request: FigureRequest, preset: Preset, heights: [Double], width: Double) {
    self.kind = kind
    self.request = request
    self.preset = preset
    self.heights = heights
    self.width = width
  }

  /// Nil when every part fits on a page, or the preset is of no paper.
  package var text: String? {
    guard let page = PaperPage(of: preset), let height = heights.max(), height > PaperPage.height else {
      return nil
    }
    let most = Self.inches(PaperPage.height)
    return "the figure is \(Self.inches(height)) in high, and a page of \(page.name) holds about \(most) in: "
      + advice(page, most: most)
  }

  private func advice(_ page: PaperPage, most: String) -> String {
    if case .exact = preset.size { return "give a --height of less than \(most) in, or leave it out" }
    if case .panels = preset.size { return "give a smaller --panel-size" + (part.map { ", or \($0)" } ?? "") }
    let isNarrow = page.hasTwoColumns && width <= page.column + PaperPage.tolerance
    let ways = [
      part, isNarrow ? "draw it with --preset \(page.fullName)" : nil, "give a --height",
    ].compactMap(\.self)
    return ways.dropLast().map { "\($0), " }.joined() + (ways.count > 1 ? "or " : "") + ways[ways.count - 1]
  }

  /// To choose of what the figure still shows all, nil when there is nothing to choose.
  private var part: String? {
    let open = [FigureChoice.model, .task, .projection].filter {
      kind.choices.contains($0) && !request.choices.contains($0)
    }.map { "--\($0.rawValue)" }
    guard let last = open.last else { return nil }
    return "choose a part with " + (open.count > 1 ? open.dropLast().joined(separator: ", ") + " or " : "")
      + last
  }

  private static func inches(_ points: Double) -> String { NumberText.fixed(points / 72, decimals: 1) }
}
