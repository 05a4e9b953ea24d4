/// All singular values of one gradient of one sample.
public struct SampleSpectrum: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  public let index: Int
  /// The r = min(T, m, n) singular values, largest first.
  public let values: [Double]

  /// Makes a spectrum of the sample at `index` of its data file.
  public init(index: Int, values: [Double]) {
    self.index = index
    self.values = values
  }
}
