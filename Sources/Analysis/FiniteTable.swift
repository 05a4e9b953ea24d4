import Store

/// The rows of a table that are finite in every layer, found once for all that is made from them.
struct FiniteTable {
  /// Positions of the rows' samples in the data file, ascending.
  let sampleIndices: [Int]
  /// Columns of the table.
  let layerCount: Int
  /// Row-major `[samples × layers]`, all finite.
  let values: [Double]
  /// Rows that were left out.
  let leftOut: Int

  init(_ table: SampleTable) {
    layerCount = table.layerCount
    guard !table.values.allSatisfy(\.isFinite) else {
      sampleIndices = table.sampleIndices
      values = table.values
      leftOut = 0
      return
    }
    let rows = table.finiteRows
    sampleIndices = rows.map { table.sampleIndices[$0] }
    values = rows.flatMap { table.row($0) }
    leftOut = table.sampleIndices.count - rows.count
  }

  private init(sampleIndices: [Int], layerCount: Int, values: [Double], leftOut: Int) {
    self.sampleIndices = sampleIndices
    self.layerCount = layerCount
    self.values = values
    self.leftOut = leftOut
  }

  /// The table with the list `known` for its samples where the two are the same, so that what is made of many tables of a
  /// condition holds one list.
  func sharing(_ known: inout [Int]) -> FiniteTable {
    guard sampleIndices == known else {
      known = sampleIndices
      return self
    }
    return FiniteTable(sampleIndices: known, layerCount: layerCount, values: values, leftOut: leftOut)
  }

  /// Rows of the table.
  var count: Int { sampleIndices.count }

  /// The mean of every row, added layer after layer. There must be a layer.
  var rowMeans: [Double] {
    [Double](unsafeUninitializedCapacity: count) { means, filled in
      values.withUnsafeBufferPointer { values in
        // Four rows side by side, so that no addition waits for the one before it.
        while filled + 4 <= count {
          var sums = SIMD4<Double>.zero
          let start = filled * layerCount
          for layer in start..<start + layerCount {
            sums += SIMD4(
              values[layer], values[layer + layerCount], values[layer + 2 * layerCount],
              values[layer + 3 * layerCount])
          }
          for row in 0..<4 { means.initializeElement(at: filled + row, to: sums[row] / Double(layerCount)) }
          filled += 4
        }
        while filled < count {
          let start = filled * layerCount
          let sum = values[start..<start + layerCount].reduce(0, +)
          means.initializeElement(at: filled, to: sum / Double(layerCount))
          filled += 1
        }
      }
    }
  }
}
