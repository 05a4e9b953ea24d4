import CZlib
import Foundation

/// Zip archives (APPNOTE 6.3, without encryption and without zip64).
enum Zip {
  private enum Mark: UInt32 {
    case file = 0x0403_4B50
    case directory = 0x0201_4B50
    case end = 0x0605_4B50
  }

  private enum Method: UInt16 { case stored = 0, deflated = 8 }

  /// 1 January 1980, the first day that zip knows.
  private static let date: UInt16 = 0x21
  /// Names are UTF-8.
  private static let flags: UInt16 = 0x800
  private static let endLength = 22

  /// The bytes of an archive of `entries`, in their order.
  ///
  /// - Throws: `ArchiveProblem.tooLarge`, `CompressionProblem.memory`.
  static func packed(_ entries: [ArchiveEntry]) throws -> Data {
    guard entries.count < 0xFFFF else { throw ArchiveProblem.tooLarge }
    var (zip, directory) = (Data(), Data())
    for entry in entries {
      let deflated = try Deflate.packed(entry.bytes)
      let isSmaller = deflated.count < entry.bytes.count
      let content = isSmaller ? deflated : entry.bytes
      let place = zip.count
      guard place + content.count + directory.count < 0xFFFF_0000, entry.bytes.count < 0xFFFF_0000 else {
        throw ArchiveProblem.tooLarge
      }
      var facts = Data()
      facts.append(number: UInt16(20))
      facts.append(number: flags)
      facts.append(number: (isSmaller ? Method.deflated : .stored).rawValue)
      facts.append(number: UInt16(0))
      facts.append(number: date)
      facts.append(number: Deflate.checksum(entry.bytes))
      facts.append(number: UInt32(content.count))
      facts.append(number: UInt32(entry.bytes.count))
      facts.append(number: UInt16(entry.path.utf8.count))
      facts.append(number: UInt16(0))
      zip.append(number: Mark.file.rawValue)
      zip.append(facts + Data(entry.path.utf8) + content)
      directory.append(number: Mark.directory.rawValue)
      // Made by Unix, which is where the rights are from: a file that all may read.
      directory.append(number: UInt16(3 << 8 | 20))
      directory.append(facts + Data(count: 6))
      directory.append(number: UInt32(0o100644) << 16)
      directory.append(number: UInt32(place))
      directory.append(Data(entry.path.utf8))
    }
    let (count, start) = (UInt16(entries.count), UInt32(zip.count))
    zip.append(directory)
    zip.append(number: Mark.end.rawValue)
    zip.append(Data(count: 4))
    zip.append(number: count)
    zip.append(number: count)
    zip.append(number: UInt32(directory.count))
    zip.append(number: start)
    zip.append(number: UInt16(0))
    return zip
  }

  /// The files of an archive.
  ///
  /// - Throws: `ArchiveProblem`, `CompressionProblem`.
  static func entries(of data: Data) throws -> [ArchiveEntry] {
    let bytes = [UInt8](data)
    guard let end = endPlace(in: bytes) else { throw ArchiveProblem.damaged }
    let count = Int(try bytes.number(UInt16.self, at: end + 10))
    var place = Int(try bytes.number(UInt32.self, at: end + 16))
    var entries: [ArchiveEntry] = []
    var room = Compression.limit(of: bytes.count)
    for _ in 0..<count {
      guard try bytes.number(UInt32.self, at: place) == Mark.directory.rawValue else {
        throw ArchiveProblem.damaged
      }
      let lengths = try [28, 30, 32].map { Int(try bytes.number(UInt16.self, at: place + $0)) }
      let path = String(decoding: try bytes.piece(at: place + 46, count: lengths[0]), as: UTF8.self)
      if let content = try content(of: path, at: place, in: bytes, room: &room) {
        entries.append(ArchiveEntry(path: path, bytes: content))
      }
      place += 46 + lengths.reduce(0, +)
    }
    return entries
  }

  private static func endPlace(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= endLength else { return nil }
    // A comment of up to 65,535 bytes may follow.
    let last = bytes.count - endLength
    return stride(from: last, through: max(last - 0xFFFF, 0), by: -1).first { place in
      (try? bytes.number(UInt32.self, at: place)) == Mark.end.rawValue
    }
  }

  /// The content of the entry whose record in the directory lies at `place`; nil for a folder.
  private static func content(
    of path: String, at place: Int, in bytes: [UInt8], room: inout Int
  ) throws -> Data? {
    let mode = try bytes.number(UInt32.self, at: place + 38) >> 16
    if path.hasSuffix("/") { return nil }
    // The kind of file in the rights of Unix; 0 where another system made it.
    guard [0, 0o100000].contains(mode & 0o170000) else { throw ArchiveProblem.kind(path) }
    let (packed, size) = (
      Int(try bytes.number(UInt32.self, at: place + 20)), Int(try bytes.number(UInt32.self, at: place + 24))
    )
    let file = Int(try bytes.number(UInt32.self, at: place + 42))
    guard try bytes.number(UInt32.self, at: file) == Mark.file.rawValue else { throw ArchiveProblem.damaged }
    let head = try [26, 28].map { Int(try bytes.number(UInt16.self, at: file + $0)) }.reduce(30, +)
    let content = Data(try bytes.piece(at: file + head, count: packed))
    room -= size
    guard room >= 0 else { throw CompressionProblem.tooLong(limit: Compression.limit(of: bytes.count)) }
    let unpacked =
      switch Method(rawValue: try bytes.number(UInt16.self, at: place + 10)) {
      case .stored: content
      case .deflated: try Deflate.unpacked(content, count: size)
      case nil: throw ArchiveProblem.method(path)
      }
    guard unpacked.count == size,
      Deflate.checksum(unpacked) == (try bytes.number(UInt32.self, at: place + 16))
    else { throw ArchiveProblem.damaged }
    return unpacked
  }
}

extension Data {
  /// Appends a number, its lowest byte first.
  fileprivate mutating func append<Number: FixedWidthInteger>(number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

extension [UInt8] {
  fileprivate func piece(at place: Int, count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
    guard place >= 0, place <= self.count, count <= self.count - place else { throw .damaged }
    return self[place..<place + count]
  }

  /// The number whose lowest byte lies at `place`.
  fileprivate func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, at place: Int
  ) throws(ArchiveProblem) -> Number {
    try piece(at: place, count: Number.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
