import Foundation
import JSON

/// One row of a reference folder's `golden.jsonl`: float64 values of stock transformers.
struct Golden {
  struct Gradient {
    let frobenius: Double
    let nuclear: Double
    let effectiveRank: Double
    let mean: Double
    let extrema: ClosedRange<Double>
    let singularValues: [Double]
  }

  let index: Int
  let mode: String
  let ids: [Int32]
  let start: Int
  let loss: Double?
  /// By parameter name.
  let gradients: [String: Gradient]
  /// Of each projection (`q_proj`) with itself in the next layer, by the lower layer.
  let adjacentCosines: [String: [Double]]
  /// By layer: `q_proj_x_o_proj`, where the shapes are equal, and `k_proj_x_v_proj`.
  let crossCosines: [String: [String: Double]]

  init(_ value: JSONValue) throws {
    func required<Value>(_ value: Value?, _ name: String) throws -> Value {
      guard let value else { throw GoldenError(description: "golden row without \(name)") }
      return value
    }
    index = try required(value["index"]?.int, "index")
    mode = try required(value["mode"]?.string, "mode")
    ids = try required(value["input_ids"]?.array, "input_ids").compactMap { $0.int.map { Int32($0) } }
    start = try required(value["start"]?.int, "start")
    loss = value["loss"]?.double
    var gradients: [String: Gradient] = [:]
    for member in value["parameters"]?.object.map(Array.init) ?? [] {
      let (name, entry) = (member.key, member.value)
      gradients[name] = Gradient(
        frobenius: try required(entry["frobenius"]?.double, "frobenius"),
        nuclear: try required(entry["nuclear"]?.double, "nuclear"),
        effectiveRank: try required(entry["effective_rank"]?.double, "effective_rank"),
        mean: try required(entry["mean"]?.double, "mean"),
        extrema: try required(entry["min"]?.double, "min")...required(entry["max"]?.double, "max"),
        singularValues: try required(entry["singular_values"]?.array, "singular_values").compactMap(\.double))
    }
    self.gradients = gradients
    adjacentCosines = Self.members(value["adjacent_cosine"]).mapValues {
      $0.array?.compactMap(\.double) ?? []
    }
    crossCosines = Self.members(value["cross_cosine"]).mapValues {
      Self.members($0).compactMapValues(\.double)
    }
  }

  private static func members(_ value: JSONValue?) -> [String: JSONValue] {
    let members = value?.object.map(Array.init) ?? []
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  /// All rows of the folder's `golden.jsonl`.
  static func rows(in folder: URL) throws -> [Golden] {
    let text = try String(contentsOf: folder.appending(path: "golden.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { try Golden(JSONDocument(Array($0.utf8)).root) }
  }
}

struct GoldenError: Error, CustomStringConvertible {
  let description: String
}
