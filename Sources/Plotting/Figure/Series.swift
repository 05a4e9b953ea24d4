/// A series: what a colour stands for, in every panel of a figure and, by its slot, in every figure.
public struct Series: Sendable, Equatable {
  /// What marks call it.
  public var key: String
  /// What the reader sees, in the notation of ``RichText``.
  public var name: String
  /// The place in the theme's palette, from 0; its place in the order of the figure's series when `nil`. Two
  /// series may be given the same slot: they then share a colour.
  public var slot: Int?

  /// A series; its name is its key (taken literally) unless given.
  public init(_ key: String, name: String? = nil, slot: Int? = nil) {
    self.key = key
    self.name = name ?? RichText.literal(key)
    self.slot = slot
  }
}
