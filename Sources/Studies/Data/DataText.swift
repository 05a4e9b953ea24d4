import Foundation
import Support

/// The text of a data file as UTF-8: unpacked, decoded and without a byte order mark.
enum DataText {
  /// The text of the file at `file`.
  ///
  /// - Throws: `FileError.unreadable`, or `StudyError.dataFile` for a file that is of another kind.
  static func bytes(at file: URL) throws -> Data {
    var bytes = try InputFile.bytes(at: file, options: .mappedIfSafe)
    if let compression = Compression(of: bytes) {
      do {
        bytes = try compression.unpack(bytes)
      } catch {
        throw FileError.unreadable(file.path, .packed(error))
      }
    }
    if let kind = ForeignKind(of: bytes) { throw StudyError.dataFile(file.path, kind) }
    if let encoding = WideEncoding(of: bytes) { return Data(encoding.utf8(bytes)) }
    return bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

/// A kind of file that people keep data sets in and that is not read here.
package enum ForeignKind: String, Sendable, CaseIterable {
  case parquet = "Parquet"
  case arrow = "Arrow"
  case zip
  case bzip2
  case xz
  case utf32 = "UTF-32"
  case gitLFS = "Git LFS"
  case html = "HTML"

  private var beginning: [UInt8] {
    switch self {
    case .parquet: Array("PAR1".utf8)
    case .arrow: Array("ARROW1".utf8)
    case .zip: Array("PK\u{3}\u{4}".utf8)
    case .bzip2: Array("BZh".utf8)
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A]
    case .utf32: [0xFF, 0xFE, 0, 0]
    case .gitLFS: Array("version https://git-lfs".utf8)
    case .html: Array("<".utf8)
    }
  }

  /// The kind that the beginning of `bytes` says; nil for a text.
  init?(of bytes: Data) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.beginning) }) else { return nil }
    self = kind
  }

  /// What the file is and how to make one of it that is read.
  func text(_ file: String) -> String {
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    let path = URL(filePath: file).lastPathComponent
    switch self {
    case .parquet, .arrow:
      let reader = self == .parquet ? "read_parquet" : "read_feather"
      return
        "\(file) is \(self == .arrow ? "an" : "a") \(rawValue) file, which is not read here. Convert it to JSON Lines: python -c \"import pandas; "
        + "pandas.\(reader)('\(path)').to_json('\(name).jsonl', orient='records', lines=True, force_ascii=False)\"."
    case .zip: return "\(file) is a zip archive. Unpack it and give the file in it."
    case .bzip2, .xz:
      return
        "\(file) is packed with \(rawValue), which is not read here. Unpack it: \(self == .xz ? "xz" : "bzip2") "
        + "--decompress --keep \(path)."
    case .utf32: return "\(file) is UTF-32 text. Save it as UTF-8."
    case .html:
      return
        "\(file) begins like a page of HTML or XML, such as a page of an error or a login that was saved in its place. Download the "
        + "file again."
    case .gitLFS:
      return "\(file) is a pointer of Git LFS, not the file itself. Get that with: git lfs pull."
    }
  }
}

/// UTF-16 text, as some editors of Windows save it.
private enum WideEncoding {
  case littleEndian, bigEndian

  /// By a byte order mark, or by the zeros that every second byte of a JSON text then is.
  init?(of bytes: Data) {
    let head = Array(bytes.prefix(4))
    guard head.count >= 2, bytes.count.isMultiple(of: 2) else { return nil }
    switch (head[0], head[1]) {
    case (0xFF, 0xFE): self = .littleEndian
    case (0xFE, 0xFF): self = .bigEndian
    case (1..., 0) where head.count == 4 && head[3] == 0: self = .littleEndian
    case (0, 1...) where head.count == 4 && head[2] == 0: self = .bigEndian
    default: return nil
    }
  }

  /// The text as UTF-8. Half of a surrogate pair, which UTF-8 has no form for, becomes its JSON escape, which the reader of
  /// records knows.
  func utf8(_ bytes: Data) -> [UInt8] {
    let bytes = [UInt8](bytes)
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return self == .littleEndian ? second << 8 | first : first << 8 | second
    }
    var text: [UInt8] = []
    text.reserveCapacity(units.count + units.count / 2)
    var place = units.first == 0xFEFF ? 1 : 0
    while place < units.count {
      let unit = units[place]
      place += 1
      if UTF16.isLeadSurrogate(unit), place < units.count, UTF16.isTrailSurrogate(units[place]) {
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(units[place]) - 0xDC00
        if let scalar = Unicode.Scalar(value) { text += UTF8.encode(scalar).map(Array.init) ?? [] }
        place += 1
      } else if let scalar = Unicode.Scalar(unit) {
        text += UTF8.encode(scalar).map(Array.init) ?? []
      } else {
        text += "\\u\(String(unit, radix: 16))".utf8
      }
    }
    return text
  }
}
