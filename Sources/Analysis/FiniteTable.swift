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
}
