import Store
import Studies

/// A table from its rows, with the indices 0, 1, 2 … unless given.
func table(_ rows: [[Double]], indices: [Int]? = nil) -> SampleTable {
  SampleTable(
    sampleIndices: indices ?? Array(rows.indices), layerCount: rows.first?.count ?? 0,
    values: rows.flatMap(\.self))
}
