import Studies

/// A claim with its tests on a study.
package struct ClaimResult: Sendable, Equatable {
  package let claim: PaperClaim
  /// A cell for each test, task of its kind, and subject, in this order.
  package let cells: [ClaimCell]
  /// The tests that the study has no cell of, with the reason: nothing is left out in silence.
  package let absent: [AbsentTest]

  /// The verdict over all cells, see ``Verdict/combined(_:)``; tests that the study has no cell of are not tested either.
  package var verdict: Verdict {
    guard let reason = absent.first?.reason else { return .combined(cells) }
    if cells.isEmpty { return .notTested(reason) }
    let verdict = Verdict.combined(cells)
    return verdict == .supported ? .inconclusive : verdict
  }

  /// The claim as it would stand if there were one normalisation only.
  package func alone(under normalisation: Normalisation) -> ClaimResult {
    ClaimResult(claim: claim, cells: cells.map { $0.alone(under: normalisation) }, absent: absent)
  }

  /// The cells of one subject, one task or one test; all where nil.
  package func cells(subject: ClaimSubject? = nil, task: String? = nil, test: String? = nil) -> [ClaimCell] {
    cells.filter { cell in
      (subject.map { $0 == cell.subject } ?? true) && (task.map { $0 == cell.task } ?? true)
        && (test.map { $0 == cell.test.name } ?? true)
    }
  }

  /// The subjects of the cells, each once, in their order.
  package var subjects: [ClaimSubject] {
    cells.reduce(into: []) { if !$0.contains($1.subject) { $0.append($1.subject) } }
  }
}

/// A test that a study has nothing for.
package struct AbsentTest: Sendable, Equatable {
  package let test: ClaimTest
  /// The reason, in words that begin with a small letter and end without a full stop.
  package let reason: String

  /// Nil where `study` has what the test is of.
  init?(_ test: ClaimTest, in study: Study) {
    self.test = test
    if !study.tasks.contains(where: { test.tasks.contains($0.kind) }) {
      let kinds = TaskKind.allCases.filter(test.tasks.contains).map(\.rawValue)
      reason = "the study has no task of the kind \(kinds.joined(separator: " or "))"
    } else if ClaimSubject.all(in: study, test.subject).isEmpty {
      reason = "no instruct model of the study names its base model as its partner"
    } else {
      return nil
    }
  }
}

/// The claims of the papers, tested on a study, and the numbers that they and pages of it rest on.
package struct StudyClaims: Sendable, Equatable {
  /// Every claim, in the order of the papers.
  package let results: [ClaimResult]
  private let numbers: [ClaimUnit: [Measure: Outcomes]]

  /// Tests every claim on `numbers`.
  init(_ study: Study, _ numbers: [ClaimUnit: [Measure: Outcomes]]) {
    self.numbers = numbers
    results = PaperClaim.all.map { claim in
      let places = claim.tests.flatMap { test in
        study.tasks.filter { test.tasks.contains($0.kind) }.flatMap { task in
          ClaimSubject.all(in: study, test.subject).map { subject in
            let found = numbers[ClaimUnit(subject: subject, task: task.name)]?[test.measure]
            return (test: test, subject: subject, task: task.name, outcomes: found ?? Self.nothing)
          }
        }
      }
      let corrected = Self.corrected(places.map(\.outcomes))
      return ClaimResult(
        claim: claim,
        cells: zip(places, corrected).map { place, holm in
          ClaimCell(place.test, place.subject, task: place.task, place.outcomes, holm: holm)
        }, absent: claim.tests.compactMap { AbsentTest($0, in: study) })
    }
  }

  /// A number of a subject on a task under each normalisation; nil where it is not made of such.
  package func outcomes(_ measure: Measure, of subject: ClaimSubject, task: String) -> Outcomes? {
    numbers[ClaimUnit(subject: subject, task: task)]?[measure]
  }

  /// The result of the claim called `name`.
  package func result(_ name: String) -> ClaimResult? { results.first { $0.claim.name == name } }

  private static let nothing: Outcomes = Dictionary(
    uniqueKeysWithValues: Normalisation.allCases.map { ($0, .undefined("there are no samples to read")) })

  /// p of each of `all`, Holm-corrected among those under the same normalisation.
  private static func corrected(_ all: [Outcomes]) -> [[Normalisation: Double]] {
    var corrected = all.map { _ in [Normalisation: Double]() }
    for normalisation in Normalisation.allCases {
      let known = all.indices.compactMap { place in
        all[place][normalisation]?.effect?.p.map { (place: place, p: $0) }
      }
      for (item, p) in zip(known, Holm.adjusted(known.map(\.p))) { corrected[item.place][normalisation] = p }
    }
    return corrected
  }
}

/// A subject on a task: what numbers are made of together.
struct ClaimUnit: Sendable, Hashable {
  let subject: ClaimSubject
  let task: String

  /// Every unit of a study.
  static func all(in study: Study) -> [ClaimUnit] {
    study.tasks.flatMap { task in
      [ClaimSubject.Kind.model, .pair, .all].flatMap { ClaimSubject.all(in: study, $0) }
        .map { ClaimUnit(subject: $0, task: task.name) }
    }
  }
}

extension ClaimSubject {
  /// Every subject of a kind, in the order of the study.
  package static func all(in study: Study, _ kind: Kind) -> [ClaimSubject] {
    switch kind {
    case .model: study.models.map { .model($0.name) }
    case .pair: ModelPair.all(in: study).map { .pair(base: $0.base.name, instruct: $0.instruct.name) }
    case .all: [.all]
    }
  }
}
