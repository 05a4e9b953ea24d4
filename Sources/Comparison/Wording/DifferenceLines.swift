import Analysis
import Support

/// Differences in words, one a line of four parts, in the order in which text and Markdown list them.
struct DifferenceLines {
  /// What differs, and how.
  struct Line: Sendable {
    let what: String
    let old: String
    let new: String
    let change: String

    init(_ what: String, _ old: String, _ new: String, _ change: String = "") {
      (self.what, self.old, self.new, self.change) = (what, old, new, change)
    }
  }

  let difference: StudyDifference

  var verdicts: [Line] { difference.verdicts.map { Line($0.quantity.words, $0.old, $0.new) } }

  /// What changed beyond its interval.
  var beyond: [Line] { lines(numbers: difference.numbersBeyond, curves: difference.curvesBeyond) }

  /// What changed otherwise.
  var others: [Line] {
    lines(
      numbers: difference.numbers.filter { $0.extent != .beyond },
      curves: difference.curves.filter { $0.extent != .beyond })
  }

  var counts: [Line] {
    difference.counts.map { Line($0.quantity.words, Self.words($0.old), Self.words($0.new)) }
  }

  /// What appeared or went, a sentence each.
  var presence: [String] {
    Self.sentences("Model", difference.models, \.self) + Self.sentences("Task", difference.tasks, \.self)
      + Self.sentences("Condition", difference.conditions, \.words)
      + Self.sentences("Test", difference.tests, \.words)
  }

  private func lines(numbers: [NumberChange], curves: [CurveChange]) -> [Line] {
    let kinds = Quantity.Kind.allCases
    let sorted = kinds.flatMap { kind in numbers.filter { $0.quantity.kind == kind } }
    return sorted.map(Self.line) + curves.map(Self.line)
  }

  private static func line(_ change: NumberChange) -> Line {
    Line(
      change.quantity.words, words(change.old.value, change.old.interval),
      words(change.new.value, change.new.interval), words(from: change.old.value, to: change.new.value))
  }

  private static func line(_ change: CurveChange) -> Line {
    guard let layer = change.mostMovedLayer else {
      let counts = [change.old, change.new].map { NumberText.count($0.means.count, "layer") }
      return Line(change.quantity.words, counts[0], counts[1], "not compared")
    }
    let (old, new) = (change.old.means[layer], change.new.means[layer])
    let count = change.layersBeyond.isEmpty ? change.changedLayers.count : change.layersBeyond.count
    return Line(
      "\(change.quantity.words), \(count) of \(NumberText.count(change.new.means.count, "layer")), most at layer \(layer)",
      words(old, change.old.interval(at: layer)), words(new, change.new.interval(at: layer)),
      words(from: old, to: new))
  }

  private static func words(_ value: Double, _ interval: Interval?) -> String {
    let number = { (value: Double) in NumberText.significant(value, digits: 3) }
    return number(value) + (interval.map { " [\(number($0.lower)), \(number($0.upper))]" } ?? "")
  }

  /// The change of a number: in per cent where both are of one sign, else the difference.
  private static func words(from old: Double, to new: Double) -> String {
    guard old != 0, old.isFinite, new.isFinite, (old > 0) == (new > 0) else {
      let step = new - old
      return (step > 0 ? "+" : "") + NumberText.significant(step, digits: 2)
    }
    let percent = (new / old - 1) * 100
    return (percent > 0 ? "+" : "") + NumberText.significant(percent, digits: 2) + " %"
  }

  private static func words(_ counts: SampleCounts) -> String {
    [
      "n = \(NumberText.whole(counts.computed))",
      counts.skipped > 0 ? "\(NumberText.whole(counts.skipped)) skipped" : nil,
      counts.missing > 0 ? "\(NumberText.whole(counts.missing)) missing" : nil,
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func sentences<Item: Sendable>(
    _ kind: String, _ presence: StudyDifference.Presence<Item>, _ words: (Item) -> String
  ) -> [String] {
    presence.appeared.map { "\(kind) appeared: \(words($0))" }
      + presence.gone.map { "\(kind) is gone: \(words($0))" }
  }
}

extension Quantity {
  /// The names for people, the kind before them: “MAD of nuclear-norm, q: base, sums, none”.
  var words: String {
    let name = { (field: String) in self.name(of: field) ?? "" }
    switch kind {
    case .verdict: return "\(name("claim"))/\(name("test")): \(name("subject")), \(name("task"))"
    case .effect:
      return
        "Effect of \(name("claim"))/\(name("test")), \(name("normalisation")): \(name("subject")), \(name("task"))"
    case .ratio:
      return
        "Fast over slow of \(name("statistic")), \(name("projection")): \(name("model")), \(name("task"))"
    case .mad: return "MAD of \(name("statistic")), \(name("projection")): \(place)"
    case .curve: return "Curve of \(name("statistic")), \(name("projection")): \(place)"
    case .condition: return place
    }
  }

  private var place: String {
    let aside = name(of: "relevance") == "irrelevant" ? ["irrelevant"] : []
    return (["model", "task", "style"].compactMap { self.name(of: $0) } + aside).joined(separator: ", ")
  }
}

extension StudyDifference {
  /// The difference in a sentence or two.
  package var summary: String {
    if isEmpty { return "Nothing differs" + roundingWords + "." }
    let curvesElse = curves.count - curvesBeyond.count
    let numbersElse = numbers.count - numbersBeyond.count
    let counted = [
      (conditions.appeared.count, "condition", "appeared"), (conditions.gone.count, "condition", "gone"),
      (counts.count, "condition", "with other samples"),
    ].filter { $0.0 > 0 }.map { "\(NumberText.count($0.0, $0.1)) \($0.2)" }
    let parts =
      [
        "\(NumberText.count(verdicts.count, "verdict")) changed",
        "\(NumberText.count(numbersBeyond.count, "number")) and \(NumberText.count(curvesBeyond.count, "curve")) changed "
          + "beyond their intervals",
        "\(NumberText.count(numbersElse, "number")) and \(NumberText.count(curvesElse, "curve")) otherwise",
      ] + counted
    return parts.joined(separator: "; ") + roundingWords + "."
  }

  private var roundingWords: String {
    ignoresRounding ? ", beside what rounding explains: one side is a compact store" : ""
  }
}
