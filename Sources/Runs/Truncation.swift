import Gradients
import Store
import Studies
import Support

/// What cutting texts to the longest length did to samples.
package struct Truncation: Sendable, Equatable {
  /// Samples that were looked at.
  package private(set) var samples = 0
  /// Those of them whose texts were cut.
  package private(set) var cut = 0
  /// Those of which it is not known.
  package private(set) var unknown = 0
  /// What a reader of the results must know, model by model.
  package private(set) var warnings: [TruncationWarning] = []

  /// No samples.
  package init() {}

  /// Counts samples of one model, condition by condition.
  init(_ conditions: [CutCondition], of subject: String, maxLength: Int) {
    for condition in conditions {
      samples += condition.samples.count
      cut += condition.samples.values.count { $0.cutCount ?? 0 > 0 }
      unknown += condition.samples.values.count { $0.cutCount == nil }
    }
    func name(_ condition: CutCondition) -> String {
      condition.name.map { "\(subject), \($0.words)" } ?? subject
    }
    warnings = conditions.filter(\.isAllCut).map {
      .allCut(name($0), samples: $0.samples.count, maxLength: maxLength)
    }
    for (number, condition) in conditions.enumerated() {
      for other in conditions.prefix(number) where condition.equals(other) {
        warnings.append(
          .equal(
            name(condition), other.name?.words ?? "", samples: condition.samples.count, maxLength: maxLength))
      }
    }
  }

  /// The samples of both, those of `right` behind.
  static func + (left: Truncation, right: Truncation) -> Truncation {
    var sum = left
    sum.samples += right.samples
    sum.cut += right.cut
    sum.unknown += right.unknown
    sum.warnings += right.warnings
    return sum
  }

  /// A line for people; nil when nothing was cut and all is known.
  var text: String? {
    let known =
      cut == 0
      ? nil : "cut \(NumberText.count(cut)) of \(NumberText.count(samples, "sample")) to the longest length"
    let rest = unknown == 0 ? nil : "not known whether \(NumberText.count(unknown, "sample")) were cut"
    let parts = [known, rest].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

/// A condition that cutting has made useless, or nearly so.
package enum TruncationWarning: Sendable, Equatable, CustomStringConvertible {
  /// The texts of all samples were cut, so that no response is whole.
  case allCut(String, samples: Int, maxLength: Int)
  /// What is left of the texts is what is left of those of another condition.
  case equal(String, String, samples: Int, maxLength: Int)

  /// What was found and how to mend it.
  package var description: String {
    switch self {
    case .allCut(let name, let samples, let maxLength):
      "\(name): every response is cut (\(NumberText.count(samples, "sample")), max_length \(maxLength)); what it shows is the "
        + "beginning of responses. \(Self.mend)"
    case .equal(let name, let other, let samples, let maxLength):
      "\(name): equals \(other) after cutting (\(NumberText.count(samples, "sample")), max_length \(maxLength)), so their "
        + "numbers are the same. \(Self.mend)"
    }
  }

  private static let mend = "Raise `max_length` for whole responses."
}

/// The samples of a condition, as far as cutting goes.
struct CutCondition {
  /// Nil for the samples of a data file alone.
  let name: Condition?
  /// The samples by their positions.
  let samples: [Int: CutSample]

  /// Whether there are samples and the texts of all of them were cut.
  var isAllCut: Bool { !samples.isEmpty && samples.values.allSatisfy { $0.cutCount ?? 0 > 0 } }

  /// Whether cutting has made the samples those of `other`, which has the same instructions.
  func equals(_ other: CutCondition) -> Bool {
    guard let name, let otherName = other.name, name.task == otherName.task,
      name.style.pairing == otherName.style.pairing, !samples.isEmpty, samples.count == other.samples.count,
      (samples.values.contains { $0.cutCount ?? 0 > 0 })
    else { return false }
    return samples.allSatisfy { position, sample in other.samples[position]?.identity == sample.identity }
  }
}

extension CutSample {
  /// A sample that is to be computed.
  init(_ tokens: LabelledTokens) {
    var hasher = ContentHasher()
    hasher.update(field: tokens.labelled.lowerBound)
    tokens.ids.withUnsafeBytes { hasher.update($0) }
    self.init(cutCount: tokens.cutCount, identity: hasher.finish())
  }
}
