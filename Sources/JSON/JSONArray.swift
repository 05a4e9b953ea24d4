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
