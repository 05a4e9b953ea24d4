/// Writes numbers of some bits, the lowest first.
struct BitWriter {
  private var bytes: [UInt8] = []
  private var waiting: UInt64 = 0
  private var count = 0

  init(reserving capacity: Int) { bytes.reserveCapacity(capacity + 512) }

  /// Writes the lowest `bits` of `value`, at most 32; the others must be 0.
  mutating func write(_ value: UInt64, _ bits: Int) {
    waiting |= value << UInt64(count)
    count += bits
    guard count >= 32 else { return }
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: waiting).littleEndian) { bytes.append(contentsOf: $0) }
    waiting >>= 32
    count -= 32
  }

  /// Writes zeros up to the next whole byte.
  mutating func fillByte() { write(0, (8 - count % 8) % 8) }

  /// The bytes; the last must be whole.
  consuming func finish() -> [UInt8] {
    while count > 0 {
      bytes.append(UInt8(truncatingIfNeeded: waiting))
      waiting >>= 8
      count -= 8
    }
    return bytes
  }
}
