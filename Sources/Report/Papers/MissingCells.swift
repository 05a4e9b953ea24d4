import Analysis

/// What a table has no number for because it is not computed yet, for its caption.
struct MissingCells {
  /// A cell, by the labels of what it shows.
  struct Place: Hashable {
    let model: String
    let task: String
    /// Nil where a cell shows several.
    let style: String?
  }

  private var all: [Place] = []
  private var missing: [Place] = []
  private var hasUndefined = false

  /// More than these are counted.
  private static let namedAtMost = 4

  /// Takes a cell of the table, or several that are made from the same `conditions`; of these, nil has no results.
  mutating func add(_ place: Place, _ conditions: [ConditionAnalysis?], hasNumbers: Bool) {
    let hasResults = conditions.allSatisfy { ($0?.coverage.computed ?? 0) > 0 }
    all.append(place)
    if !hasResults { missing.append(place) }
    if hasResults, !hasNumbers { hasUndefined = true }
  }

  /// What a dash means in the table, nil when there is none.
  var sentence: String? {
    guard !missing.isEmpty else { return hasUndefined ? "A dash: undefined." : nil }
    return "A dash: no results yet (\(words))\(hasUndefined ? ", or undefined" : "")."
  }

  private var words: String {
    let names = self.names
    guard names.count > Self.namedAtMost else { return names.joined(separator: "; ") }
    let kinds = missing.contains { $0.style != nil } ? "model, task and response style" : "model and task"
    return "\(missing.count) of \(all.count) combinations of \(kinds)"
  }

  /// Whole models by their name, whole tasks of a model by both, else the response styles too.
  private var names: [String] {
    let absent = Set(missing)
    var names: [String] = []
    for model in all.map(\.model).uniqued {
      let ofModel = all.filter { $0.model == model }
      if ofModel.allSatisfy(absent.contains) {
        names.append(model)
        continue
      }
      for task in ofModel.map(\.task).uniqued {
        let places = ofModel.filter { $0.task == task }
        let styles = places.filter(absent.contains)
        guard !styles.isEmpty else { continue }
        let which =
          styles.count == places.count ? "" : ", \(styles.compactMap(\.style).joined(separator: ", "))"
        names.append("\(model) on \(task)\(which)")
      }
    }
    return names
  }
}

extension Array where Element: Hashable {
  /// The elements in their order, each once.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
