import Checkpoints
import Foundation
import Gradients
import JSON
import Store
import Studies
import Support

/// A line of published statistics in either format, as it was read.
struct ImportedLine {
  /// Position in the data file, where the line says it (those of `strata compute` do).
  let index: Int?
  let record: SampleRecord
  /// Tokens of the text that were cut off, where the line says it.
  let cutCount: Int?
  /// Hash of the instruction.
  let instruction: ContentHash
  /// Hash of what tells the sample from all others of its file: its position, or else its texts.
  let identity: ContentHash
  let numbers: PackedSample
  let format: PublishedFormat
  let layerCount: Int
  /// Projections in the order of the forward pass.
  let projections: [Projection]
  /// Whether the first gradient has extrema, known or not.
  let hasExtrema: Bool
  /// Parameters that are no projection known here, with `*` for the number of their layer.
  let ignored: Set<String>
  /// What the names of its parameters begin with in the place of `model.`.
  let prefix: WrapperPrefix

  /// Positions that a data file may have.
  static let positions = 0..<10_000_000
  /// Tokens that may have been cut off a text.
  static let tokenCounts = 0..<1_000_000_000

  /// Reads a line, of a model of so many layers where that is known.
  ///
  /// - Throws: `LineProblem`.
  init(_ line: UnsafeRawBufferPointer, isWhole: Bool, expectedLayers: Int?) throws {
    let object = try Self.object(line, isWhole: isWhole)
    prefix = try Self.prefix(of: object)
    let (parameters, others) = try Self.members(of: object, prefix)
    index = try Self.count(others["index"], "index", "a position, counted from 0", in: Self.positions)
    cutCount = try Self.count(
      others["cut_tokens"], "cut_tokens", "a number of tokens, from 0", in: Self.tokenCounts)
    record = SampleRecord(
      instruction: try Self.text(others, "instruction"), output: try Self.text(others, "output"))
    let skipped = others["skipped"]?.string.flatMap(SkipReason.init)
    let loss = try Self.loss(others["loss"])
    (layerCount, projections) = try Self.layout(parameters.keys, expected: expectedLayers)
    let reader = try GradientReader(parameters)
    format = reader.format
    hasExtrema = reader.hasExtrema
    ignored = Set(
      others.filter { $0.value.object != nil && $0.key.hasSuffix(".weight") }.keys.map(Self.anyLayer))
    let gradients = try reader.gradients()
    let cosines = try CosineReader(layerCount: layerCount, projections: projections)
      .cosines(layers: others["cosine_sim"], inside: others["cosine_sim_qkvo"])
    let outcome =
      skipped.map(SampleOutcome.skipped)
      ?? .computed(SampleGradients(loss: loss, gradients: gradients, cosines: cosines))
    numbers = PackedSample(outcome, layerCount: layerCount, projections: projections)
    (instruction, identity) = Self.hashes(record, index: index)
  }

  /// Makes a line like `other`, of another sample.
  ///
  /// - Throws: `LineProblem` where a number is one that no gradient has.
  init(
    like other: ImportedLine, index: Int?, cutCount: Int?, record: SampleRecord, loss: Double,
    _ reader: GradientReader
  ) throws {
    self.index = index
    self.cutCount = cutCount
    self.record = record
    format = other.format
    layerCount = other.layerCount
    projections = other.projections
    hasExtrema = other.hasExtrema
    ignored = other.ignored
    prefix = other.prefix
    let sample = SampleGradients(loss: try Self.nonNegative(loss), gradients: try reader.gradients())
    numbers = PackedSample(.computed(sample), layerCount: layerCount, projections: projections)
    (instruction, identity) = Self.hashes(record, index: index)
  }

  private static func hashes(
    _ record: SampleRecord, index: Int?
  ) -> (instruction: ContentHash, identity: ContentHash) {
    var hasher = ContentHasher()
    if let index {
      hasher.update(field: index)
    } else {
      hasher.update(field: record.instruction)
      hasher.update(field: record.output)
    }
    return (ContentHash(of: record.instruction.utf8), hasher.finish())
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

  /// What the names of the parameters begin with.
  ///
  /// - Throws: `LineProblem.twoModels` where they are those of several models.
  private static func prefix(of object: JSONObject) throws -> WrapperPrefix {
    let found = Set(
      object.lazy.map(\.key).filter { $0.hasSuffix("_proj.weight") }.compactMap(
        WrapperPrefix.init(ofLayerWeight:)))
    guard let prefix = WrapperPrefix.choose(among: found) else {
      guard found.isEmpty else { throw LineProblem.twoModels(found.map(\.text).sorted()) }
      return .none
    }
    return prefix
  }

  /// The parameters of projections, and everything else.
  private static func members(
    of object: JSONObject, _ prefix: WrapperPrefix
  ) throws -> (parameters: [GradientPlace: JSONValue], others: [String: JSONValue]) {
    var parameters: [GradientPlace: JSONValue] = [:]
    var others: [String: JSONValue] = [:]
    for member in object {
      let key = member.key
      let place = try place(key, prefix)
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
  private static func loss(_ value: JSONValue?) throws -> Double {
    guard value?.isNull != true else {
      throw LineProblem.member("loss", expected: "a number in the line, or NaN")
    }
    guard let loss = value?.double else { throw LineProblem.member("loss", expected: "a number in the line") }
    return try nonNegative(loss)
  }

  private static func nonNegative(_ loss: Double) throws -> Double {
    guard !(loss < 0) else {
      throw LineProblem.value("loss", place: "the line", expected: "a number from 0", found: loss)
    }
    return loss
  }

  /// Finds the place of `model.layers.<i>.<block>.<p>_proj.weight`, with `prefix` in the place of `model.`; nil for any other
  /// name.
  ///
  /// - Throws: `LineProblem.layerNumber` for such a name with another word in the place of the number.
  static func place(_ wrapped: String, _ prefix: WrapperPrefix) throws -> GradientPlace? {
    guard let name = prefix.bare(wrapped) else { return nil }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[4].hasSuffix("_proj"),
      let projection = Projection(rawValue: String(parts[4].dropLast(5))),
      projection.parameterName(layer: 0) == (parts[..<2] + ["0"] + parts[3...]).joined(separator: ".")
    else { return nil }
    guard let layer = Int(parts[2]), layer >= 0, String(layer) == parts[2] else {
      throw LineProblem.layerNumber(wrapped)
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

  private static func count(
    _ value: JSONValue?, _ name: String, _ expected: String, in range: Range<Int>
  ) throws -> Int? {
    guard let value else { return nil }
    guard let count = value.int, range.contains(count) else {
      throw LineProblem.member(name, expected: expected)
    }
    return count
  }

  private static func text(_ members: [String: JSONValue], _ name: String) throws -> String {
    guard let text = members[name]?.string else { throw LineProblem.member(name, expected: "a string") }
    return text
  }
}
