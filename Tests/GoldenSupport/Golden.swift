import Checkpoints
import Foundation
import Gradients
import JSON

/// One row of a folder's `golden.jsonl`: float64 values of stock transformers.
public struct Golden: Sendable {
  /// The gradient of one parameter.
  public struct Gradient: Sendable {
    let frobenius: Double
    let nuclear: Double
    let effectiveRank: Double
    let mean: Double
    let extrema: ClosedRange<Double>
    let singularValues: [Double]
  }

  /// Position of the sample in its file.
  public let index: Int
  /// The sample as the engine takes it.
  public let sample: LabelledTokens
  /// Nil where the sample has no label.
  public let loss: Double?
  /// By parameter name.
  let gradients: [String: Gradient]
  /// Adjacent layers by projection, and q with o and k with v inside a layer where shapes are equal.
  let cosines: [GradientCosine]

  /// All rows of the folder's `golden.jsonl`.
  public static func rows(in folder: URL) throws -> [Golden] {
    let text = try String(contentsOf: folder.appending(path: "golden.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { try Golden(JSONDocument(Array($0.utf8)).root) }
  }

  private init(_ value: JSONValue) throws {
    index = try Self.required(value["index"]?.int, "index")
    let ids = try Self.required(value["input_ids"]?.array, "input_ids").compactMap {
      $0.int.map { Int32($0) }
    }
    sample = LabelledTokens(ids: ids, start: try Self.required(value["start"]?.int, "start"))
    loss = value["loss"]?.double
    gradients = try Self.members(value["parameters"]).mapValues(Self.gradient)
    cosines = Self.adjacent(value["adjacent_cosine"]) + Self.cross(value["cross_cosine"])
  }

  private static func gradient(_ entry: JSONValue) throws -> Gradient {
    func number(_ key: String) throws -> Double { try required(entry[key]?.double, key) }
    return Gradient(
      frobenius: try number("frobenius"), nuclear: try number("nuclear"),
      effectiveRank: try number("effective_rank"), mean: try number("mean"),
      extrema: try number("min")...number("max"),
      singularValues: try required(entry["singular_values"]?.array, "singular_values").compactMap(\.double))
  }

  /// `{"q_proj": [cosine of layers 0 and 1, of layers 1 and 2, ...], ...}`.
  private static func adjacent(_ value: JSONValue?) -> [GradientCosine] {
    members(value).flatMap { name, list in
      (list.array?.compactMap(\.double) ?? []).enumerated().compactMap { layer, cosine in
        projection(name).map {
          GradientCosine(
            .init(layer: layer, projection: $0), .init(layer: layer + 1, projection: $0), value: cosine)
        }
      }
    }
  }

  /// `{"0": {"q_proj_x_o_proj": null where the shapes differ, "k_proj_x_v_proj": ...}, ...}`.
  private static func cross(_ value: JSONValue?) -> [GradientCosine] {
    members(value).flatMap { layer, pairs in
      members(pairs).compactMap { names, cosine in
        let places = names.components(separatedBy: "_x_").compactMap(projection).map {
          GradientPlace(layer: Int(layer) ?? -1, projection: $0)
        }
        return places.count == 2 ? cosine.double.map { GradientCosine(places[0], places[1], value: $0) } : nil
      }
    }
  }

  private static func projection(_ name: String) -> Projection? {
    Projection(rawValue: String(name.prefix(1)))
  }

  private static func members(_ value: JSONValue?) -> [String: JSONValue] {
    let members = value?.object.map(Array.init) ?? []
    return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
  }

  private static func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw GoldenError(description: "golden row without \(name)") }
    return value
  }
}

/// A golden file that is not as it should be.
struct GoldenError: Error, CustomStringConvertible {
  let description: String
}

/// The engine run on every golden sample of a folder.
public enum GoldenRun {
  /// How far the results of the checkpoint in `folder` are off from its `golden.jsonl`.
  public static func deviations(in folder: URL, projections: [Projection]) throws -> Deviations {
    let goldens = try Golden.rows(in: folder)
    let engine = GradientEngine(
      checkpoint: try Checkpoint(folder: folder), projections: projections,
      options: GradientOptions(spectrum: true, extrema: true, cosines: .adjacent, tokenShares: true),
      threads: 2)
    var deviations = Deviations()
    for (golden, outcome) in zip(goldens, try engine.compute(goldens.map(\.sample))) {
      deviations.add(outcome, golden)
    }
    return deviations
  }
}
