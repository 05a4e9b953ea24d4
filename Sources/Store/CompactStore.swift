import Foundation
import Gradients
import Studies
import Support

/// A store that is small enough to be published with a study, written sample by sample and packed in the end.
///
/// It holds the statistics, extrema and cosines of every sample, rounded to ``significantBits``, and their losses as they are;
/// no spectra, no token shares and no text. It has a mark of its own, so that it is read like any store and never computed into
/// or merged: rounded numbers do not mix with others.
package final class CompactStore {
  /// Bits that are kept of a number, so that its relative error is at most 2⁻¹¹ = 4.9e-4: half of the last of three digits.
  package static let significantBits = 11

  private let target: URL
  private let draft: URL
  private let store: Store
  private var run: RunDescription?
  private var waiting: [StoredSample] = []

  /// Samples of a transaction.
  private static let batch = 256
  /// The level of zstd beyond which a store becomes hardly smaller.
  private static let level: Int32 = 19

  /// Begins a compact store, which is at `target` once it is finished.
  ///
  /// - Throws: `StoreError.store`.
  package init(at target: URL) throws {
    self.target = target
    draft = PackedStore.temporaryFile()
    store = try Store(at: draft, for: .build)
    try store.write { try StoreSchema.markCompact($0) }
  }

  deinit { try? FileManager.default.removeItem(at: draft) }

  /// Begins a run: the samples that are added belong to it.
  ///
  /// - Throws: `StoreError.store`.
  package func begin(_ planned: PlannedRun) throws {
    let run = planned.run.keeping(planned.run.configuration.extras.compact)
    try store.makeCurrent([
      PlannedRun(model: planned.model, facts: planned.facts, run: run, selection: planned.selection)
    ])
    self.run = run
  }

  /// Adds a sample to the run that was begun.
  ///
  /// - Throws: `StoreError.store`.
  package func add(_ sample: StoredSample) throws {
    waiting.append(sample.compact)
    if waiting.count >= Self.batch { try end() }
  }

  /// The run that was begun has no further sample.
  ///
  /// - Throws: `StoreError.store`.
  package func end() throws {
    guard let run else { preconditionFailure("a sample before its run") }
    try store.add(waiting, to: run)
    waiting = []
  }

  /// Packs the store and puts it in its place.
  ///
  /// - Throws: `StoreError.store` or `FileError.output`.
  package func finish() throws {
    try store.close()
    do {
      let packed = try Compression.packZstd(Data(contentsOf: draft), level: Self.level)
      try OutputFile.write(packed, to: target)
    } catch let error as FileError {
      throw error
    } catch {
      throw StoreError.store(draft.path, .inputOutput)
    }
  }
}

extension GradientOptions {
  /// What a compact store keeps of these.
  fileprivate var compact: GradientOptions { GradientOptions(extrema: extrema, cosines: cosines) }
}

extension StoredSample {
  /// The sample with rounded numbers and without what a compact store does not keep.
  fileprivate var compact: StoredSample {
    guard case .computed(let sample) = outcome else { return self }
    let gradients = sample.gradients.map { gradient in
      ProjectionGradient(
        layer: gradient.layer, projection: gradient.projection, summary: gradient.summary.rounded,
        extrema: gradient.extrema.map { $0.lowerBound.compact...$0.upperBound.compact })
    }
    let cosines = sample.cosines.map {
      GradientCosine($0.first, $0.second, value: $0.value.compact)
    }
    return StoredSample(
      key: key, tokenCount: tokenCount, labelCount: labelCount, cutCount: cutCount,
      outcome: .computed(SampleGradients(loss: sample.loss, gradients: gradients, cosines: cosines)))
  }
}

extension SpectrumSummary {
  fileprivate var rounded: SpectrumSummary {
    var summary = self
    for column in Statistic.columns { column.set(column.value(in: self).compact, in: &summary) }
    return summary
  }
}

extension Double {
  /// The nearest number of ``CompactStore/significantBits``; itself where there is none that is finite.
  fileprivate var compact: Double {
    let dropped = UInt64(Double.significandBitCount + 1 - CompactStore.significantBits)
    let half = UInt64(1) << (dropped - 1)
    guard isNormal else { return self }
    // A carry out of the significand goes into the exponent, which is the next power of two.
    let rounded = Double(bitPattern: ((bitPattern + half) >> dropped) << dropped)
    return rounded.isFinite ? rounded : self
  }
}
