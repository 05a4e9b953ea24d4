import Gradients

/// The cosines of one sample between two projections, laid out densely.
///
/// A projection with itself has every pair of layers: the rows of the upper triangle without its diagonal, one
/// after the other. Two projections have one cosine a layer, from the lowest. A pair that is not known is NaN.
struct CosineTable: Sendable, Equatable {
  let first: Projection
  let second: Projection
  private(set) var values: [Double]

  private struct Pair: Hashable {
    let first: Projection
    let second: Projection
  }

  /// All of `cosines` of a model of `layerCount` layers, in the order in which their projections appear.
  static func tables(of cosines: [GradientCosine], layerCount: Int) -> [CosineTable] {
    var tables: [CosineTable] = []
    var positions: [Pair: Int] = [:]
    for cosine in cosines {
      let pair = Pair(first: cosine.first.projection, second: cosine.second.projection)
      let position = positions[pair] ?? tables.count
      if position == tables.count {
        positions[pair] = position
        tables.append(CosineTable(pair.first, pair.second, layerCount: layerCount))
      }
      let place = tables[position].place(cosine.first.layer, cosine.second.layer, of: layerCount)
      tables[position].values[place] = cosine.value
    }
    return tables
  }

  private init(_ first: Projection, _ second: Projection, layerCount: Int) {
    self.first = first
    self.second = second
    values = Array(repeating: .nan, count: Self.count(first, second, layerCount: layerCount))
  }

  private static func count(_ first: Projection, _ second: Projection, layerCount: Int) -> Int {
    first == second ? layerCount * (layerCount - 1) / 2 : layerCount
  }

  /// A table read back.
  init(_ first: Projection, _ second: Projection, values: [Double]) {
    self.first = first
    self.second = second
    self.values = values
  }

  /// The cosine of `first` in layer `row` with `second` in layer `column`, which is not below; nil when not known.
  func cosine(_ row: Int, _ column: Int, of layerCount: Int) -> Double? {
    let value = values[place(row, column, of: layerCount)]
    return value.isNaN ? nil : value
  }

  /// Whether the table is of a model of `layerCount` layers.
  func fits(layerCount: Int) -> Bool { values.count == Self.count(first, second, layerCount: layerCount) }

  /// The cosines of a model of `layerCount` layers; nil when the table is of another model.
  func cosines(layerCount: Int) -> [GradientCosine]? {
    guard fits(layerCount: layerCount) else { return nil }
    return (0..<layerCount).flatMap { row in
      (first == second ? row + 1..<layerCount : row..<row + 1).compactMap { column in
        cosine(row, column, of: layerCount).map {
          GradientCosine(
            .init(layer: row, projection: first), .init(layer: column, projection: second), value: $0)
        }
      }
    }
  }

  private func place(_ row: Int, _ column: Int, of layerCount: Int) -> Int {
    first == second ? row * (2 * layerCount - row - 1) / 2 + column - row - 1 : row
  }
}
