import Analysis
import OrderedCollections

/// Everything of a study's results that is compared, as plain values: from a store or from the downloads of a site.
package struct StudySnapshot: Sendable, Equatable {
  /// The study's id.
  package var name: String
  /// Whether the numbers come from a compact store, which rounds them.
  package var isRounded = false
  /// Whether the numbers come from the files of a site, which round them to nine digits.
  package var isOfSite = false
  /// Samples of every model under every condition that has results.
  package var conditions: OrderedDictionary<Quantity, SampleCounts> = [:]
  /// The verdict of every test of a claim, in words.
  package var verdicts: OrderedDictionary<Quantity, String> = [:]
  /// Effects, ratios and MADs.
  package var numbers: OrderedDictionary<Quantity, Estimate> = [:]
  /// Every curve.
  package var curves: OrderedDictionary<Quantity, Curve> = [:]

  /// The snapshot of a study without results.
  package init(name: String) { self.name = name }
}

/// How many samples a condition has.
package struct SampleCounts: Sendable, Hashable {
  /// Samples with gradients.
  package let computed: Int
  /// Samples without a gradient, for one reason or another.
  package let skipped: Int
  /// Samples that are still to be computed.
  package let missing: Int

  package init(computed: Int, skipped: Int, missing: Int) {
    self.computed = computed
    self.skipped = skipped
    self.missing = missing
  }
}

/// A number with its 95 % interval, where it has one, and what it is made from.
package struct Estimate: Sendable, Equatable {
  package let value: Double
  package let interval: Interval?
  /// Samples, pairs or instructions.
  package let sampleCount: Int

  package init(_ value: Double, _ interval: Interval?, sampleCount: Int) {
    self.value = value
    self.interval = interval
    self.sampleCount = sampleCount
  }
}
