import Store
import Studies

/// The singular values of one projection in one layer, by their index, over the samples of a condition.
///
/// Spectra are sorted and compared index by index. A sample with fewer values, because it has fewer tokens, has exact
/// zeros beyond its last, and so they count here.
package struct SpectrumProfile: Sendable, Equatable {
  /// The divisor of the singular values.
  package enum Scale: String, Sendable, CaseIterable {
    /// Nothing.
    case absolute
    /// The largest of the sample, so that only the form of the spectrum remains.
    case relative
  }

  /// The mean of σᵢ over samples, from i = 1.
  package let means: [Double]
  /// The median of σᵢ.
  package let medians: [Double]
  /// The 10 % quantile of σᵢ.
  package let lower: [Double]
  /// The 90 % quantile of σᵢ.
  package let upper: [Double]
  /// Samples whose own spectrum reaches as far as the index; the others count as 0.
  package let reaching: [Int]
  /// Samples that were averaged.
  package let sampleCount: Int
  /// Samples left out because a value is not finite or, on the relative scale, because all are zero.
  package let leftOut: Int

  /// Compares `spectra`, which must be sorted, largest first. Nil when none is left.
  package init?(_ spectra: [SampleSpectrum], scale: Scale = .absolute) {
    let usable = spectra.compactMap { SpectrumProfile.values(of: $0, scale: scale) }
    guard let length = usable.map(\.count).max(), length > 0 else { return nil }
    let columns = (0..<length).map { index in usable.map { index < $0.count ? $0[index] : 0 }.sorted() }
    means = columns.map(\.mean)
    medians = columns.map { $0.quantile(0.5) }
    lower = columns.map { $0.quantile(0.1) }
    upper = columns.map { $0.quantile(0.9) }
    reaching = (0..<length).map { index in usable.count { $0.count > index } }
    sampleCount = usable.count
    leftOut = spectra.count - usable.count
  }

  private static func values(of spectrum: SampleSpectrum, scale: Scale) -> [Double]? {
    let values = spectrum.values
    guard values.allSatisfy(\.isFinite) else { return nil }
    guard scale == .relative else { return values }
    guard let largest = values.first, largest > 0 else { return nil }
    return values.map { $0 / largest }
  }
}
