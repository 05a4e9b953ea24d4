import Gradients
import JSON

/// Reads `cosine_sim` and `cosine_sim_qkvo` of a published line. NaN counts as not known.
struct CosineReader {
  let layerCount: Int
  let projections: [Projection]

  /// The cosines by their first and then their second place; none where the members are missing.
  ///
  /// - Throws: `LineProblem.member` when one is not laid out as published.
  func cosines(layers: JSONValue?, inside: JSONValue?) throws -> [GradientCosine] {
    let between = try layers.map(matrices) ?? []
    let within = try inside.map(pairs) ?? []
    return (between + within).filter { !$0.value.isNaN }.sorted {
      ($0.first, $0.second) < ($1.first, $1.second)
    }
  }

  private func matrices(_ value: JSONValue) throws -> [GradientCosine] {
    guard value.object != nil else { throw LineProblem.member("cosine_sim", expected: "an object") }
    return try projections.flatMap { projection -> [GradientCosine] in
      let name = CosineNames.name(of: projection)
      guard let entry = value[name] else { return [] }
      let rows = entry["matrix"]?.array.map {
        $0.map { $0.array.map { $0.compactMap(PublishedNumbers.number) } ?? [] }
      }
      guard let rows, rows.count == layerCount, rows.allSatisfy({ $0.count == layerCount }),
        entry["layer_indices"]?.array.map({ $0.map(\.int) }) == Array(0..<layerCount)
      else {
        throw LineProblem.member(
          "cosine_sim", expected: "a matrix of \(layerCount) × \(layerCount) numbers under `\(name)`")
      }
      return (0..<layerCount).flatMap { row in
        (row + 1..<max(layerCount, row + 1)).map { column in
          GradientCosine(
            .init(layer: row, projection: projection), .init(layer: column, projection: projection),
            value: rows[row][column])
        }
      }
    }
  }

  private func pairs(_ value: JSONValue) throws -> [GradientCosine] {
    guard let object = value.object else {
      throw LineProblem.member("cosine_sim_qkvo", expected: "an object")
    }
    return try object.flatMap { member -> [GradientCosine] in
      guard let layer = Int(member.key), (0..<layerCount).contains(layer), let pairs = member.value.object
      else {
        throw LineProblem.member("cosine_sim_qkvo", expected: "an object a layer")
      }
      return try CosineNames.inside.compactMap { name, first, second in
        guard let value = pairs[name] else { return nil }
        guard let number = PublishedNumbers.number(value) else {
          throw LineProblem.member(name, expected: "a number in layer \(layer) of `cosine_sim_qkvo`")
        }
        return GradientCosine(
          .init(layer: layer, projection: first), .init(layer: layer, projection: second), value: number)
      }
    }
  }
}
