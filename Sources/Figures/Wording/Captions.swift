import Analysis
import Gradients
import Studies
import Support

/// Sentences that captions share.
package enum Captions {
  /// Says what the letters of the projections stand for; those that were computed.
  static func projections(_ projections: [Projection]) -> String {
    projections.map(\.phrase).joined(separator: ", ")
  }

  /// The longest count of samples by style that stands in the lead of a caption, in words.
  static let mostCountWords = 10

  /// Says that bands of `curves` are cut, all of statistics that cannot be below zero if `isNonNegative` says so; nil when
  /// none is.
  static func cutBands(_ curves: [Curve], isNonNegative: Bool = true) -> String? {
    isNonNegative && curves.contains { $0.intervals.contains { $0.lower < 0 } }
      ? "Bands that reach below 0, as few samples make them, are cut there." : nil
  }

  /// Says how it is told that an axis of `statistics` does not begin at zero; nil where all do, or none could.
  static func zero(_ statistics: [Statistic]) -> String? {
    statistics.contains { $0.isNonNegative && !$0.startsAtZero }
      ? "A zigzag at the foot of a panel says that its axis does not begin at 0." : nil
  }

  /// Says what the bands of `curves` are; a single sample has none.
  static func bands(_ curves: [Curve]) -> String {
    let without = curves.count { $0.intervals.isEmpty }
    let outlined = curves.count { !$0.intervals.isEmpty && CurveMarks.isOutlined($0) }
    let areAll = outlined + without == curves.count
    let bands = outlined == 0 ? "Bands" : areAll ? "Thin lines" : "Bands and thin lines"
    let meaning = "\(bands) are 95 % Student t intervals of the means."
    if without == 0 { return meaning }
    return without == curves.count
      ? "There are no bands, since one sample gives no interval."
      : "\(meaning) Where n = 1 there is no interval and no band."
  }

  /// Says how many samples stand behind curves, by style: “n = 100 (None), 99 (Detailed)”, or “n = 100” when
  /// all are equal.
  static func counts(_ entries: [(label: String, curves: [Curve])]) -> String {
    let texts = entries.map { (label: $0.label, text: range($0.curves.map(\.sampleCount))) }
    guard let first = texts.first else { return "" }
    if texts.allSatisfy({ $0.text == first.text }) { return "n = \(first.text)." }
    return "n = " + texts.map { "\($0.text) (\($0.label))" }.joined(separator: ", ") + "."
  }

  /// Says how many samples had to be left out of curves, nil when none was.
  static func leftOut(_ curves: [Curve]) -> String? { leftOut(curves.map(\.leftOut)) }

  /// Says how many samples were left out at most, of their `counts` at each place; nil when none was.
  static func leftOut(_ counts: [Int]) -> String? {
    let most = counts.max() ?? 0
    return most == 0
      ? nil : "Up to \(NumberText.subject(most, "sample")) left out for values that are not finite."
  }

  /// Says what had to be left out of the curves of `statistic` that levels, and so ratios, are made from.
  package static func leftOut(
    _ statistic: Statistic, of projections: [Projection]?, in conditions: [ConditionAnalysis]
  ) -> String? {
    let computed = conditions.filter { $0.coverage.computed > 0 }
    let some = leftOut(
      computed.flatMap { condition in
        (projections ?? condition.projections).compactMap { condition.curve(statistic, of: $0) }
      })
    let gone = Projection.allCases.filter { projection in
      projections?.contains(projection) != false
        && computed.contains {
          $0.projections.contains(projection) && $0.curve(statistic, of: projection) == nil
        }
    }
    let all =
      gone.isEmpty
      ? nil
      : "Some conditions have no finite sample in \(gone.map(\.label).joined(separator: ", "))."
    let sentences = [some, all].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// Says how relative differences read curves that are zero somewhere; nil when none is.
  package static func zeros(_ curves: [Curve]) -> String? {
    curves.contains { $0.means.contains(0) }
      ? "Where a curve of correct responses is 0, it is read as 10⁻¹⁰: two zeros count as a difference of 1."
      : nil
  }

  /// Says what conditions lack: samples that had to be skipped, such as are not computed yet, and texts that were cut; nil
  /// when nothing.
  package static func coverage(_ conditions: [ConditionAnalysis]) -> String? {
    let skipped = conditions.flatMap(\.coverage.skipped.values).reduce(0, +)
    let missing = conditions.map(\.coverage.missing).reduce(0, +)
    let sentences = [
      skipped == 0
        ? nil
        : "\(NumberText.subject(skipped, "sample")) skipped for want of a finite gradient or a label.",
      missing == 0 ? nil : "Not finished: \(NumberText.subject(missing, "sample")) still to be computed.",
      truncation(conditions),
    ].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// Says how many things of a kind there are at each place: “n = 1 sample”, “n = 99 to 100 samples”.
  package static func counts(_ counts: [Int], _ noun: String) -> String {
    let isOne = counts.allSatisfy { $0 == 1 } && !counts.isEmpty
    return "n = \(range(counts)) \(noun)\(isOne ? "" : "s")"
  }

  /// “100”, or “99 to 100” where they differ.
  static func range(_ counts: [Int]) -> String {
    guard let least = counts.min(), let most = counts.max() else { return "0" }
    return least == most
      ? NumberText.whole(least) : "\(NumberText.whole(least)) to \(NumberText.whole(most))"
  }
}
