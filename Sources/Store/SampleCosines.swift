import Gradients
import Studies

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

/// The cosines that the store holds for one model under one condition.
package struct ConditionCosines: Sendable {
  /// The model's name in the study.
  package let model: String
  /// The condition that all samples share.
  package let condition: Condition
  /// Decoder layers of the model.
  package let layerCount: Int
  /// Computed samples that have cosines, ordered by their position in the data file.
  package let samples: [SampleCosines]

  /// Makes cosines of `samples`, all of one model with `layerCount` layers.
  package init(model: String, condition: Condition, layerCount: Int, samples: [SampleCosines]) {
    self.model = model
    self.condition = condition
    self.layerCount = layerCount
    self.samples = samples
  }

  /// `[samples × (layers − 1)]`: column i compares `projection` in layers i and i + 1. A cosine that is not known is
  /// NaN; nil when no sample knows one.
  package func adjacent(_ projection: Projection) -> SampleTable? {
    table(columns: max(layerCount - 1, 0)) { $0.between(projection, layers: $1, $1 + 1) }
  }

  /// `[samples × layers]`: two projections in the same layer, q with o or k with v. A cosine that is not known is NaN;
  /// nil when no sample knows one.
  package func inside(_ first: Projection, _ second: Projection) -> SampleTable? {
    table(columns: layerCount) { $0.inside(first, second, layer: $1) }
  }

  /// `[samples × layers·layers]`: the layer × layer matrix of every sample, row by row. A cosine that is not known is
  /// NaN; nil when no sample knows one beside the diagonal.
  package func matrices(_ projection: Projection) -> SampleTable? {
    guard adjacent(projection) != nil else { return nil }
    return table(columns: layerCount * layerCount) {
      $0.between(projection, layers: $1 / layerCount, $1 % layerCount)
    }
  }

  private func table(columns: Int, _ value: (SampleCosines, Int) -> Double?) -> SampleTable? {
    var values: [Double] = []
    values.reserveCapacity(samples.count * columns)
    for sample in samples {
      for column in 0..<columns { values.append(value(sample, column) ?? .nan) }
    }
    guard values.contains(where: { !$0.isNaN }) else { return nil }
    return SampleTable(sampleIndices: samples.map(\.index), layerCount: columns, values: values)
  }
}

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
