import Synchronization

/// The draws of a bootstrap from so many samples: which of them each resample has, and how often.
///
/// They depend on the bootstrap and the number of samples alone, so a study makes a handful of them and shares them.
struct Draws: Sendable {
  /// The place in `places` where the samples of each resample begin, and behind the last one's end.
  private let starts: [Int]
  /// The samples of each resample, ascending.
  private let places: [Int32]
  /// How often each of these was drawn.
  private let weights: [Double]

  /// Draws for every resample of `bootstrap` from `count` samples.
  private init(_ bootstrap: Bootstrap, samples count: Int) {
    var starts = [0]
    var places: [Int32] = []
    var weights: [Double] = []
    bootstrap.forEachResample(of: count) { drawn in
      for (place, weight) in drawn.enumerated() where weight > 0 {
        places.append(Int32(truncatingIfNeeded: place))
        weights.append(weight)
      }
      starts.append(places.count)
      return true
    }
    self.starts = starts
    self.places = places
    self.weights = weights
  }

  /// The resamples.
  var count: Int { starts.count - 1 }

  /// Calls `body` with the samples of the resample `index` and how often each was drawn.
  func with<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    let range = starts[index]..<starts[index + 1]
    return places.withUnsafeBufferPointer { places in
      weights.withUnsafeBufferPointer { weights in
        body(UnsafeBufferPointer(rebasing: places[range]), UnsafeBufferPointer(rebasing: weights[range]))
      }
    }
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
