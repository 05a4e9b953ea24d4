import Support

/// A random choice of a condition's samples: the same choice for the same seed, on every machine.
///
/// The outputs of SplitMix64 for the seed, one after the other, are the keys of the positions of a data file, and the positions
/// with the least keys are chosen. So conditions with equally many records have the same instructions chosen, and a larger
/// count keeps the choice and adds to it.
package struct Sampling: Sendable, Equatable {
  /// Samples of every condition; all where a data file has fewer.
  package let count: Int
  /// The seed, from 0.
  package let seed: Int

  /// Makes a choice of `count` samples.
  package init(count: Int, seed: Int) {
    precondition(count > 0 && seed >= 0, "a choice has a sample and a seed from 0")
    self.count = count
    self.seed = seed
  }

  /// The positions that are chosen among `positions`, which must be ascending; ascending themselves.
  package func choice(among positions: some BidirectionalCollection<Int>) -> [Int] {
    var generator = SplitMix64(seed: UInt64(seed))
    let keys = (0..<(positions.last ?? -1) + 1).map { _ in generator.next() }
    return positions.sorted { (keys[$0], $0) < (keys[$1], $1) }.prefix(count).sorted()
  }
}

/// Samples of a data file that a study asks for, by their positions.
package enum SampleSelection: Sendable, Equatable {
  /// The first so many.
  case first(Int)
  /// Those at these positions, ascending, which were chosen with a seed.
  case random([Int], seed: Int)
  /// Those at these positions, ascending, since there are no others: imported lines may say positions with gaps.
  case listed([Int])

  /// Samples of the selection.
  package var count: Int {
    switch self {
    case .first(let count): count
    case .random(let positions, _), .listed(let positions): positions.count
    }
  }

  /// Their positions, ascending.
  package var positions: [Int] {
    switch self {
    case .first(let count): Array(0..<count)
    case .random(let positions, _), .listed(let positions): positions
    }
  }

  /// Counts those that belong to `shard`.
  package func count(in shard: Shard) -> Int {
    switch self {
    case .first(let count): shard.count(of: count)
    case .random(let positions, _), .listed(let positions): positions.count(where: shard.contains)
    }
  }

  /// The part that `settings` ask for of samples that are all there, as those of an import are.
  package func chosen(by settings: StudySettings) -> SampleSelection {
    guard let sampling = settings.sampling else { return narrowed(by: settings) ?? self }
    return .random(sampling.choice(among: positions), seed: sampling.seed)
  }

  /// The part of a former selection that `settings` ask for, where the data file is not there to choose from anew; nil when
  /// samples beyond it were chosen, so that it cannot be known.
  package func narrowed(by settings: StudySettings) -> SampleSelection? {
    switch (self, settings.sampling) {
    case (.first(let count), nil): .first(min(count, settings.samples ?? .max))
    case (.listed(let positions), nil): .listed(Array(positions.prefix(settings.samples ?? .max)))
    case (.random(let positions, let seed), let sampling?) where seed == sampling.seed:
      .random(sampling.choice(among: positions), seed: seed)
    default: nil
    }
  }
}

extension StudySettings {
  /// How many samples of a condition the study asks for; nil: all.
  package var samplesAskedFor: Int? { sampling?.count ?? samples }

  /// The samples to take of a data file of `count` records.
  package func selection(of count: Int) -> SampleSelection {
    guard let sampling else { return .first(min(count, samples ?? .max)) }
    return .random(sampling.choice(among: 0..<count), seed: sampling.seed)
  }
}

extension StudySettings {
  /// The samples that every condition has, in words.
  package var samplesInWords: String {
    if let sampling {
      return
        "\(NumberText.whole(sampling.count)) of every condition, chosen at random with the seed \(sampling.seed), the "
        + "same instructions in all conditions of a task"
    }
    return samples.map { "the first \(NumberText.whole($0)) of every condition" } ?? "all of every condition"
  }
}
