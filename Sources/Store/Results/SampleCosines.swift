import Gradients

/// The cosines between the gradients of one sample.
package struct SampleCosines: Sendable, Equatable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Decoder layers of the model.
  package let layerCount: Int
  private let tables: [CosineTable]

  /// Takes the cosines of the sample at `index` of its data file, whose model has `layerCount` layers.
  package init(index: Int, layerCount: Int, cosines: [GradientCosine]) {
    self.init(
      index: index, layerCount: layerCount,
      tables: CosineTable.tables(of: cosines, layerCount: layerCount))
  }

  init(index: Int, layerCount: Int, tables: [CosineTable]) {
    self.index = index
    self.layerCount = layerCount
    self.tables = tables.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Of one projection in two layers, in either order: 1 with itself, nil where it is not known.
  package func between(_ projection: Projection, layers first: Int, _ second: Int) -> Double? {
    guard let table = table(projection, projection), range.contains(first), range.contains(second) else {
      return nil
    }
    return first == second ? 1 : table.cosine(min(first, second), max(first, second), of: layerCount)
  }

  /// Of two projections in one layer, given in the order of the forward pass: q with o, k with v. Nil where it is not
  /// known, as of gradients of unequal shape.
  package func inside(_ first: Projection, _ second: Projection, layer: Int) -> Double? {
    guard first != second, range.contains(layer) else { return nil }
    return table(first, second)?.cosine(layer, layer, of: layerCount)
  }

  private var range: Range<Int> { 0..<layerCount }

  private func table(_ first: Projection, _ second: Projection) -> CosineTable? {
    tables.first { $0.first == first && $0.second == second }
  }
}
