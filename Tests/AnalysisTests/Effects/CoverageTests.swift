import Analysis
import Dispatch
import Foundation
import Support
import Synchronization
import Testing

/// How often the 95 % intervals that are shown hold the truth, on data whose truth is known: promised are 93 to 97 % for
/// normal, skewed and heavy-tailed data of 30 to 500 samples.
///
/// Of 1000 data sets the share has a standard error of 0.7 %, and so some leeway below is in the promise itself; the seed is
/// fixed. `STRATA_COVERAGE=1` prints the table of the module's README. Only optimised builds run it, for others take an hour.
@Suite(.enabled(if: Simulation.isOptimised, "simulations need an optimised build"), .serialized)
struct CoverageTests {
  /// Ratios of levels, paired: what claims 1, 3 and 5 rest on.
  @Test(arguments: DataKind.allCases, [30, 100, 500])
  func ratios(kind: DataKind, count: Int) {
    check("ratio of levels", kind, count) { random in
      let rows = (0..<count).map { _ in
        let shared = random.normal()
        return (0..<2).map { side in [(side == 0 ? 1.5 : 1) * kind.value(shared, &random)] }
      }
      let shape = CurveShape(projections: 1, layers: 1)
      let number = Self.compared(rows, shape) { shape.logLevel($0[0]) - shape.logLevel($0[1]) }
      return (EffectIntervals(number)?.shown, log(1.5))
    }
  }

  /// Ratios of MADs, paired, where at most ``Noise/mostShare`` of them is noise: claims 2 and 3.
  @Test(arguments: DataKind.allCases, [30, 100, 500])
  func ratiosOfMADs(kind: DataKind, count: Int) {
    let shape = CurveShape(projections: 1, layers: 8)
    let curves = [(3.0, 1.7), (2.0, 1.2)].map { height, step in
      (0..<8).map { layer in 6 + height * sin(Double(layer) * step) }
    }
    let truth = shape.logMAD(curves[0], in: .all) - shape.logMAD(curves[1], in: .all)
    let mean = kind.mean
    check("ratio of MADs", kind, count) { random in
      let rows = (0..<count).map { _ in
        let shared = random.normal()
        return curves.map { curve in
          let level = kind.value(shared, &random) / mean
          return curve.map { $0 * level * exp(0.15 * random.normal() - 0.01125) }
        }
      }
      let noises = (0..<2).compactMap { side in FoldedNoise(madOf: rows.map { $0[side] })?.share }
      guard noises.allSatisfy({ $0 <= Noise.mostShare }) else { return nil }
      let number = Self.compared(rows, shape) {
        shape.logMAD($0[0], in: .all) - shape.logMAD($0[1], in: .all)
      }
      return (EffectIntervals(number)?.shown, truth)
    }
  }

  /// RD, where correct and irrelevant responses differ: claim 4.
  @Test(arguments: DataKind.allCases, [30, 100, 500])
  func relativeDifferences(kind: DataKind, count: Int) {
    let shape = CurveShape(projections: 1, layers: 6)
    let mean = kind.mean
    check("RD", kind, count) { random in
      let rows = (0..<count).map { _ in
        let shared = random.normal()
        return [1.0, 1.8].map { level in
          let height = level * kind.value(shared, &random) / mean
          return (0..<6).map { _ in height * exp(0.15 * random.normal() - 0.01125) }
        }
      }
      let number = Self.compared(rows, shape) { shape.relativeDifference($0[0], $0[1]) }
      return (EffectIntervals(number)?.shown, 0.8)
    }
  }

  /// Ratios of levels of groups that are not paired: claim 5 on popularity.
  @Test(arguments: DataKind.allCases, [30, 100])
  func unpairedRatios(kind: DataKind, count: Int) {
    check("ratio of levels, unpaired", kind, count) { random in
      let groups = (0..<2).map { side in
        (0..<count).map { _ in [(side == 0 ? 1.5 : 1) * kind.value(random.normal(), &random)] }
      }
      let number = Self.unpaired(groups)
      return (number.flatMap { EffectIntervals($0)?.shown }, log(1.5))
    }
  }

  /// Of tests where nothing is to be found 5 % have a p of at most 0.05, give or take 0.7 %: more by the linear part of
  /// a ratio of MADs, as the README says.
  @Test(arguments: [(false, 30, 0.08), (false, 100, 0.065), (true, 30, 0.09), (true, 100, 0.08)])
  func pUnderTheNull(isMAD: Bool, count: Int, most: Double) {
    let shape = CurveShape(projections: 1, layers: 8)
    let curve = (0..<8).map { 6 + 3 * sin(Double($0) * 1.7) }
    let share = Simulation.share("p", .skewed, count) { random in
      let rows = (0..<count).map { _ in
        let shared = random.normal()
        return (0..<2).map { _ in
          let level = DataKind.skewed.value(shared, &random)
          return curve.map { $0 * level * exp(0.15 * random.normal()) }
        }
      }
      let number = Self.compared(rows, shape) { curves in
        isMAD
          ? shape.logMAD(curves[0], in: .all) - shape.logMAD(curves[1], in: .all)
          : shape.logLevel(curves[0]) - shape.logLevel(curves[1])
      }
      return number.pulls.flatMap { SignFlip.p($0) }.map { $0 <= 0.05 }
    }
    #expect(share > 0.03 && share < most, "\(share)")
  }

  /// AUC, of whatever data: only which of two is larger counts. Of 30 instructions it has 31 values, and coverage jumps
  /// from one to the next: 97.4 % for 0.9.
  @Test(arguments: [0.5, 0.7, 0.9], [30, 100, 500])
  func chances(chance: Double, count: Int) {
    check("AUC of \(chance)", nil, count, most: chance == 0.9 && count == 30 ? 0.985 : 0.97) { random in
      let wins = (0..<count).map { _ in random.uniform() < chance ? 1.0 : 0 }
      let auc = PairedChance(
        correct: wins, irrelevant: Array(repeating: 0.5, count: count), indices: Array(0..<count))
      return (auc.interval, chance)
    }
  }

  /// Means, such as those of cosines.
  @Test(arguments: DataKind.allCases, [30, 100, 500])
  func means(kind: DataKind, count: Int) {
    check("mean", kind, count) { random in
      var columns = SampleColumns(rowCount: count)
      let place = columns.add((0..<count).map { _ in [kind.value(random.normal(), &random)] })
      let number = Bootstrap.standard.resampled(columns) { [$0[place] / Double(count)] }[0]
      return (EffectIntervals(number)?.shown, kind.mean)
    }
  }

  /// A number of two conditions of the same instructions, whose curves stand in `rows`.
  private static func compared(
    _ rows: [[[Double]]], _ shape: CurveShape, _ number: ([[Double]]) -> Double
  ) -> Resampled {
    var columns = SampleColumns(rowCount: rows.count)
    let length = shape.projections * shape.layers
    let places = (0..<2).map { side in columns.add(rows.map { $0[side] }) }
    let count = Double(rows.count)
    return Bootstrap.standard.resampled(columns) { sums in
      [number(places.map { place in (0..<length).map { sums[place + $0] / count } })]
    }[0]
  }

  /// The ratio of the levels of two groups that share no instruction.
  private static func unpaired(_ groups: [[[Double]]]) -> Resampled? {
    let samples = groups.map { curves in
      ComparedSamples(
        indices: Array(curves.indices), losses: curves.map { _ in 1 }, lengths: curves.map { _ in nil },
        curves: curves, shape: CurveShape(projections: 1, layers: 1))
    }
    let found = CurveComparison(unpaired: samples, names: ["first", "second"]).resampled(by: .standard) {
      [log($0[0][0] / $0[1][0])]
    }
    return try? found[.raw]?.get().first
  }

  private func check(
    _ name: String, _ kind: DataKind?, _ count: Int, most: Double = 0.97,
    _ make: @escaping @Sendable (inout Simulation) -> (interval: Interval?, truth: Double)?
  ) {
    let share = Simulation.coverage(name, kind, count, make)
    #expect(share >= 0.93 && share <= most, "\(name), \(kind?.rawValue ?? "any"), \(count) samples")
  }
}

/// Data as gradients have them, positive, with a part that the responses to an instruction share.
enum DataKind: String, CaseIterable, Sendable {
  case normal, skewed
  case heavyTailed = "heavy-tailed"

  /// A value; `shared` is the standard normal part that conditions share.
  func value(_ shared: Double, _ random: inout Simulation) -> Double {
    switch self {
    case .normal: 10 + 1.2 * shared + 1.6 * random.normal()
    // A skewness of 2.3, more than that of an exponential variable.
    case .skewed: exp(0.36 * shared + 0.48 * random.normal())
    // Student's t with three degrees of freedom has no fourth moment.
    case .heavyTailed: 8 + 0.6 * shared + 0.8 * random.heavy()
    }
  }

  /// The mean of the values.
  var mean: Double {
    switch self {
    case .normal: 10
    case .skewed: exp(0.18)
    case .heavyTailed: 8
    }
  }
}

/// Random data of one simulation.
struct Simulation: Sendable {
  private var generator: SplitMix64

  mutating func uniform() -> Double { Double.random(in: .leastNonzeroMagnitude..<1, using: &generator) }

  /// A standard normal number, by Box and Muller (1958).
  mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

  /// A number of Student's t with three degrees of freedom.
  mutating func heavy() -> Double {
    let squares = (0..<3).reduce(0) { sum, _ in
      let z = normal()
      return sum + z * z
    }
    return normal() / (squares / 3).squareRoot()
  }

  static var isOptimised: Bool { !_isDebugAssertConfiguration() }

  /// The share of data sets whose interval holds the truth; what `make` leaves out does not count.
  static func coverage(
    _ name: String, _ kind: DataKind?, _ count: Int,
    _ make: @escaping @Sendable (inout Simulation) -> (interval: Interval?, truth: Double)?
  ) -> Double {
    share(name, kind, count) { random in
      make(&random).map { $0.interval?.contains($0.truth) == true }
    }
  }

  /// The share of 1000 data sets of which `make` says yes, among those of which it says anything.
  static func share(
    _ name: String, _ kind: DataKind?, _ count: Int, _ make: @escaping @Sendable (inout Simulation) -> Bool?
  ) -> Double {
    let counts = Mutex((yes: 0, all: 0))
    DispatchQueue.concurrentPerform(iterations: 1000) { set in
      let seed = "\(name) \(kind?.rawValue ?? "") \(count) \(set)".utf8.reduce(14_695_981_039_346_656_037) {
        ($0 ^ UInt64($1)) &* 1_099_511_628_211
      }
      var random = Simulation(generator: SplitMix64(seed: seed))
      guard let found = make(&random) else { return }
      counts.withLock {
        $0.all += 1
        if found { $0.yes += 1 }
      }
    }
    let (yes, all) = counts.withLock { ($0.yes, $0.all) }
    let share = Double(yes) / Double(max(all, 1))
    if ProcessInfo.processInfo.environment["STRATA_COVERAGE"] == "1" {
      let percent = String(format: "%.1f", 100 * share)
      print("| \(name) | \(kind?.rawValue ?? "any") | \(count) | \(all) | \(percent) |")
    }
    return share
  }
}
