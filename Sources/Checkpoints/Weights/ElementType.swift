/// Number formats of weights that can be decoded, by their safetensors names.
public enum ElementType: String, Sendable, CaseIterable {
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of a single-precision number.
  case bfloat16 = "BF16"

  /// Bytes of one element.
  public var byteCount: Int { self == .float32 ? 4 : 2 }

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
