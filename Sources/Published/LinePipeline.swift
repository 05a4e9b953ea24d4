import Foundation
import Support
import Synchronization

/// Reads files of published lines on all cores, and hands on what they hold in the order in which it stands there.
///
/// Blocks of lines are read ahead, twice as many as there are threads, so that memory does not grow with the files.
struct LinePipeline {
  let files: [URL]
  let threads: Int

  /// A step of the work, in order.
  enum Step {
    /// A file begins, of this content.
    case file(Int, hash: ContentHash)
    /// Lines of it.
    case lines(ParsedBlock)
    /// The file has no further line.
    case end(Int)
  }

  private enum Pending {
    case file(Int, Promise<ContentHash>)
    case lines(Promise<ParsedBlock>)
    case end(Int)

    func step() throws -> Step {
      switch self {
      case .file(let number, let hash): .file(number, hash: try hash.value())
      case .lines(let block): .lines(try block.value())
      case .end(let number): .end(number)
      }
    }
  }

  /// Goes through the files; `take` is called on the thread of the caller.
  ///
  /// - Throws: `FileError.unreadable`, after all that stands before; what `take` throws.
  func run(_ take: (Step) throws -> Void) throws {
    var pending: [Pending] = []
    func add(_ step: Pending) throws {
      pending.append(step)
      if pending.count > 2 * threads { try take(pending.removeFirst().step()) }
    }
    let readers = Readers()
    let queue = DispatchQueue(label: "lines", attributes: .concurrent)
    func hash(_ number: Int) -> Promise<ContentHash>? {
      guard files.indices.contains(number) else { return nil }
      let file = files[number]
      return Promise(on: queue) { try LineFile.hash(of: file) }
    }
    var next = hash(0)
    var failure: (any Error)?
    do {
      for (number, file) in files.enumerated() {
        guard let current = next else { break }
        next = hash(number + 1)
        var lines = try LineFile(file)
        try add(.file(number, current))
        while let block = try lines.next() {
          try add(.lines(Promise(on: queue) { readers.parse(block) }))
        }
        try add(.end(number))
      }
    } catch let error as FileError {
      failure = error
    }
    for step in pending { try take(step.step()) }
    if let failure { throw failure }
  }

  /// Readers that threads borrow: what one has learned of the shape of lines serves the next block.
  private final class Readers: Sendable {
    private let free = Mutex<[Reader]>([])

    /// A reader is used by one thread at a time.
    private struct Reader: @unchecked Sendable { let lines = LineReader() }

    func parse(_ block: LineBlock) -> ParsedBlock {
      let reader = free.withLock { $0.popLast() } ?? Reader()
      defer { free.withLock { $0.append(reader) } }
      return ParsedBlock(block, reader.lines)
    }
  }
}

/// Lines of a file, with what was found in each.
struct ParsedBlock: Sendable {
  struct Line: Sendable {
    /// Number of the line in the block, from 0.
    let number: Int
    let isWhole: Bool
    /// Place of the line in the block.
    let range: Range<Int>
    let result: Result<ImportedLine, LineProblem>
  }

  let block: LineBlock
  private(set) var lines: [Line] = []
  /// All lines of the block, blank ones included.
  private(set) var count = 0

  init(_ block: LineBlock, _ reader: LineReader) {
    self.block = block
    if block.isTooLong { lines = [Line(number: 0, isWhole: true, range: 0..<0, result: .failure(.tooLong))] }
    var found: [Line] = []
    count = block.forEachLine { bytes, number, isWhole in
      guard number > 0 || !block.isTooLong else { return }
      let start = bytes.baseAddress.flatMap { start in block.bytes.baseAddress.map { start - $0 } } ?? 0
      found.append(
        Line(
          number: number, isWhole: isWhole, range: start..<start + bytes.count,
          result: Self.read(bytes, isWhole: isWhole, reader)))
    }
    lines += found
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, isWhole: Bool, _ reader: LineReader
  ) -> Result<ImportedLine, LineProblem> {
    do {
      return .success(try reader.read(bytes, isWhole: isWhole, expectedLayers: nil))
    } catch let problem as LineProblem {
      return .failure(problem)
    } catch {
      preconditionFailure("reading a line has problems of lines only, not \(error)")
    }
  }

  /// What was found in `line`, of a model of so many layers where that is known.
  ///
  /// Threads do not know the lines before, and a number of layers that these contradict is worded by it.
  ///
  /// - Throws: `LineProblem`.
  func content(of line: Line, expectedLayers: Int?) throws -> ImportedLine {
    guard let expectedLayers else { return try line.result.get() }
    switch line.result {
    case .success(let found) where found.layerCount <= expectedLayers: return found
    case .failure(.tooLong): throw LineProblem.tooLong
    default:
      let bytes = UnsafeRawBufferPointer(rebasing: block.bytes[line.range])
      return try ImportedLine(bytes, isWhole: line.isWhole, expectedLayers: expectedLayers)
    }
  }
}

/// A value that another thread computes.
private final class Promise<Value: Sendable>: @unchecked Sendable {
  // Sendable because the semaphore orders the one write before every read.
  private var result: Result<Value, any Error>?
  private let isDone = DispatchSemaphore(value: 0)

  init(on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value) {
    queue.async {
      self.result = Result(catching: body)
      self.isDone.signal()
    }
  }

  /// Waits for the value, which is asked for once.
  func value() throws -> Value {
    isDone.wait()
    guard let result else { preconditionFailure("a promise that is done has a result") }
    return try result.get()
  }
}
