import Gradients
import JSON

/// A line of published statistics in either shape, as it was read.
struct ImportedLine {
  /// Position in the data file, where the line says it (those of `strata compute` do).
  let index: Int?
  let record: SampleRecord
  let outcome: SampleOutcome
  let shape: PublishedShape
  let layerCount: Int
  /// In the order of the forward pass.
  let projections: [Projection]

  /// Positions beyond are no data file's.
  private static let mostSamples = 10_000_000
  /// Layers beyond are no model's.
  private static let mostLayers = 100_000

  /// Reads a line.
  ///
  /// - Throws: `LineProblem`.
  init(_ line: UnsafeRawBufferPointer, isWhole: Bool) throws {
    let root: JSONValue
    do {
      root = try JSONDocument(line, allowsNonFinite: true).root
    } catch let error as JSONError {
      throw isWhole ? LineProblem.notJSON(error.what) : .truncated
    }
    guard let object = root.object else { throw LineProblem.notAnObject }
    var parameters: [GradientCosine.Place: JSONValue] = [:]
    var others: [String: JSONValue] = [:]
    for member in object {
      let key = member.key
      if let place = Self.place(key) { parameters[place] = member.value } else { others[key] = member.value }
    }
    index = try Self.index(others["index"])
    record = SampleRecord(
      instruction: try Self.text(others, "instruction"), output: try Self.text(others, "output"))
    let loss = try PublishedNumbers(object, name: "the line").required("loss")
    (layerCount, projections) = try Self.layout(parameters.keys)
    let reader = try GradientReader(parameters)
    shape = reader.shape
    let gradients = try reader.gradients()
    let cosines = try CosineReader(layerCount: layerCount, projections: projections)
      .cosines(layers: others["cosine_sim"], inside: others["cosine_sim_qkvo"])
    let skipped = others["skipped"]?.string.flatMap(SkipReason.init)
    outcome =
      skipped.map(SampleOutcome.skipped)
      ?? .computed(SampleGradients(loss: loss, gradients: gradients, cosines: cosines))
  }

  /// Where `model.layers.<i>.<block>.<p>_proj.weight` belongs; nil for any other name.
  private static func place(_ name: String) -> GradientCosine.Place? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 6, let layer = Int(parts[2]), (0..<mostLayers).contains(layer),
      parts[4].hasSuffix("_proj"), let projection = Projection(rawValue: String(parts[4].dropLast(5))),
      projection.parameterName(layer: layer) == name
    else { return nil }
    return .init(layer: layer, projection: projection)
  }

  /// The layers and projections, which must make a full table.
  private static func layout(
    _ places: some Collection<GradientCosine.Place>
  ) throws -> (Int, [Projection]) {
    guard let last = places.map(\.layer).max() else { throw LineProblem.noParameters }
    let projections = Set(places.map(\.projection)).sorted()
    if places.count != (last + 1) * projections.count {
      let found = Set(places)
      for layer in 0...last {
        for projection in projections where !found.contains(.init(layer: layer, projection: projection)) {
          throw LineProblem.missingParameter(projection.parameterName(layer: layer))
        }
      }
    }
    return (last + 1, projections)
  }

  private static func index(_ value: JSONValue?) throws -> Int? {
    guard let value else { return nil }
    guard let index = value.int, (0..<mostSamples).contains(index) else {
      throw LineProblem.member("index", expected: "a position, counted from 0")
    }
    return index
  }

  private static func text(_ members: [String: JSONValue], _ name: String) throws -> String {
    guard let text = members[name]?.string else { throw LineProblem.member(name, expected: "a string") }
    return text
  }
}
