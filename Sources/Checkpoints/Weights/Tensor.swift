/// One tensor of a checkpoint: where its elements lie in a mapped file, decoded only when asked for.
package struct Tensor: Sendable {
  /// Name in the checkpoint: `model.layers.0.self_attn.q_proj.weight`.
  package let name: String
  /// Sizes, outermost first; row-major. Empty for a single number.
  package let shape: [Int]
  /// Number format in which the elements are stored.
  package let type: ElementType
  /// Bytes of the tensor inside `file`; their length is that of the shape.
  let range: Range<Int>
  let file: MappedFile

  /// Product of the shape.
  package var elementCount: Int { range.count / type.byteCount }

  /// The stored bytes, for fingerprints.
  package func withBytes<Value>(_ body: (UnsafeRawBufferPointer) throws(CheckpointError) -> Value) rethrows
    -> Value
  {
    try body(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
  }

  /// Asks the system to read the bytes ahead, since they are wanted soon.
  package func readAhead() { file.readAhead(range) }

  /// Error for an element that is NaN or infinite.
  package var nonFinite: CheckpointError { .nonFiniteWeight(file.url, tensor: name) }

  /// Decodes all elements into `target`, which must hold `elementCount` values.
  ///
  /// Throws `CheckpointError` when one of them is NaN or infinite.
  package func decode(into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    precondition(target.count == elementCount, "\(name) has \(elementCount) elements")
    try decode(from: range.lowerBound, into: target)
  }

  /// Decodes row `index` of a two-dimensional tensor into `target`, which must hold one row.
  ///
  /// Throws `CheckpointError` when an element is NaN or infinite.
  package func decodeRow(_ index: Int, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError)
  {
    precondition(
      shape.count == 2 && index >= 0 && index < shape[0] && target.count == shape[1], "no such row")
    try decode(from: range.lowerBound + index * shape[1] * type.byteCount, into: target)
  }

  private func decode(from offset: Int, into target: UnsafeMutableBufferPointer<Float>)
    throws(CheckpointError)
  {
    guard !target.isEmpty, let base = file.bytes.baseAddress else { return }
    type.decode(base + offset, into: target)
    // A number is finite unless its exponent is all ones; an integer reduction has no branch per element.
    var nonFinite: UInt32 = 0
    for value in target { nonFinite |= value.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0 }
    guard nonFinite == 0 else { throw self.nonFinite }
  }
}

/// Number formats of weights that can be decoded, by their safetensors names.
package enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of a single-precision number.
  case bfloat16 = "BF16"

  /// Bytes of one element.
  package var byteCount: Int { self == .float32 ? 4 : 2 }

  /// Decodes little-endian elements at `source`, which need not be aligned, into `target`.
  ///
  /// `source` must hold `target.count * byteCount` bytes.
  func decode(_ source: UnsafeRawPointer, into target: UnsafeMutableBufferPointer<Float>) {
    // One loop per format, so that each can be vectorised.
    switch self {
    case .float32:
      for index in 0..<target.count {
        let bits = source.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        target[index] = Float(bitPattern: UInt32(littleEndian: bits))
      }
    case .float16:
      for index in 0..<target.count {
        let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        target[index] = Self.halfToFloat(UInt16(littleEndian: bits))
      }
    case .bfloat16:
      for index in 0..<target.count {
        let bits = source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        target[index] = Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
      }
    }
  }

  /// Exact conversion; `Float16` is not available on every platform that we build for.
  static func halfToFloat(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
    }
  }
}
