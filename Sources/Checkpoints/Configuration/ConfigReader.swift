import Foundation
internal import JSON

/// Reads typed values from `config.json` and remembers which keys were understood.
///
/// A key that no one asked for and that is not known to be without effect on the arithmetic is an
/// error: an approximated model would give plausible, wrong numbers.
final class ConfigReader {
  let url: URL
  private let root: JSONValue
  private let prefix: String
  private var understood: Set<String> = []
  /// Whether the family has rotary embeddings that rotate a part of a head only.
  var rotatesPartially = false

  /// Throws `CheckpointError` when the file is missing or not a JSON object.
  convenience init(_ url: URL) throws(CheckpointError) {
    let root = try CheckpointError.reading { try JSONDocument(contentsOf: url).root }
    guard root.object != nil else { throw .config(url, key: nil, "it is not a JSON object") }
    self.init(url, root, prefix: "")
  }

  private init(_ url: URL, _ root: JSONValue, prefix: String) {
    self.url = url
    self.root = root
    self.prefix = prefix
  }

  /// A number that must be there and be positive; sizes beyond 2³¹ are refused, as BLAS would.
  func size(_ key: String) throws(CheckpointError) -> Int {
    guard let value = try optionalSize(key) else { throw missing(key) }
    return value
  }

  func optionalSize(_ key: String) throws(CheckpointError) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.int, number > 0, number <= Int(Int32.max) else {
      throw wrong(key, "expected a whole number from 1 to \(Int32.max)", value)
    }
    return number
  }

  func number(_ key: String) throws(CheckpointError) -> Double {
    guard let value = try optionalNumber(key) else { throw missing(key) }
    return value
  }

  func optionalNumber(_ key: String) throws(CheckpointError) -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = value.double, number.isFinite else { throw wrong(key, "expected a number", value) }
    return number
  }

  func flag(_ key: String, default standard: Bool) throws(CheckpointError) -> Bool {
    guard let value = value(key) else { return standard }
    guard let flag = value.bool else { throw wrong(key, "expected true or false", value) }
    return flag
  }

  func text(_ key: String) throws(CheckpointError) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else { throw wrong(key, "expected a text", value) }
    return text
  }

  func texts(_ key: String) throws(CheckpointError) -> [String]? {
    guard let value = value(key) else { return nil }
    let texts = value.array?.map(\.string)
    guard let texts, !texts.contains(nil) else { throw wrong(key, "expected a list of texts", value) }
    return texts.compactMap { $0 }
  }

  func numbers(_ key: String) throws(CheckpointError) -> [Double]? {
    guard let value = value(key) else { return nil }
    let numbers = value.array?.map(\.double)
    guard let numbers, !numbers.contains(nil) else { throw wrong(key, "expected a list of numbers", value) }
    return numbers.compactMap { $0 }
  }

  /// The object under `key`, read with the same rules; nil where it is missing or null.
  func object(_ key: String) throws(CheckpointError) -> ConfigReader? {
    guard let value = value(key) else { return nil }
    guard value.object != nil else { throw wrong(key, "expected an object", value) }
    return ConfigReader(url, value, prefix: prefix + key + ".")
  }

  /// True when the key is there, be it with null.
  func mentions(_ key: String) -> Bool { root[key] != nil }

  /// True when the key is there with a value other than null; does not count as understood.
  func has(_ key: String) -> Bool { root[key].map { !$0.isNull } ?? false }

  /// Throws `CheckpointError` naming every key that was never asked for and is not in `harmless`.
  ///
  /// Keys with null, false or an empty value switch nothing on and pass, unless false switches off what every decoder
  /// here does.
  func refuseUnknownKeys(except harmless: Set<String> = []) throws(CheckpointError) {
    let members = root.object.map(Array.init) ?? []
    let unknown = members.filter { member in
      let isOff =
        Self.isOff(member.value) && !(member.value.bool == false && Self.alwaysOn.contains(member.key))
      return !understood.contains(member.key) && !harmless.contains(member.key) && !isOff
    }
    guard unknown.isEmpty else { throw .unknownKeys(url, unknown.map { prefix + $0.key }) }
  }

  func missing(_ key: String) -> CheckpointError {
    .config(url, key: prefix + key, "it is missing")
  }

  func wrong(_ key: String, _ expectation: String) -> CheckpointError {
    .config(url, key: prefix + key, expectation)
  }

  private func wrong(_ key: String, _ expectation: String, _ found: JSONValue) -> CheckpointError {
    .config(url, key: prefix + key, "\(expectation), found \(Self.shown(found))")
  }

  private func value(_ key: String) -> JSONValue? {
    understood.insert(key)
    return root[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// Flags of other decoders that are true of all of ours.
  private static let alwaysOn: Set = [
    "apply_rotary_pos_emb", "causal", "gated_mlp", "is_causal", "normalize_qk", "rope", "rotary",
    "scale_attn_weights",
    "scale_attention", "use_causal_mask", "use_gated_mlp", "use_mlp", "use_pre_norm", "use_qk_norm",
    "use_rmsnorm",
    "use_rms_norm", "use_rope", "use_rotary_embeddings", "use_rotary_pos_emb",
  ]

  private static func isOff(_ value: JSONValue) -> Bool {
    value.isNull || value.bool == false || value.array?.isEmpty == true || value.object?.count == 0
  }

  /// A value as an error message shows it.
  private static func shown(_ value: JSONValue) -> String {
    if let text = value.string { return "\"\(text.prefix(80))\"" }
    if let number = value.int { return "\(number)" }
    if let number = value.double { return "\(number)" }
    if let flag = value.bool { return "\(flag)" }
    return "an \(value.kind.rawValue)"
  }
}
