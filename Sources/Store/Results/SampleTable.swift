/// One statistic of one projection for every computed sample of a condition: `[samples × layers]`.
package struct SampleTable: Sendable, Equatable {
  /// Position of each row's sample in the data file, ascending: rows of equal index in two
  /// conditions of one task are *paired* (the same instruction).
  package let sampleIndices: [Int]
  /// Columns of the table: the decoder layers, from the embedding up; for cosines, pairs of layers.
  package let layerCount: Int
  /// Row-major `[samples × layers]`. Imported statistics may hold non-finite values.
  package let values: [Double]

  /// Makes a table; `values.count` must be `sampleIndices.count * layerCount`.
  package init(sampleIndices: [Int], layerCount: Int, values: [Double]) {
    precondition(values.count == sampleIndices.count * layerCount, "a table needs samples × layers values")
    self.sampleIndices = sampleIndices
    self.layerCount = layerCount
    self.values = values
  }

  /// The layers of the row at `row`, which counts from 0 and is not the sample's index.
  package func row(_ row: Int) -> ArraySlice<Double> {
    values[row * layerCount..<(row + 1) * layerCount]
  }
}
