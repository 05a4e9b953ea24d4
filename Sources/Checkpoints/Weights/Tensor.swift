/// One tensor of a checkpoint: where its elements lie in a mapped file, decoded only when asked for.
public struct Tensor: Sendable {
  /// Name in the checkpoint: `model.layers.0.self_attn.q_proj.weight`.
  public let name: String
  /// Sizes, outermost first; row-major. Empty for a single number.
  public let shape: [Int]
  /// How the elements are stored.
  public let type: ElementType
  /// Bytes of the tensor inside `file`; their length is that of the shape.
  let range: Range<Int>
  let file: MappedFile

  /// Product of the shape.
  public var elementCount: Int { range.count / type.byteCount }

  /// The stored bytes, for fingerprints.
  public func withBytes<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    try body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
  }

  /// Decodes all elements into `target`, which must hold `elementCount` values.
  ///
  /// Throws `CheckpointError` when one of them is NaN or infinite.
  public func decode(into target: UnsafeMutableBufferPointer<Float>) throws {
    precondition(target.count == elementCount, "\(name) has \(elementCount) elements")
    try decode(from: range.lowerBound, into: target)
  }

  /// Decodes row `index` of a two-dimensional tensor into `target`, which must hold one row.
  ///
  /// Throws `CheckpointError` when an element is NaN or infinite.
  public func decodeRow(_ index: Int, into target: UnsafeMutableBufferPointer<Float>) throws {
    precondition(
      shape.count == 2 && index >= 0 && index < shape[0] && target.count == shape[1], "no such row")
    try decode(from: range.lowerBound + index * shape[1] * type.byteCount, into: target)
  }

  private func decode(from offset: Int, into target: UnsafeMutableBufferPointer<Float>) throws {
    guard !target.isEmpty, let base = file.bytes.baseAddress else { return }
    type.decode(base + offset, into: target)
    // A number is finite unless its exponent is all ones; an integer reduction has no branch per element.
    var nonFinite: UInt32 = 0
    for value in target { nonFinite |= value.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
    guard nonFinite == 0 else { throw CheckpointError.nonFiniteWeight(file.url, tensor: name) }
  }
}
