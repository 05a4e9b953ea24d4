/// All singular values of one gradient of one sample.
package struct SampleSpectrum: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// The r = min(T, m, n) singular values, largest first.
  package let values: [Double]

  /// Makes a spectrum of the sample at `index` of its data file.
  package init(index: Int, values: [Double]) {
    self.index = index
    self.values = values
  }
}
