import CZlib
import Foundation

/// The packing of zip: deflate without a header, and its checksum; and that of gzip, which puts a header before it. One call takes
/// less than 4 GB, as zip does.
package enum Deflate {
  /// No header and no trailer.
  private static let window: Int32 = -15
  /// Header and trailer of gzip.
  private static let gzipWindow: Int32 = 15 + 16

  /// `bytes`, packed.
  ///
  /// - Throws: `CompressionProblem.memory`.
  static func packed(_ bytes: Data) throws(CompressionProblem) -> Data {
    try packed(bytes, level: 9, window: window)
  }

  /// `bytes` as a file of gzip that has no name and no time in it, so that the same bytes give the same file.
  ///
  /// Its level is that of `gzip` itself: more takes twice as long for a hundredth.
  /// - Throws: `CompressionProblem.memory`.
  package static func gzip(_ bytes: [UInt8]) throws(CompressionProblem) -> [UInt8] {
    Array(try packed(Data(bytes), level: 6, window: gzipWindow))
  }

  private static func packed(_ bytes: Data, level: Int32, window: Int32) throws(CompressionProblem) -> Data {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(
        &stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    else { throw .memory }
    defer { deflateEnd(&stream) }
    var output = Data(count: Int(deflateBound(&stream, UInt(bytes.count))))
    let status = Self.run(&stream, bytes, into: &output) { deflate(&$0, Z_FINISH) }
    guard status == Z_STREAM_END else { throw .memory }
    return output.prefix(Int(stream.total_out))
  }

  /// What was packed, which has `count` bytes.
  ///
  /// - Throws: `CompressionProblem`.
  static func unpacked(_ bytes: Data, count: Int) throws(CompressionProblem) -> Data {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, window, ZLIB_VERSION, size) == Z_OK else { throw .memory }
    defer { inflateEnd(&stream) }
    // One byte more shows content that is longer than it claims.
    var output = Data(count: count + 1)
    let status = Self.run(&stream, bytes, into: &output) { inflate(&$0, Z_FINISH) }
    guard status == Z_STREAM_END, stream.total_out == count else { throw .damaged }
    return output.prefix(count)
  }

  /// The CRC-32 of `bytes`.
  static func checksum(_ bytes: Data) -> UInt32 {
    bytes.withUnsafeBytes { buffer in
      UInt32(crc32_z(0, buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count))
    }
  }

  private static func run(
    _ stream: inout z_stream, _ input: Data, into output: inout Data, _ body: (inout z_stream) -> Int32
  ) -> Int32 {
    input.withUnsafeBytes { input in
      output.withUnsafeMutableBytes { output in
        let from = input.bindMemory(to: UInt8.self)
        let to = output.bindMemory(to: UInt8.self)
        stream.next_in = UnsafeMutablePointer(mutating: from.baseAddress)
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        return body(&stream)
      }
    }
  }
}
