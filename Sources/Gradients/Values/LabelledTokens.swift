/// The token ids of one sample and where its response begins.
public struct LabelledTokens: Sendable, Equatable {
  /// Ids of the whole text, special tokens included, already cut to the study's `max_length`.
  public let ids: [Int32]
  /// Positions below `start` carry no label (design, section 3). May lie beyond `ids`: then none does.
  public let start: Int

  /// Makes a sample of `ids` whose labels begin at `start`; a negative `start` is read as 0.
  public init(ids: [Int32], start: Int) {
    self.ids = ids
    self.start = max(start, 0)
  }

  /// Positions that carry a label. The first token of a text is never predicted, so never labelled.
  public var labelled: Range<Int> {
    let first = max(start, 1)
    return first < ids.count ? first..<ids.count : ids.count..<ids.count
  }
}
