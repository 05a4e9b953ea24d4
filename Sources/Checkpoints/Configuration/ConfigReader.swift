import Foundation
internal import JSON

/// Reads typed values from `config.json` and remembers which keys were understood.
///
/// A key that no one asked for and that could touch the arithmetic is an error: an approximated model would give
/// plausible, wrong numbers. ``UnknownKey`` says which could.
final class ConfigReader {
  let url: URL
  private let root: JSONValue
  private let prefix: String
  private var understood: Set<String> = []
  private let findings: Findings
  /// Whether the family has rotary embeddings that rotate a part of a head only.
  var rotatesPartially = false
  /// Names of kinds of rotary embeddings that mean another kind in this family.
  var ropeNames: [String: String] = [:]
  /// `original_max_position_embeddings` where the file says nothing, in families that have one.
  var standardContext: Double?

  /// What was found out while reading, of the file and of all objects in it.
  private final class Findings {
    /// Keys that the user lets by although they could touch the arithmetic.
    let allowed: Set<String>
    var used: Set<String> = []
    var unread: [String] = []
    var choices: [String] = []

    init(allowed: Set<String>) { self.allowed = allowed }

    /// Objects may be read more than once.
    func add(unread key: String) { if !unread.contains(key) { unread.append(key) } }
  }

  /// Reads the file at `url`, letting unknown keys by that `allowed` names.
  ///
  /// Throws `CheckpointError` when the file is missing, is not a JSON object, or has a key twice.
  convenience init(_ url: URL, allowing allowed: Set<String> = []) throws(CheckpointError) {
    let root = try CheckpointError.reading { try JSONDocument(contentsOf: url).root }
    guard root.object != nil else { throw .config(url, key: nil, "it is not a JSON object") }
    self.init(url, root, prefix: "", findings: Findings(allowed: allowed))
    try refuseRepeatedKeys()
  }

  private init(_ url: URL, _ root: JSONValue, prefix: String, findings: Findings) {
    self.url = url
    self.root = root
    self.prefix = prefix
    self.findings = findings
  }

  /// What the user should know of the file, once everything is read.
  var notes: [CheckpointNote] {
    let used = findings.used.sorted()
    let vain = findings.allowed.subtracting(used).sorted()
    return findings.choices.map(CheckpointNote.choice)
      + (findings.unread.isEmpty ? [] : [.unreadKeys(findings.unread)])
      + (used.isEmpty ? [] : [.allowedKeys(used)]) + (vain.isEmpty ? [] : [.allowedInVain(vain)])
  }

  /// Notes which of two statements of the file was taken, as a whole sentence.
  func note(choice text: String) {
    if !findings.choices.contains(text) { findings.choices.append(text) }
  }

  /// Readers differ in which of two equal keys they take.
  private func refuseRepeatedKeys() throws(CheckpointError) {
    var keys: Set<String> = []
    for member in root.object.map(Array.init) ?? [] where !keys.insert(member.key).inserted {
      throw wrong(member.key, "it stands there twice; which is meant?")
    }
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
    let reader = ConfigReader(url, value, prefix: prefix + key + ".", findings: findings)
    reader.ropeNames = ropeNames
    try reader.refuseRepeatedKeys()
    return reader
  }

  /// Counts a key as read that the family's own code does not look at in this file.
  func passOver(_ key: String) { understood.insert(key) }

  /// True when the key is there, be it with null.
  func mentions(_ key: String) -> Bool { root[key] != nil }

  /// True when the key is there with a value other than null; does not count as understood.
  func has(_ key: String) -> Bool { root[key].map { !$0.isNull } ?? false }

  /// Throws `CheckpointError` naming every key that was never asked for, could touch the arithmetic, and was not let by;
  /// notes all others that are not in `known`.
  func refuseUnknownKeys(except known: Set<String> = []) throws(CheckpointError) {
    var suspects: [String] = []
    for member in root.object.map(Array.init) ?? []
    where !understood.contains(member.key) && !known.contains(member.key) {
      let key = UnknownKey(member.key, member.value, within: prefix)
      let found = key.suspects
      if found.isEmpty {
        findings.add(unread: key.path)
      } else if let allowed = [member.key, key.path].first(where: findings.allowed.contains) {
        findings.used.insert(allowed)
      } else {
        suspects += found.map(\.shown)
      }
    }
    guard suspects.isEmpty else { throw .unknownKeys(url, suspects) }
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

  /// A value as an error message shows it.
  static func shown(_ value: JSONValue) -> String {
    if let text = value.string { return "\"\(text.prefix(80))\"" }
    if let number = value.int { return "\(number)" }
    if let number = value.double { return "\(number)" }
    if let flag = value.bool { return "\(flag)" }
    return "an \(value.kind.rawValue)"
  }
}
