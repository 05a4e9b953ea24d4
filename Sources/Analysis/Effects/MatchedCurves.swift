import Numerics

/// Curves of two conditions at equal length of the response and equal loss.
///
/// Of each projection and layer the logarithm of the statistic is regressed on the logarithms of the labelled tokens and of
/// the loss, with slopes that both conditions share and a level of its own for each (analysis of covariance, Cochran 1957),
/// within one model and task. The curve of a condition is read off at the middle of where the two overlap. Only samples
/// in the overlap take part: those between the larger of the two 5 % quantiles and the smaller of the two 95 % quantiles of
/// both covariates (trimming, as Crump and others 2009 advise). What does not vary there is no covariate.
///
/// Its limits: it takes the dependence for a power law that is the same in both conditions, it is of the samples in the
/// overlap and not of all, and length and loss may themselves be what makes a response fast or slow. Where fewer than
/// ``leastSamples`` of a condition lie in the overlap nothing is compared, since a regression would only extrapolate.
package struct MatchedCurves {
  /// Samples of each condition that must lie in the overlap.
  package static let leastSamples = 10

  private let sides: [Side]
  /// Point at which curves are read off: the middle of the overlap, for each covariate that varies.
  private let point: [Double]
  private let shape: CurveShape

  /// A condition's place in the columns: a count, covariates, their products, logarithms, and their products with
  /// covariates.
  private struct Side {
    let start: Int
  }

  /// The reason why two conditions cannot be matched.
  package struct Failure: Error, Equatable {
    package let reason: String
  }

  /// Adds what is needed of two conditions with that `overlap` to `columns`; `rows` say of each condition which of its
  /// samples stands in a row, nil for none.
  ///
  /// - Throws: the reason why they cannot be matched.
  init(
    _ first: ComparedSamples, _ second: ComparedSamples, _ overlap: Overlap, rows: [[Int?]],
    to columns: inout SampleColumns
  ) throws(Failure) {
    point = overlap.point
    shape = first.shape
    var sides: [Side] = []
    for (number, samples) in [first, second].enumerated() {
      let inside = zip(samples.curves, overlap.members[number]).filter(\.1).map(\.0)
      guard inside.allSatisfy({ $0.allSatisfy { $0 > 0 } }) else {
        throw Failure(reason: "a value of a sample is zero, which has no logarithm")
      }
      let covariates = overlap.covariates[number]
      let dimension = overlap.point.count
      let width = 1 + dimension + dimension * dimension + (1 + dimension) * (samples.curves.first?.count ?? 0)
      let nothing = [Double](repeating: 0, count: width)
      sides.append(
        Side(
          start: columns.add(
            rows[number].map { row in
              guard let row, overlap.members[number][row] else { return nothing }
              let x = covariates[row]
              let y = samples.curves[row].map { Double.log($0) }
              return [1] + x + x.flatMap { a in x.map { a * $0 } } + y + x.flatMap { a in y.map { a * $0 } }
            })))
    }
    self.sides = sides
  }

  /// The two matched curves of what was drawn; nil where the slopes cannot be told.
  func curves(_ sums: UnsafeMutableBufferPointer<Double>) -> [[Double]]? {
    guard let slopes = slopes(sums) else { return nil }
    let dimension = point.count
    let length = shape.projections * shape.layers
    return sides.map { side in
      let count = sums[side.start]
      let values = side.start + 1 + dimension + dimension * dimension
      return (0..<length).map { place in
        var level = sums[values + place] / count
        for a in 0..<dimension { level += slopes[a][place] * (point[a] - sums[side.start + 1 + a] / count) }
        return .exp(level)
      }
    }
  }

  /// The slopes of every projection and layer against each covariate, from the spread within conditions; nil where they
  /// cannot be told.
  func slopes(_ sums: UnsafeMutableBufferPointer<Double>) -> [[Double]]? {
    let dimension = point.count
    let length = shape.projections * shape.layers
    var products = [Double](repeating: 0, count: dimension * dimension)
    var moments = [[Double]](repeating: Array(repeating: 0, count: length), count: dimension)
    for side in sides {
      let sum = { (place: Int) in sums[side.start + place] }
      let count = sum(0)
      guard count > 0 else { return nil }
      let values = 1 + dimension + dimension * dimension
      for a in 0..<dimension {
        for b in 0..<dimension {
          products[a * dimension + b] +=
            sum(1 + dimension + a * dimension + b) - sum(1 + a) * sum(1 + b) / count
        }
        for place in 0..<length {
          moments[a][place] +=
            sum(values + (1 + a) * length + place) - sum(1 + a) * sum(values + place) / count
        }
      }
    }
    return Self.solve(products, moments)
  }

  /// Solves for at most two covariates; nil where they vary together or not at all.
  private static func solve(_ products: [Double], _ moments: [[Double]]) -> [[Double]]? {
    switch moments.count {
    case 0: return []
    case 1: return products[0] > 0 ? [moments[0].map { $0 / products[0] }] : nil
    default:
      let determinant = products[0] * products[3] - products[1] * products[2]
      // The share of a covariate's spread that the other does not explain; below it slopes are rounding.
      guard determinant > 1e-9 * products[0] * products[3] else { return nil }
      let first = zip(moments[0], moments[1]).map { (products[3] * $0 - products[1] * $1) / determinant }
      let second = zip(moments[0], moments[1]).map { (products[0] * $1 - products[2] * $0) / determinant }
      return [first, second]
    }
  }
}
