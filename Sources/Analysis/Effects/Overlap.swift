import Numerics
import Support

/// Where the lengths and losses of two conditions overlap, and which samples lie there.
struct Overlap {
  /// For each condition, whether each of its samples lies in the overlap.
  let members: [[Bool]]
  /// For each condition and sample, the covariates that vary, as logarithms.
  let covariates: [[[Double]]]
  /// The middle of the overlap, for each covariate that varies.
  let point: [Double]

  /// A covariate with its name and its unit.
  private struct Covariate {
    let name: String
    let values: [[Double]]
    let write: (Double) -> String
  }

  /// - Throws: the reason why there is none.
  init(_ conditions: [ComparedSamples], names: [String]) throws(MatchedCurves.Failure) {
    let all = try Self.covariates(of: conditions)
    var members = conditions.map { Array(repeating: true, count: $0.indices.count) }
    var ranges: [(Double, Double)] = []
    for covariate in all {
      let ends = covariate.values.map { values -> (Double, Double) in
        let sorted = values.sorted()
        return (sorted.quantile(0.05), sorted.quantile(0.95))
      }
      let range = (max(ends[0].0, ends[1].0), min(ends[0].1, ends[1].1))
      guard range.0 <= range.1 else {
        throw .init(reason: Self.words(of: covariate.name, names, ends, covariate.write))
      }
      ranges.append(range)
      for (number, values) in covariate.values.enumerated() {
        for (place, value) in values.enumerated() where value < range.0 || value > range.1 {
          members[number][place] = false
        }
      }
    }
    let counts = members.map { $0.count { $0 } }
    guard counts.allSatisfy({ $0 >= MatchedCurves.leastSamples }) else {
      throw .init(
        reason:
          "only \(counts[0]) \(names[0]) and \(counts[1]) \(names[1]) responses have lengths and losses that both "
          + "have, and \(MatchedCurves.leastSamples) of each are needed")
    }
    let varies = all.map { covariate in
      zip(covariate.values, members).allSatisfy { values, members in
        let inside = zip(values, members).filter(\.1).map(\.0)
        return inside.contains { $0 != inside[0] }
      }
    }
    let used = all.indices.filter { varies[$0] }
    self.members = members
    point = used.map { (ranges[$0].0 + ranges[$0].1) / 2 }
    covariates = conditions.indices.map { number in
      conditions[number].indices.indices.map { row in used.map { all[$0].values[number][row] } }
    }
  }

  private static func covariates(
    of conditions: [ComparedSamples]
  ) throws(MatchedCurves.Failure) -> [Covariate] {
    guard conditions.allSatisfy({ !$0.indices.isEmpty }) else { throw .init(reason: "there is no sample") }
    guard conditions.allSatisfy({ $0.lengths.allSatisfy { ($0 ?? 0) > 0 } }) else {
      throw .init(reason: "the lengths of responses are not known, as of imported statistics")
    }
    guard conditions.allSatisfy({ $0.losses.allSatisfy { $0 > 0 } }) else {
      throw .init(reason: "a sample has a loss of zero, which has no logarithm")
    }
    return [
      Covariate(
        name: "labelled tokens",
        values: conditions.map { $0.lengths.map { .log(Double($0 ?? 1)) } },
        write: { NumberText.whole(Int(Double.exp($0).rounded())) }),
      Covariate(
        name: "loss", values: conditions.map { $0.losses.map { .log($0) } },
        write: { NumberText.significant(.exp($0), digits: 2) }),
    ]
  }

  private static func words(
    of name: String, _ names: [String], _ ends: [(Double, Double)], _ write: (Double) -> String
  ) -> String {
    let ranges = zip(names, ends).map { "\(write($1.0)) to \(write($1.1)) in \($0) responses" }
    return "no overlap of \(name): \(ranges.joined(separator: ", ")) (5 % to 95 %)"
  }
}
