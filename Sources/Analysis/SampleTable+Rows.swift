import Store
import Studies

extension SampleTable {
  /// The rows whose values are all finite, ascending.
  package var finiteRows: [Int] {
    sampleIndices.indices.filter { row($0).allSatisfy(\.isFinite) }
  }
}
