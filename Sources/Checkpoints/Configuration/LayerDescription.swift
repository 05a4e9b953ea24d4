/// What may differ from one layer of a decoder to the next.
public struct LayerDescription: Sendable, Equatable {
  /// Position i sees i − window + 1 … i; nil: all before it.
  public var window: Int?
  /// Which of the decoder's rotary embeddings turns q and k; nil: none does.
  public var rotary: Int?

  /// A layer of full attention under the decoder's only rotary embedding, unless said otherwise.
  public init(window: Int? = nil, rotary: Int? = 0) {
    self.window = window
    self.rotary = rotary
  }
}
