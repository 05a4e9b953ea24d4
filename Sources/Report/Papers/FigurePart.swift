import Plotting

/// Whole rows of panels of a figure, on a page of their own.
package struct FigurePart {
  let drawing: Drawing
  /// The names of its rows or panels; empty for a figure in one part.
  let names: [String]

  package init(drawing: Drawing, names: [String]) {
    self.drawing = drawing
    self.names = names
  }

  /// Its names in a sentence: all where they are few, else the first and the last.
  package var words: String {
    guard names.count > 3, let first = names.first, let last = names.last else { return WordList.and(names) }
    return "\(first) to \(last)"
  }

  /// What names the `rows` of `figure`: their titles, else those of their panels, else those of their vertical axes.
  package static func names(of rows: Range<Int>, in figure: Plotting.Figure) -> [String] {
    if !figure.rowTitles.isEmpty { return words(figure.rowTitles[rows].map { $0 }) }
    let panels = figure.panels[rows]
    let titles = panels.joined().map { $0?.title }
    if figure.columnTitles.isEmpty, !titles.contains(nil) { return words(titles) }
    return words(panels.map { $0.first??.y.title })
  }

  private static func words(_ titles: [String?]) -> [String] {
    var seen: Set<String> = []
    return titles.compactMap { $0.map { RichText($0).plain.replacing("\n", with: ", ") } }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}
