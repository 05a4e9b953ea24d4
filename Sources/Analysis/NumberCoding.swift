/// Writes numbers as eight bytes each, little end first, lists after their length.
struct NumberWriter {
  private(set) var bytes: [UInt8] = []
  /// The lists of whole numbers that were written, each of which stands once: conditions name the same samples again
  /// and again.
  private var lists: [[Int]] = []

  mutating func write(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ number: Double) { write(Int(bitPattern: UInt(number.bitPattern))) }

  mutating func write(_ number: Double?) { write(number) { $1.write($0) } }

  mutating func write<Value>(_ value: Value?, _ body: (Value, inout NumberWriter) -> Void) {
    write(value == nil ? 0 : 1)
    if let value { body(value, &self) }
  }

  /// Writes a list, or where it stood before.
  mutating func write(_ numbers: [Int]) {
    if let place = lists.firstIndex(of: numbers) { return write(place) }
    write(lists.count)
    lists.append(numbers)
    write(numbers.count)
    for number in numbers { write(number) }
  }

  mutating func write(text: String) {
    write(text.utf8.count)
    bytes += text.utf8
  }

  mutating func write(_ numbers: [Double]) {
    write(numbers.count)
    #if _endian(little)
      numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for number in numbers { write(number) }
    #endif
  }
}

/// Reads what ``NumberWriter`` wrote. What is not there reads as 0, and then ``isAtEnd`` is false: whoever reads asks once,
/// at the end.
struct NumberReader {
  private let bytes: [UInt8]
  private var position = 0
  private var hasFailed = false
  private var lists: [[Int]] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all was read, and nothing beyond.
  var isAtEnd: Bool { position == bytes.count && !hasFailed }

  mutating func int() -> Int {
    guard !hasFailed, bytes.count - position >= 8 else {
      hasFailed = true
      return 0
    }
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Int64.self)))
    }
  }

  mutating func double() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: int()))) }

  mutating func optional<Value>(_ body: (inout NumberReader) -> Value) -> Value? {
    int() == 1 ? body(&self) : nil
  }

  mutating func text() -> String {
    let count = length(of: 1)
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  /// The length of a list of things of so many bytes, 0 when there are not so many.
  private mutating func length(of size: Int = 8) -> Int {
    let count = int()
    guard count >= 0, count <= (bytes.count - position) / size else {
      hasFailed = true
      return 0
    }
    return count
  }

  mutating func ints() -> [Int] {
    let place = int()
    if lists.indices.contains(place) { return lists[place] }
    guard place == lists.count else {
      hasFailed = true
      return []
    }
    let numbers = (0..<length()).map { _ in int() }
    lists.append(numbers)
    return numbers
  }

  mutating func doubles() -> [Double] {
    let count = length()
    #if _endian(little)
      defer { position += 8 * count }
      return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
        bytes.withUnsafeBytes {
          UnsafeMutableRawBufferPointer(buffer).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: $0[position..<position + 8 * count]))
        }
        initialized = count
      }
    #else
      return (0..<count).map { _ in double() }
    #endif
  }
}
