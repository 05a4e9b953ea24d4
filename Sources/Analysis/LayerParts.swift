/// The early, middle and last layers of a decoder, for statistics by depth (design, section 3).
///
/// Depths 26, 28, 32 and 42 are divided as the papers divide them; any other depth has its first and last
/// quarter, rounded half up, and the rest in the middle. The three ranges cover all layers; a part of a very
/// shallow decoder may be empty.
package struct LayerParts: Sendable, Equatable {
  /// The layers next to the embedding.
  package let early: Range<Int>
  /// The layers between.
  package let middle: Range<Int>
  /// The layers next to the head.
  package let last: Range<Int>

  /// Divides a decoder of `layerCount` layers; a negative count is read as 0.
  package init(layerCount: Int) {
    let depth = max(layerCount, 0)
    let quarter = (depth + 2) / 4
    let (first, final) = LayerParts.published[depth] ?? (quarter, quarter)
    early = 0..<first
    middle = first..<(depth - final)
    last = (depth - final)..<depth
  }

  /// Early and last layers of the depths that the papers divide by hand.
  private static let published: [Int: (Int, Int)] = [26: (7, 6), 28: (7, 7), 32: (10, 12), 42: (12, 12)]
}
