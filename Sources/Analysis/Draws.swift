import Kernels
import Synchronization

/// The draws of a bootstrap from so many samples: how often each resample has each of them.
///
/// They depend on the bootstrap and the number of samples alone, so a study makes a handful of them and shares them.
struct Draws: Sendable {
  /// The resamples.
  let count: Int
  /// The samples that they are drawn from.
  let samples: Int
  /// How often a sample was drawn: `[group][sample][draw of the group]`, as ``SampleMatrix`` sums them.
  private let weights: [Double]

  /// Resamples of a group.
  static let together = Int(KERNELS_DRAWS)

  /// Draws for every resample of `bootstrap` from `count` samples.
  private init(_ bootstrap: Bootstrap, samples count: Int) {
    let groups = (bootstrap.resamples + Self.together - 1) / Self.together
    var weights = [Double](repeating: 0, count: groups * Self.together * count)
    var draw = 0
    bootstrap.forEachResample(of: count) { drawn in
      let start = draw / Self.together * Self.together * count + draw % Self.together
      for (place, weight) in drawn.enumerated() { weights[start + place * Self.together] = weight }
      draw += 1
      return true
    }
    self.count = bootstrap.resamples
    samples = count
    self.weights = weights
  }

  /// Calls `body` with the weights of the group that begins with the resample `index`, and of those behind it.
  func with<Result>(from index: Int, _ body: (UnsafePointer<Double>?) -> Result) -> Result {
    weights.withUnsafeBufferPointer { body($0.baseAddress.map { $0 + index * samples }) }
  }
}

extension Draws {
  private struct Key: Hashable {
    let resamples: Int
    let seed: UInt64
    let count: Int
  }

  private static let known = Mutex<[Key: Draws]>([:])
  /// Conditions of a study have as many samples as the others or a few less; draws from 500 samples take 4 MB.
  private static let mostKept = 16
  /// Numbers that may be kept for one number of samples: 100 MB.
  private static let largest = 8_000_000

  /// The draws of `bootstrap` from `count` samples; nil where they are too many to be kept.
  static func of(_ bootstrap: Bootstrap, samples count: Int) -> Draws? {
    guard count <= largest / bootstrap.resamples else { return nil }
    let key = Key(resamples: bootstrap.resamples, seed: bootstrap.seed, count: count)
    if let draws = known.withLock({ $0[key] }) { return draws }
    let draws = Draws(bootstrap, samples: count)
    known.withLock { known in
      if known.count >= mostKept { known.removeAll() }
      known[key] = draws
    }
    return draws
  }
}
