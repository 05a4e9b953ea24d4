import CZlib
import CZstd
import Foundation

/// A way in which a file may be packed.
package enum Compression: String, Sendable {
  case gzip, zstd

  /// The way in which `bytes` are packed, as their beginning says; nil when they are not.
  package init?(of bytes: some Collection<UInt8>) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else {
      return nil
    }
  }

  /// Bytes that any packed file may become.
  private static let least = 64 << 20
  /// Bytes that each byte of a packed file may become. Text is packed to a tenth; what becomes more was made to fill the memory.
  private static let mostPerByte = 200

  /// Bytes that a packed file of `count` bytes may become.
  package static func limit(of count: Int) -> Int {
    let (product, overflows) = count.multipliedReportingOverflow(by: mostPerByte)
    return overflows ? .max : max(least, product)
  }

  /// Unpacks the bytes of a file, all of its parts one after the other.
  ///
  /// - Parameters:
  ///   - bytes: the packed file.
  ///   - limit: bytes that it may become; ``limit(of:)`` when nil.
  /// - Returns: what was packed.
  /// - Throws: `CompressionProblem`.
  package func unpack(_ bytes: Data, limit: Int? = nil) throws(CompressionProblem) -> Data {
    var output = UnpackedData(limit: limit ?? Self.limit(of: bytes.count))
    // A copy in one piece: the libraries want an address.
    let input = [UInt8](bytes)
    switch self {
    case .gzip: try Self.unpackGzip(input, into: &output)
    case .zstd: try Self.unpackZstd(input, into: &output)
    }
    return output.data
  }

  /// Header and trailer of gzip, not of zlib.
  private static let gzipWindow: Int32 = 15 + 16

  private static func unpackGzip(_ input: [UInt8], into output: inout UnpackedData) throws(CompressionProblem)
  {
    var stream = z_stream()
    guard inflateInit2_(&stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .memory
    }
    defer { inflateEnd(&stream) }
    var place = 0
    while true {
      let (status, read) = inflate(&stream, input, at: place, into: &output)
      place += read
      try output.check()
      if status == Z_STREAM_END {
        // Zeros at the end pad a tape's last block.
        if input[place...].allSatisfy({ $0 == 0 }) { return }
        guard inflateReset(&stream) == Z_OK else { throw .damaged }
      } else if status != Z_OK && status != Z_BUF_ERROR {
        throw status == Z_MEM_ERROR ? .memory : .damaged
      } else if place == input.count, output.hasRoom {
        throw .cutOff
      }
    }
  }

  private static func inflate(
    _ stream: inout z_stream, _ input: [UInt8], at place: Int, into output: inout UnpackedData
  ) -> (status: Int32, read: Int) {
    let available = min(input.count - place, 1 << 30)
    let status = input.withUnsafeBufferPointer { input in
      output.fill { buffer in
        stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + place) }
        stream.avail_in = UInt32(available)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, buffer.count - Int(stream.avail_out))
      }
    }
    return (status, available - Int(stream.avail_in))
  }

  private static func unpackZstd(_ input: [UInt8], into output: inout UnpackedData) throws(CompressionProblem)
  {
    guard let stream = ZSTD_createDStream() else { throw .memory }
    defer { ZSTD_freeDStream(stream) }
    var place = 0
    while true {
      let (status, read) = input.withUnsafeBufferPointer { input in
        output.fill { buffer -> ((Int, Int), Int) in
          var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: place)
          var to = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
          let status = ZSTD_decompressStream(stream, &to, &from)
          return ((status, from.pos - place), to.pos)
        }
      }
      place += read
      try output.check()
      if ZSTD_isError(status) != 0 { throw .damaged }
      guard place == input.count else { continue }
      // A frame that has ended is written to its end.
      if status == 0 { return }
      if output.hasRoom { throw .cutOff }
    }
  }
}

/// Reason why a packed file cannot be unpacked.
package enum CompressionProblem: Error, Sendable, Equatable {
  /// What stands there is not what was packed.
  case damaged
  /// The file ends before its content does.
  case cutOff
  /// The content is longer than so many bytes.
  case tooLong(limit: Int)
  /// There is not enough memory.
  case memory

  /// The end of a sentence that names the file.
  package var description: String {
    switch self {
    case .damaged: "is damaged and cannot be unpacked; get it again"
    case .cutOff: "ends in the middle of what was packed; get it again"
    case .tooLong(let limit):
      "becomes more than \(NumberText.bytes(limit)) when it is unpacked, which no data file of its size does; if it is meant, "
        + "unpack it yourself"
    case .memory: "cannot be unpacked for want of memory"
    }
  }
}

/// Bytes that grow as they are unpacked, up to a limit.
private struct UnpackedData {
  let limit: Int
  private(set) var data = Data()
  /// Whether the last piece did not fill its buffer, so that nothing waits to be unpacked.
  private(set) var hasRoom = true
  private var buffer = [UInt8](repeating: 0, count: 1 << 18)

  init(limit: Int) { self.limit = limit }

  /// Lets `body` write into a buffer; it returns how many bytes it wrote.
  mutating func fill<Result>(_ body: (UnsafeMutableBufferPointer<UInt8>) -> (Result, Int)) -> Result {
    let (result, count) = buffer.withUnsafeMutableBufferPointer { body($0) }
    data.append(contentsOf: buffer[..<count])
    hasRoom = count < buffer.count
    return result
  }

  func check() throws(CompressionProblem) {
    if data.count > limit { throw .tooLong(limit: limit) }
  }
}
