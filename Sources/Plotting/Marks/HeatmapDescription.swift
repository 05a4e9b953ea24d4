/// Describes a heatmap in words: its rows and columns, its range and where, which of them are high and low, what its colours
/// mean, and how many cells are empty.
struct HeatmapDescription {
  private let panel: ResolvedPanel
  private let xs: [Double]
  private let ys: [Double]
  private let values: [Double]
  /// The rows of data that have a value, in their order.
  private let shown: [Int]

  /// Nil when no cell of the panel's first heatmap has a value.
  init?(_ panel: ResolvedPanel) {
    guard let mark = panel.marks.first(where: { $0.geometry.hasCells }), let xs = mark.x.first,
      let ys = mark.y.first
    else { return nil }
    self.panel = panel
    self.xs = xs
    self.ys = ys
    values = mark.mark.value
    shown = mark.rows.filter { mark.isShown[$0] }
    if shown.isEmpty { return nil }
  }

  /// Sentence on how many rows and columns there are, and which.
  var shape: String {
    let (rows, columns) = (places(ys, panel.y), places(xs, panel.x))
    return "\(Self.counted(rows.count, "row"))\(Self.list(rows, panel.y)) by "
      + "\(Self.counted(columns.count, "column"))\(Self.list(columns, panel.x))."
  }

  /// The range and where it is reached, which rows and columns are high and low, and what is empty.
  var sentences: [String] { [range, means, emptiness].compactMap(\.self) }

  /// Sentence on what the colours stand for.
  var colors: String? {
    guard let domain = panel.colors else { return nil }
    let title = panel.panel.color.title.map { RichText($0).words } ?? "the value"
    let scale = domain.isLogarithmic ? "a logarithmic scale" : "a scale"
    let neutral = domain.center.map { " that is neutral at \(TickNumbers.plain($0))" } ?? ""
    return "Colour stands for \(title), on \(scale) from \(TickNumbers.plain(domain.lower)) to "
      + "\(TickNumbers.plain(domain.upper))\(neutral)."
  }

  /// The least value and its place.
  var least: NamedPanel.Datum { datum(shown.min { values[$0] < values[$1] }) }

  /// The largest value and its place.
  var most: NamedPanel.Datum { datum(shown.max { values[$0] < values[$1] }) }

  private func datum(_ row: Int?) -> NamedPanel.Datum {
    // There is always a row with a value.
    let row = row ?? shown[0]
    return NamedPanel.Datum(value: values[row], place: place(row))
  }

  private var range: String {
    let (least, most) = (least, most)
    if least.value == most.value { return "All are \(TickNumbers.plain(least.value))." }
    return "Values from \(least.sentence) to \(most.sentence)."
  }

  private func place(_ row: Int) -> String {
    "\(panel.y.words(for: ys[row])), \(panel.x.words(for: xs[row]))"
  }

  /// Number of cells beyond which a mean over each row and column takes longer than it is worth.
  private static let mostAveraged = 20_000

  private var means: String? {
    guard shown.count <= Self.mostAveraged else { return nil }
    let parts = [("row", ys, panel.y), ("column", xs, panel.x)].compactMap { extremes($0, $1, $2) }
    return parts.isEmpty ? nil : "On average " + parts.joined(separator: ", ") + "."
  }

  /// Means that differ by less than this part of the larger are alike.
  private static let leastDifference = 1e-3

  /// The rows, or columns, with the highest and the lowest mean; nil when there are not two, or all are alike.
  private func extremes(_ kind: String, _ places: [Double], _ axis: ResolvedAxis) -> String? {
    var sums: [Double: (sum: Double, count: Double)] = [:]
    for row in shown {
      let known = sums[places[row]] ?? (0, 0)
      sums[places[row]] = (known.sum + values[row], known.count + 1)
    }
    let means = sums.map { (place: $0.key, mean: $0.value.sum / $0.value.count) }.sorted {
      $0.place < $1.place
    }
    guard means.count > 1, let top = means.max(by: { $0.mean < $1.mean }),
      let bottom = means.min(by: { $0.mean < $1.mean }),
      top.mean - bottom.mean > Self.leastDifference * max(top.mean.magnitude, bottom.mean.magnitude)
    else { return nil }
    return "the \(kind) \(axis.words(for: top.place)) is highest and \(axis.words(for: bottom.place)) lowest"
  }

  private var emptiness: String? {
    let all = places(xs, panel.x).count * places(ys, panel.y).count
    let empty = all - shown.count
    guard empty > 0 else { return nil }
    return "\(empty) of \(Self.counted(all, "cell")) \(empty == 1 ? "has" : "have") no value."
  }

  /// The places of an axis, in order.
  private func places(_ values: [Double], _ axis: ResolvedAxis) -> [Double] {
    axis.categories?.indices.map(Double.init) ?? Set(values.filter(\.isFinite)).sorted()
  }

  /// Few names are listed, of many the first and the last.
  private static func list(_ places: [Double], _ axis: ResolvedAxis) -> String {
    guard let first = places.first, let last = places.last else { return "" }
    if places.count == 1 || axis.categories != nil && places.count <= 8 {
      return " (\(places.map(axis.words).joined(separator: ", ")))"
    }
    return " (\(axis.words(for: first)) to \(axis.words(for: last)))"
  }

  private static func counted(_ count: Int, _ word: String) -> String {
    "\(TickNumbers.decimal(Double(count), decimals: 0)) \(word)\(count == 1 ? "" : "s")"
  }
}
