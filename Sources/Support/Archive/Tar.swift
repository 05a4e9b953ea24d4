import Foundation

/// Tar archives (POSIX.1-2001, ustar with pax headers for long names).
enum Tar {
  private static let block = 512
  /// Bytes of a name in a header.
  private static let nameLength = 100

  /// The bytes of an archive of `entries`, in their order.
  static func packed(_ entries: [ArchiveEntry]) -> Data {
    var tar = Data()
    for entry in entries {
      let isShort = entry.path.utf8.count <= nameLength && entry.path.utf8.allSatisfy { $0 < 128 }
      if !isShort { append(paxRecord(entry.path), named: "pax", kind: "x", to: &tar) }
      append(entry.bytes, named: isShort ? entry.path : "long-name", kind: "0", to: &tar)
    }
    tar.append(Data(count: 2 * block))
    return tar
  }

  private static func append(_ bytes: Data, named name: String, kind: Character, to tar: inout Data) {
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(bytes.count, digits: 11), at: 124)
    put(octal(0, digits: 11), at: 136)
    put(String(kind), at: 156)
    put("ustar\u{0}00", at: 257)
    put(octal(checksum(header), digits: 6) + "\u{0} ", at: 148)
    tar.append(contentsOf: header)
    tar.append(bytes)
    tar.append(Data(count: (block - bytes.count % block) % block))
  }

  /// The length of the record in front of it counts itself.
  private static func paxRecord(_ path: String) -> Data {
    let rest = " path=\(path)\n".utf8.count
    var length = rest + 1
    while length != rest + String(length).utf8.count { length = rest + String(length).utf8.count }
    return Data("\(length) path=\(path)\n".utf8)
  }

  private static func octal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
  }

  /// The sum of a header's bytes, those of the sum itself taken for spaces.
  private static func checksum(_ header: [UInt8]) -> Int {
    header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
  }
}

// Reading.
extension Tar {
  /// The files of an archive.
  ///
  /// - Throws: `ArchiveProblem`.
  static func entries(of tar: Data) throws(ArchiveProblem) -> [ArchiveEntry] {
    let bytes = [UInt8](tar)
    var (entries, place) = ([ArchiveEntry](), 0)
    var longName: String?
    while place + block <= bytes.count {
      let header = Array(bytes[place..<place + block])
      if header.allSatisfy({ $0 == 0 }) { return entries }
      guard number(header[148..<156]) == checksum(header), let size = number(header[124..<136]),
        size <= bytes.count - place - block
      else { throw .damaged }
      let content = bytes[place + block..<place + block + size]
      place += block + (size + block - 1) / block * block
      let name = longName ?? name(in: header)
      switch header[156] {
      case UInt8(ascii: "x"):
        longName = path(inPax: content)
        continue
      // The way of GNU tar.
      case UInt8(ascii: "L"):
        longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
        continue
      case UInt8(ascii: "g"), UInt8(ascii: "5"): break
      case UInt8(ascii: "0"), 0: entries.append(ArchiveEntry(path: name, bytes: Data(content)))
      default: throw .kind(name)
      }
      longName = nil
    }
    throw .damaged
  }

  private static func name(in header: [UInt8]) -> String {
    let text = { (bytes: ArraySlice<UInt8>) in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    let prefix = text(header[345..<500])
    return prefix.isEmpty ? text(header[..<nameLength]) : "\(prefix)/\(text(header[..<nameLength]))"
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = String(decoding: field.prefix { $0 != 0 }, as: UTF8.self).trimmingCharacters(
      in: .whitespaces)
    return Int(digits, radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func path(inPax records: ArraySlice<UInt8>) -> String? {
    String(decoding: records, as: UTF8.self).split(separator: "\n").lazy.compactMap { record in
      record.split(separator: " ", maxSplits: 1).last.flatMap {
        $0.hasPrefix("path=") ? String($0.dropFirst("path=".count)) : nil
      }
    }.last
  }
}
