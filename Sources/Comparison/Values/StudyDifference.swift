import Analysis
import OrderedCollections

/// What two states of a study differ by: an old one and a new one.
///
/// A number has *changed beyond its interval* where each of the two values lies outside of the other's 95 % interval; where
/// one has no interval, the other's decides, and where none has, it is not judged. With the same samples on both sides that is
/// no chance; of two independent halves of the same samples it happens to one number in six.
package struct StudyDifference: Sendable, Equatable {
  /// What has appeared or gone.
  package struct Presence<Item: Sendable & Equatable>: Sendable, Equatable {
    package let appeared: [Item]
    package let gone: [Item]

    /// Compares what is there.
    init(_ old: [Item], _ new: [Item]) where Item: Hashable {
      let (olds, news) = (Set(old), Set(new))
      appeared = new.filter { !olds.contains($0) }
      gone = old.filter { !news.contains($0) }
    }

    package var isEmpty: Bool { appeared.isEmpty && gone.isEmpty }
  }

  /// A value that is another one now.
  package struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
    package let quantity: Quantity
    package let old: Value
    package let new: Value
  }

  /// The study's id on both sides.
  package let names: (old: String, new: String)
  /// Whether one side is rounded and the other is not, so that changes within ``rounding`` are not counted.
  package let ignoresRounding: Bool
  package let models: Presence<String>
  package let tasks: Presence<String>
  package let conditions: Presence<Quantity>
  /// Tests of claims.
  package let tests: Presence<Quantity>
  /// Conditions with other numbers of samples.
  package let counts: [Change<SampleCounts>]
  /// Verdicts of tests that both have.
  package let verdicts: [Change<String>]
  /// Effects, ratios and MADs that both have.
  package let numbers: [NumberChange]
  /// Curves that both have.
  package let curves: [CurveChange]

  /// The relative size of a change that rounding of a compact store explains, generously: it rounds samples by at most
  /// 4.9e-4, and what is made of them may take several times that.
  package static let rounding = 2e-3
  /// The same of the files of a site, whose nine digits are at most 5e-9 off.
  private static let siteRounding = 1e-8

  /// Compares two states.
  package init(from old: StudySnapshot, to new: StudySnapshot) {
    names = (old.name, new.name)
    ignoresRounding = old.isRounded != new.isRounded
    let tolerance =
      ignoresRounding ? Self.rounding : old.isOfSite != new.isOfSite ? Self.siteRounding : 0
    let names = { (snapshot: StudySnapshot, field: String) in
      Array(OrderedSet(snapshot.conditions.keys.compactMap { $0.name(of: field) }))
    }
    models = Presence(names(old, "model"), names(new, "model"))
    tasks = Presence(names(old, "task"), names(new, "task"))
    conditions = Presence(Array(old.conditions.keys), Array(new.conditions.keys))
    tests = Presence(Array(old.verdicts.keys), Array(new.verdicts.keys))
    counts = Self.changes(old.conditions, new.conditions)
    verdicts = Self.changes(old.verdicts, new.verdicts)
    numbers = new.numbers.compactMap { quantity, estimate in
      old.numbers[quantity].flatMap {
        NumberChange(quantity, from: $0, to: estimate, tolerance: tolerance, level: new.level(of: quantity))
      }
    }
    curves = new.curves.compactMap { quantity, curve in
      old.curves[quantity].flatMap { CurveChange(quantity, from: $0, to: curve, tolerance: tolerance) }
    }
  }

  private static func changes<Value: Sendable & Equatable>(
    _ old: OrderedDictionary<Quantity, Value>, _ new: OrderedDictionary<Quantity, Value>
  ) -> [Change<Value>] {
    new.compactMap { quantity, value in
      old[quantity].flatMap { $0 == value ? nil : Change(quantity: quantity, old: $0, new: value) }
    }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.names == right.names && left.ignoresRounding == right.ignoresRounding && left.models == right.models
      && left.tasks == right.tasks && left.conditions == right.conditions && left.tests == right.tests
      && left.counts == right.counts && left.verdicts == right.verdicts && left.numbers == right.numbers
      && left.curves == right.curves
  }
}

extension StudySnapshot {
  /// The level of the curve that a MAD is of: what its rounding is measured by. Zero for other numbers.
  fileprivate func level(of quantity: Quantity) -> Double {
    guard quantity.kind == .mad else { return 0 }
    return curves[Quantity(.curve, quantity.names)].map { abs($0.level) } ?? 0
  }
}

// What there is of it.
extension StudyDifference {
  /// Whether nothing differs.
  package var isEmpty: Bool {
    models.isEmpty && tasks.isEmpty && conditions.isEmpty && tests.isEmpty && counts.isEmpty
      && verdicts.isEmpty && numbers.isEmpty && curves.isEmpty
  }

  /// Numbers that changed beyond their intervals.
  package var numbersBeyond: [NumberChange] { numbers.filter { $0.extent == .beyond } }
  /// Curves that changed beyond their intervals in some layer.
  package var curvesBeyond: [CurveChange] { curves.filter { $0.extent == .beyond } }

  /// What a caller may call a failure, from what matters most to anything at all; each holds those before it.
  package enum Threshold: String, Sendable, CaseIterable {
    /// A verdict changed, or went.
    case verdict
    /// That, or a number or a curve beyond its interval, or a condition went.
    case interval
    /// Anything differs.
    case any
  }

  /// Whether it reaches a threshold.
  package func reaches(_ threshold: Threshold) -> Bool {
    switch threshold {
    case .verdict: !verdicts.isEmpty || !tests.gone.isEmpty
    case .interval:
      reaches(.verdict) || !numbersBeyond.isEmpty || !curvesBeyond.isEmpty || !conditions.gone.isEmpty
    case .any: !isEmpty
    }
  }
}
