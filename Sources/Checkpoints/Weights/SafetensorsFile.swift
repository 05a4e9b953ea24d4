import Foundation
internal import JSON

/// The header of one `.safetensors` file and the tensors that it describes.
///
/// Layout: 8 bytes little-endian header length, the header as JSON, then the tensors' bytes. Files come
/// from strangers: lengths, offsets, shapes and overlaps are checked before any tensor can be read.
struct SafetensorsFile {
  let file: MappedFile
  /// Entries in the order of their bytes.
  let entries: [Entry]

  /// The format's own limit for headers.
  private static let maximumHeader = 100_000_000

  /// Throws `CheckpointError` for a file that is not whole and consistent.
  init(_ url: URL) throws(CheckpointError) {
    file = try MappedFile(url)
    let bytes = file.bytes
    let header = try Self.header(of: bytes, url)
    let root = try CheckpointError.reading {
      try JSONDocument(UnsafeRawBufferPointer(rebasing: bytes[header]), file: url.path).root
    }
    guard let members = root.object else { throw .header(url, tensor: nil, "it is not a JSON object") }
    let data = header.upperBound..<bytes.count
    var entries: [Entry] = []
    for member in members where member.key != "__metadata__" {
      entries.append(try Entry(member.key, member.value, data: data, url))
    }
    self.entries = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try checkLayout(data)
  }

  /// Range of the header's JSON.
  private static func header(
    of bytes: UnsafeRawBufferPointer, _ url: URL
  ) throws(CheckpointError) -> Range<Int> {
    guard bytes.count >= 8 else { throw .truncated(url, expected: 8, found: bytes.count) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    if isLFSPointer(bytes) { throw .lookalike(url, .lfsPointer) }
    if bytes[0] == UInt8(ascii: "<") { throw .lookalike(url, .webPage) }
    guard length <= UInt64(maximumHeader) else { throw .headerTooLong(url, length: length) }
    let end = 8 + Int(length)
    guard bytes.count >= end else { throw .truncated(url, expected: end, found: bytes.count) }
    return 8..<end
  }

  /// Whether the file is a text that Git LFS left in its place.
  private static func isLFSPointer(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: "version https://git-lfs.".utf8)
  }

  /// Checks that tensors follow one another without overlap or gap and fill the file, as the format asks, and
  /// that no name stands twice.
  private func checkLayout(_ data: Range<Int>) throws(CheckpointError) {
    var end = data.lowerBound
    var last: Entry?
    for entry in entries {
      if entry.range.lowerBound < end, let last {
        throw .header(
          file.url, tensor: entry.name, "its bytes overlap those of \(last.name)")
      }
      if entry.range.lowerBound > end {
        throw .header(
          file.url, tensor: entry.name, "\(entry.range.lowerBound - end) bytes before it belong to no tensor")
      }
      end = entry.range.upperBound
      last = entry
    }
    guard end == data.upperBound else {
      throw .header(
        file.url, tensor: nil, "\(data.upperBound - end) bytes after the last tensor belong to none")
    }
    var names = Set<String>()
    for entry in entries where !names.insert(entry.name).inserted {
      throw .header(file.url, tensor: entry.name, "it stands there twice")
    }
  }
}

extension SafetensorsFile {
  /// A tensor as the header has it; its type may be one that cannot be decoded.
  struct Entry {
    let name: String
    let type: String
    let shape: [Int]
    /// Bytes of the tensor in the file.
    let range: Range<Int>

    /// Reads the member `name` of the header; `data` are the bytes behind the header.
    fileprivate init(
      _ name: String, _ value: JSONValue, data: Range<Int>, _ url: URL
    ) throws(CheckpointError) {
      guard let type = value["dtype"]?.string else { throw .header(url, tensor: name, "it has no dtype") }
      guard let shape = Self.integers(value["shape"]) else {
        throw .header(url, tensor: name, "its shape is not a list of sizes")
      }
      guard let offsets = Self.integers(value["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1]
      else {
        throw .header(url, tensor: name, "its data_offsets are not two ascending numbers")
      }
      guard offsets[1] <= data.count else {
        throw .truncated(
          url, expected: data.lowerBound.addingReportingOverflow(offsets[1]).partialValue,
          found: data.upperBound)
      }
      (self.name, self.type, self.shape) = (name, type, shape)
      range = data.lowerBound + offsets[0]..<data.lowerBound + offsets[1]
      guard fillsRange else {
        throw .header(
          url, tensor: name, "its shape \(shape) of \(type) does not fill its \(range.count) bytes")
      }
    }

    /// False when a tensor of a known type and this shape has another size than its bytes.
    private var fillsRange: Bool {
      guard let known = ElementType(rawValue: type) else { return true }
      let size = shape.reduce((value: known.byteCount, overflow: false)) { product, side in
        let next = product.value.multipliedReportingOverflow(by: side)
        return (next.partialValue, product.overflow || next.overflow)
      }
      return !size.overflow && size.value == range.count
    }

    /// A list of numbers that are neither negative nor beyond `Int`.
    private static func integers(_ value: JSONValue?) -> [Int]? {
      guard let elements = value?.array else { return nil }
      let numbers = elements.compactMap { element in element.int.flatMap { $0 >= 0 ? $0 : nil } }
      return numbers.count == elements.count ? numbers : nil
    }
  }
}

/// A file mapped read-only into memory: pages are read when they are first used.
///
/// `@unchecked Sendable` is safe because the mapping is never written and lives as long as the object.
/// A file that another program shortens while it is mapped raises SIGBUS on access, as in every
/// memory-mapped reader; checkpoints are not edited in place.
final class MappedFile: @unchecked Sendable {
  let url: URL
  let bytes: UnsafeRawBufferPointer

  /// Throws `CheckpointError` when the file cannot be opened or mapped, or is not a regular file.
  init(_ url: URL) throws(CheckpointError) {
    self.url = url
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .unreadable(url, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(url, reason: "it is not a regular file")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw .unreadable(url, reason: String(cString: strerror(errno)))
    }
    bytes = UnsafeRawBufferPointer(start: address, count: size)
  }

  /// Asks the system to read `range` ahead; it may do nothing.
  func readAhead(_ range: Range<Int>) {
    guard let address = bytes.baseAddress else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = range.lowerBound / page * page
    madvise(UnsafeMutableRawPointer(mutating: address + start), range.upperBound - start, MADV_WILLNEED)
  }

  deinit {
    if let address = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: address), bytes.count) }
  }
}
