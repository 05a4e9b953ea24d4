import Foundation
import Gradients
import JSON
import Studies
import Support

/// A line of published statistics in either format, as it was read.
struct ImportedLine {
  /// Position in the data file, where the line says it (those of `strata compute` do).
  let index: Int?
  let record: SampleRecord
  let outcome: SampleOutcome
  let format: PublishedFormat
  let layerCount: Int
  /// Projections in the order of the forward pass.
  let projections: [Projection]
  /// Whether the first gradient has extrema, known or not.
  let hasExtrema: Bool
  /// Parameters that are no projection known here, with `*` for the number of their layer.
  let ignored: Set<String>

  /// Positions beyond are no data file's.
  private static let mostSamples = 10_000_000

  /// Reads a line, of a model of so many layers where that is known.
  ///
  /// - Throws: `LineProblem`.
  init(_ line: UnsafeRawBufferPointer, isWhole: Bool, expectedLayers: Int?) throws {
    let object = try Self.object(line, isWhole: isWhole)
    let (parameters, others) = try Self.members(of: object)
    index = try Self.index(others["index"])
    record = SampleRecord(
      instruction: try Self.text(others, "instruction"), output: try Self.text(others, "output"))
    let skipped = others["skipped"]?.string.flatMap(SkipReason.init)
    let loss = try Self.loss(object)
    (layerCount, projections) = try Self.layout(parameters.keys, expected: expectedLayers)
    let reader = try GradientReader(parameters)
    format = reader.format
    hasExtrema = reader.hasExtrema
    ignored = Set(
      others.filter { $0.value.object != nil && $0.key.hasSuffix(".weight") }.keys.map(Self.anyLayer))
    let gradients = try reader.gradients()
    let cosines = try CosineReader(layerCount: layerCount, projections: projections)
      .cosines(layers: others["cosine_sim"], inside: others["cosine_sim_qkvo"])
    outcome =
      skipped.map(SampleOutcome.skipped)
      ?? .computed(SampleGradients(loss: loss, gradients: gradients, cosines: cosines))
  }

  private static func object(_ line: UnsafeRawBufferPointer, isWhole: Bool) throws -> JSONObject {
    do {
      let root = try JSONDocument(line, allowsNonFinite: true).root
      guard let object = root.object else { throw LineProblem.notAnObject }
      return object
    } catch let error as JSONError {
      throw isWhole ? LineProblem.notJSON(error.what) : .truncated
    }
  }

  /// The parameters of projections, and everything else.
  private static func members(
    of object: JSONObject
  ) throws -> (parameters: [GradientPlace: JSONValue], others: [String: JSONValue]) {
    var parameters: [GradientPlace: JSONValue] = [:]
    var others: [String: JSONValue] = [:]
    for member in object {
      let key = member.key
      let place = try place(key)
      let former =
        place.map { parameters.updateValue(member.value, forKey: $0) }
        ?? others.updateValue(member.value, forKey: key)
      guard former == nil else { throw LineProblem.repeatedKey(key, place: "the line") }
    }
    return (parameters, others)
  }

  /// `model.layers.*.self_attn.qkv_proj.weight`.
  private static func anyLayer(_ name: String) -> String {
    name.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) == nil ? $0 : "*" }
      .joined(separator: ".")
  }

  /// A loss is no statistic that may be unknown: what a writer put a `null` for was not computed.
  private static func loss(_ line: JSONObject) throws -> Double {
    let numbers = try PublishedNumbers(line, name: "the line")
    if numbers["loss"]?.isNull == true {
      throw LineProblem.member("loss", expected: "a number in the line, or NaN")
    }
    return try numbers.nonNegative("loss")
  }

  /// Finds the place of `model.layers.<i>.<block>.<p>_proj.weight`; nil for any other name.
  ///
  /// - Throws: `LineProblem.layerNumber` for such a name with another word in the place of the number.
  private static func place(_ name: String) throws -> GradientPlace? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[4].hasSuffix("_proj"),
      let projection = Projection(rawValue: String(parts[4].dropLast(5))),
      projection.parameterName(layer: 0) == (parts[..<2] + ["0"] + parts[3...]).joined(separator: ".")
    else { return nil }
    guard let layer = Int(parts[2]), layer >= 0, String(layer) == parts[2] else {
      throw LineProblem.layerNumber(name)
    }
    return .init(layer: layer, projection: projection)
  }

  /// The layers and projections, which must make a full table. Numbers of layers are a stranger's: nothing is as long as
  /// they say.
  private static func layout(
    _ places: some Collection<GradientPlace>, expected: Int?
  ) throws -> (Int, [Projection]) {
    guard let last = places.map(\.layer).max() else { throw LineProblem.noParameters }
    if let expected, last >= expected { throw LineProblem.layer(last, expected: expected) }
    let projections = Set(places.map(\.projection)).sorted()
    let found = Set(places)
    // Ends after the parameters that there are: the first that is missing is thrown.
    for layer in 0...last {
      for projection in projections where !found.contains(.init(layer: layer, projection: projection)) {
        throw LineProblem.missingParameter(projection.parameterName(layer: layer))
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

/// A file that is read line by line without being held in memory.
struct LineFile {
  private let bytes: Data

  /// - Throws: `FileError.unreadable`.
  init(_ file: URL) throws(FileError) {
    bytes = try InputFile.bytes(at: file, options: .alwaysMapped)
  }

  /// Identifies the file by its content.
  var hash: ContentHash { ContentHash(of: bytes) }

  /// Calls `body` with every line that is not blank, its number from 1, and whether a line feed ends it.
  func forEachLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int, _ isWhole: Bool) throws -> Void
  ) rethrows {
    try bytes.withUnsafeBytes { bytes in
      var start = 0
      var number = 0
      while start < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        let length = rest.firstIndex(of: UInt8(ascii: "\n"))
        let line = UnsafeRawBufferPointer(rebasing: rest.prefix(length ?? rest.count))
        number += 1
        start += line.count + 1
        let isBlank = line.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if !isBlank { try body(line, number, length != nil) }
      }
    }
  }
}
