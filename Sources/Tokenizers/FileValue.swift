import JSON

/// A value of a JSON file with its place in it, so that each mistake can be named.
struct FileValue {
  let file: String
  /// The place, such as `normalizer.normalizers[1]`.
  let place: String
  /// Nil if the file has nothing here.
  let value: JSONValue?

  /// A member; absent if this is no object.
  subscript(key: String) -> FileValue {
    FileValue(file: file, place: place.isEmpty ? key : "\(place).\(key)", value: value?[key])
  }

  /// Whether there is nothing here, or `null`.
  var isAbsent: Bool { value?.isNull ?? true }

  /// The elements of an array.
  func elements() throws -> [FileValue] {
    guard let array = value?.array else { throw unexpected("a list") }
    return array.enumerated().map { FileValue(file: file, place: "\(place)[\($0)]", value: $1) }
  }

  /// The members of an object.
  func members() throws -> JSONObject {
    guard let object = value?.object else { throw unexpected("an object") }
    return object
  }

  /// A string.
  func string() throws -> String {
    guard let string = value?.string else { throw unexpected("a string") }
    return string
  }

  /// The bytes of a string that is not empty.
  func text() throws -> [UInt8] {
    guard let bytes = value?.utf8Bytes, !bytes.isEmpty else { throw unexpected("a string that is not empty") }
    return Array(bytes)
  }

  /// `true` or `false`, or a default if absent; without a default it must be there.
  func bool(default value: Bool? = nil) throws -> Bool {
    if isAbsent, let value { return value }
    guard let bool = self.value?.bool else { throw unexpected("true or false") }
    return bool
  }

  /// A number of things.
  func count() throws -> Int {
    guard let number = value?.int, number >= 0 else { throw unexpected("a whole number from 0") }
    return number
  }

  /// A token id.
  func id() throws -> Int32 {
    guard let id = value?.int, let id = Int32(exactly: id), (0...Self.highestID).contains(id) else {
      throw unexpected("a token id from 0 to \(Self.highestID)")
    }
    return id
  }

  /// Highest id that is not taken for a mistake: the largest vocabularies have about 2¹⁸ tokens.
  static let highestID: Int32 = 1 << 24 - 1

  /// One of several words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ component: String, of _: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    let word = try string()
    if let choice = Choice(rawValue: word) { return choice }
    throw unsupported(component, word, supported: Choice.allCases.map(\.rawValue))
  }

  /// The error that something else was expected here.
  func unexpected(_ expected: String) -> TokenizerError {
    error(.unexpected(place: place.isEmpty ? "the file" : place, expected: expected, found: found))
  }

  /// The error that a component is none of those that are supported.
  func unsupported(_ component: String, _ kind: String, supported: [String]) -> TokenizerError {
    error(.unsupported(component: component, kind: kind, place: place, supported: supported))
  }

  /// An error about the file that this value is in.
  func error(_ problem: TokenizerError.Problem) -> TokenizerError {
    TokenizerError(file: file, problem: problem)
  }

  private var found: String {
    guard let value else { return "nothing" }
    switch value.kind {
    case .null: return "null"
    case .bool, .integer, .double:
      return value.bool?.description ?? value.int?.description ?? "\(value.double ?? 0)"
    case .string: return "\"\((value.string ?? "").prefix(80))\""
    case .array: return "a list"
    case .object: return "an object"
    }
  }
}
