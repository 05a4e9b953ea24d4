/// The elements of an array in a ``JSONDocument``, in order.
///
/// Walking it costs nothing per element; reaching element n by index costs n steps. Make an `Array` of it
/// where elements are taken in any order.
public struct JSONArray: Collection, Sendable {
  private let document: JSONDocument
  /// Number of elements.
  public let count: Int
  /// The first element, or ``endIndex``.
  public let startIndex: Index

  /// A place in the array.
  public struct Index: Comparable, Sendable {
    let ordinal: Int
    let node: Int

    /// Whether one place comes before the other.
    public static func < (left: Self, right: Self) -> Bool { left.ordinal < right.ordinal }

    /// Whether both are the same place.
    public static func == (left: Self, right: Self) -> Bool { left.ordinal == right.ordinal }
  }

  init(document: JSONDocument, index: Int, count: Int) {
    self.document = document
    self.count = count
    startIndex = Index(ordinal: 0, node: index + 1)
  }

  /// The place after the last element.
  public var endIndex: Index { Index(ordinal: count, node: -1) }

  /// The next place.
  public func index(after place: Index) -> Index {
    Index(ordinal: place.ordinal + 1, node: self[place].end)
  }

  /// The element at a place before ``endIndex``.
  public subscript(place: Index) -> JSONValue {
    precondition(place.ordinal < count, "place outside of the array")
    return JSONValue(document: document, index: place.node)
  }
}
