import Figures
import Plotting
import Support

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
  package var words: String { Self.words(of: names) }

  /// “part 2 of 3: a and b”, of parts counted from 0.
  package static func place(_ part: Int, of count: Int, holding words: String) -> String {
    "part \(part + 1) of \(count)" + (words.isEmpty ? "" : ": \(words)")
  }

  private static func words(of names: [String]) -> String {
    guard names.count > 3, let first = names.first, let last = names.last else { return WordList.and(names) }
    return "\(first) to \(last)"
  }

  /// What names the `rows` of `figure`: their titles, else those of their panels, else those of their vertical axes.
  /// Where rows of other parts have the same, the names beside their marks do, with the titles when they alone do not
  /// tell.
  package static func names(of rows: Range<Int>, in figure: Plotting.Figure) -> [String] {
    let titles = titles(of: rows, in: figure)
    let others = figure.panels.indices.filter { !rows.contains($0) }
    let isShared = others.contains { !Set(Self.titles(of: $0..<$0 + 1, in: figure)).isDisjoint(with: titles) }
    let categories = rows.map { words(Self.categories(figure.panels[$0])) }
    guard isShared || titles.isEmpty, !categories.contains([]) else { return titles }
    let all = Set(Self.titles(of: figure.panels.indices, in: figure))
    let isWhole = Set(titles) == all && Set(categories).count == 1
    if isWhole || titles.isEmpty { return words(categories.flatMap(\.self)) }
    return rows.map { row in
      let title = Self.titles(of: row..<row + 1, in: figure).joined(separator: ", ")
      return "\(title) (\(FigurePart.words(of: categories[row - rows.lowerBound])))"
    }
  }

  private static func categories(_ row: [Panel?]) -> [String?] {
    guard case .band(let names)? = row.first??.y.scale else { return [] }
    return names
  }

  private static func titles(of rows: Range<Int>, in figure: Plotting.Figure) -> [String] {
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
