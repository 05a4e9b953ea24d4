import Foundation

/// Numbers as they lie in a store: the bits of `Double` or `Float`, little end first.
enum NumberBlob {
  static func data<Number: BlobNumber>(of values: [Number]) -> Data {
    var data = Data(capacity: values.count * MemoryLayout<Number.Bits>.size)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  /// Nil when the length is not that of whole numbers.
  static func values<Number: BlobNumber>(in data: Data, as type: Number.Type) -> [Number]? {
    let size = MemoryLayout<Number.Bits>.size
    guard data.count.isMultiple(of: size) else { return nil }
    return data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: size).map {
        let bits = bytes.loadUnaligned(fromByteOffset: $0, as: Number.Bits.self)
        return Number(bitPattern: Number.Bits(littleEndian: bits))
      }
    }
  }
}

/// A number that a store can hold many of.
protocol BlobNumber {
  associatedtype Bits: FixedWidthInteger & BitwiseCopyable
  var bitPattern: Bits { get }
  init(bitPattern: Bits)
}

extension Double: BlobNumber {}
extension Float: BlobNumber {}
