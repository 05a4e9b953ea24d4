import CSimdjson

/// A value inside a ``JSONDocument``: a light view that holds the document and costs no call into C.
package struct JSONValue: Sendable {
  let document: JSONDocument
  let index: Int

  /// Kinds of values. An integer literal is an `integer` if it fits `Int64`, else a `double`.
  package enum Kind: String, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool
    /// A number without fraction or exponent that fits `Int64`.
    case integer
    /// Any other number.
    case double
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object
  }

  private var node: CSimdjsonNode { document.node(at: index) }

  private func node(of kind: CSimdjsonKind) -> CSimdjsonNode? {
    let node = node
    return UInt32(node.kind) == kind.rawValue ? node : nil
  }

  /// The kind of this value.
  package var kind: Kind {
    switch CSimdjsonKind(rawValue: UInt32(node.kind)) ?? .null {
    case .bool: .bool
    case .integer: .integer
    case .double: .double
    case .string: .string
    case .array: .array
    case .object: .object
    case .null: .null
    }
  }

  /// Whether this is `null`.
  package var isNull: Bool { node(of: .null) != nil }

  /// The truth value, or nil if this is not `true` or `false`.
  package var bool: Bool? {
    node(of: .bool).map { $0.payload != 0 }
  }

  /// The integer, or nil if this is not a number written as an integer that fits `Int64`.
  package var int: Int? {
    node(of: .integer).map { Int(Int64(bitPattern: $0.payload)) }
  }

  /// The number, integer or not, or nil if this is no number. Integers beyond 2⁵³ are rounded.
  package var double: Double? {
    if let node = node(of: .double) { return Double(bitPattern: node.payload) }
    return int.map(Double.init)
  }

  /// Whether this number is written as an integer but lies beyond `Int64`, so that only ``double`` has it.
  package var isWideInteger: Bool {
    node(of: .double).map { $0.flags & UInt8(CSimdjsonFlagWideInteger) != 0 } ?? false
  }

  /// The string, or nil if this is none. Compare ``utf8Bytes`` where canonical equivalents are to differ.
  package var string: String? { utf8Bytes.map(\.string) }

  /// Whether this is a string with a surrogate escape without its partner, in the place of which ``string`` has U+FFFD.
  package var hasLoneSurrogate: Bool {
    node(of: .string).map { $0.flags & UInt8(CSimdjsonFlagLoneSurrogate) != 0 } ?? false
  }

  /// The bytes of the string in UTF-8, or nil if this is no string.
  package var utf8Bytes: JSONBytes? {
    node(of: .string).map { JSONBytes(document: document, node: $0) }
  }

  /// The elements, or nil if this is no array.
  package var array: JSONArray? {
    node(of: .array).map { JSONArray(document: document, index: index, count: Int($0.count)) }
  }

  /// The members, or nil if this is no object.
  package var object: JSONObject? {
    node(of: .object).map { JSONObject(document: document, index: index, count: Int($0.count)) }
  }

  /// The value of a key, or nil if this is no object or has no such key. See ``JSONObject/subscript(_:)``.
  package subscript(key: String) -> JSONValue? { object?[key] }

  /// Index of the first node after this value and all that it holds.
  var end: Int {
    let node = node
    return UInt32(node.kind) >= CSimdjsonKind.array.rawValue ? Int(node.payload) : index + 1
  }
}

/// The UTF-8 bytes of a string in a ``JSONDocument``; equal only to the same bytes.
package struct JSONBytes: RandomAccessCollection, Sendable, Hashable {
  private let document: JSONDocument
  private let address: UInt
  /// Number of bytes.
  package let count: Int

  init(document: JSONDocument, node: CSimdjsonNode) {
    self.document = document
    address = UInt(node.payload)
    count = Int(node.count)
  }

  /// Always 0.
  package var startIndex: Int { 0 }
  /// The same as ``count``.
  package var endIndex: Int { count }

  /// The byte at a position from 0 to `count - 1`.
  package subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count, "position outside of the string")
    return buffer[position]
  }

  /// The bytes as text. They are well-formed, so nothing is replaced.
  package var string: String { withExtendedLifetime(document) { String(decoding: buffer, as: UTF8.self) } }

  /// Gives the bytes where they lie; the buffer must not leave the closure.
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(document) { try body(UnsafeRawBufferPointer(buffer)) }
  }

  /// Gives the bytes where they lie; the buffer must not leave the closure.
  package func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    try withExtendedLifetime(document) { try body(buffer) }
  }

  /// Whether both have the same bytes.
  package static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.buffer.elementsEqual(right.buffer)
  }

  /// Whether these are the bytes of `text`, without regard to canonical equivalence.
  package static func == (left: Self, right: String) -> Bool {
    left.count == right.utf8.count && left.buffer.elementsEqual(right.utf8)
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  private var buffer: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: address), count: count)
  }
}
