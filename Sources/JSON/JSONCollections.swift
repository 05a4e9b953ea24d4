/// The elements of an array in a ``JSONDocument``, in order.
///
/// Walking it costs nothing per element; reaching element n by index costs n steps. Make an `Array` of it
/// where elements are taken in any order.
package struct JSONArray: Collection, Sendable {
  private let document: JSONDocument
  /// Number of elements.
  package let count: Int
  /// The first element, or ``endIndex``.
  package let startIndex: Index

  /// A place in the array.
  package struct Index: Comparable, Sendable {
    let ordinal: Int
    let node: Int

    /// Whether one place comes before the other.
    package static func < (left: Self, right: Self) -> Bool { left.ordinal < right.ordinal }

    /// Whether both are the same place.
    package static func == (left: Self, right: Self) -> Bool { left.ordinal == right.ordinal }
  }

  init(document: JSONDocument, index: Int, count: Int) {
    self.document = document
    self.count = count
    startIndex = Index(ordinal: 0, node: index + 1)
  }

  /// The place after the last element.
  package var endIndex: Index { Index(ordinal: count, node: -1) }

  /// The next place.
  package func index(after place: Index) -> Index {
    Index(ordinal: place.ordinal + 1, node: self[place].end)
  }

  /// The element at a place before ``endIndex``.
  package subscript(place: Index) -> JSONValue {
    precondition(place.ordinal < count, "place outside of the array")
    return JSONValue(document: document, index: place.node)
  }
}

/// The members of an object in a ``JSONDocument``, in the order of the text, repeated keys included.
package struct JSONObject: Sequence, Sendable {
  private let document: JSONDocument
  private let index: Int
  /// Number of members, repeated keys included.
  package let count: Int

  init(document: JSONDocument, index: Int, count: Int) {
    self.document = document
    self.index = index
    self.count = count
  }

  /// One key with its value.
  package struct Member: Sendable {
    /// The value.
    package let value: JSONValue
    /// The key's bytes.
    package let keyBytes: JSONBytes
    /// The key as text.
    package var key: String { keyBytes.string }
  }

  /// Walks the members.
  package struct Iterator: IteratorProtocol {
    let document: JSONDocument
    var place: Int
    var left: Int

    /// The next member, or nil after the last.
    package mutating func next() -> Member? {
      guard left > 0 else { return nil }
      left -= 1
      let value = JSONValue(document: document, index: place + 1)
      let key = JSONBytes(document: document, node: document.node(at: place))
      place = value.end
      return Member(value: value, keyBytes: key)
    }
  }

  /// Starts a walk over the members.
  package func makeIterator() -> Iterator { Iterator(document: document, place: index + 1, left: count) }

  /// Number of members; exact.
  package var underestimatedCount: Int { count }

  /// The value of a key, compared byte by byte, not by canonical equivalence.
  ///
  /// A repeated key gives its last value, as Python's json does. Takes a step per member, so an object that is
  /// asked often is better walked once.
  package subscript(key: String) -> JSONValue? {
    var found: JSONValue?
    for member in self where member.keyBytes == key { found = member.value }
    return found
  }
}
