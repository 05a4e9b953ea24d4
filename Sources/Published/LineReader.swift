import Gradients
import JSON
import Studies

/// Reads published lines one after the other: those that are like one before by its skeleton, all others member by
/// member.
///
/// What a line holds does not depend on the way in which it is read.
final class LineReader {
  /// Line whose shape the next ones are expected to have.
  private var skeleton: LineSkeleton?
  private let values = JSONSkeletonValues()
  /// Lines that had another shape than the one before them, one after the other.
  private var surprises = 0

  /// Lines of ever new shapes after which none is expected any more.
  private static let mostSurprises = 16

  /// Reads a line with ``JSON/JSONSkeleton/padding`` readable bytes behind it, of a model of so many layers where that is known.
  ///
  /// - Throws: `LineProblem`.
  func read(_ line: UnsafeRawBufferPointer, isWhole: Bool, expectedLayers: Int?) throws -> ImportedLine {
    if let found = skeleton?.read(line, values) {
      surprises = 0
      return found
    }
    let found = try ImportedLine(line, isWhole: isWhole, expectedLayers: expectedLayers)
    surprises += 1
    if surprises < Self.mostSurprises { skeleton = LineSkeleton(of: line, found) }
    return found
  }
}

/// The shape of a published line, and which numbers stand where.
private struct LineSkeleton {
  private let line: ImportedLine
  private let skeleton: JSONSkeleton
  private var index: Int?
  private var cutCount: Int?
  private var instruction = -1
  private var output = -1
  private var loss = -1
  private let strings: [Int]
  /// The parameters by layer, then projection, each with its keys and the holes of their values.
  private let parameters: [(place: GradientPlace, holes: [(key: PublishedNumbers.Key, hole: Int)])]

  /// Takes the shape of a line that was read; nil where lines of this shape may have anything that is not in holes.
  init?(of text: UnsafeRawBufferPointer, _ line: ImportedLine) {
    guard line.numbers.skipped == nil, !line.numbers.hasCosines,
      let skeleton = JSONSkeleton(of: text, integers: ["index", "cut_tokens"])
    else { return nil }
    self.line = line
    self.skeleton = skeleton
    strings = skeleton.holes.indices.filter { skeleton.holes[$0].kind == .string }
    var found: [GradientPlace: [(key: PublishedNumbers.Key, hole: Int)]] = [:]
    for (number, hole) in skeleton.holes.enumerated() {
      switch (hole.path, hole.kind) {
      case (["index"], .integer): index = number
      case (["cut_tokens"], .integer): cutCount = number
      case (["instruction"], .string): instruction = number
      case (["output"], .string): output = number
      case (["loss"], .number): loss = number
      default:
        guard hole.path.count == 2, let place = try? ImportedLine.place(hole.path[0], line.prefix)
        else { continue }
        guard let key = PublishedNumbers.Key(rawValue: hole.path[1]) else { continue }
        guard hole.kind == (key == .spectrum ? .numbers : .number) else { return nil }
        found[place, default: []].append((key, number))
      }
    }
    parameters = found.sorted { $0.key < $1.key }.map { (place: $0.key, holes: $0.value) }
    let isWhole = [instruction, output, loss].allSatisfy { $0 >= 0 } && (index == nil) == (line.index == nil)
    guard isWhole, (cutCount == nil) == (line.cutCount == nil),
      parameters.count == line.layerCount * line.projections.count,
      !skeleton.holes.contains(where: { Self.others.contains($0.path.first ?? "") })
    else { return nil }
  }

  /// Members that are read in another way.
  private static let others: Set = ["skipped", "cosine_sim", "cosine_sim_qkvo"]

  /// Reads a line of this shape; nil for any other, and for one with anything that is wrong.
  func read(_ text: UnsafeRawBufferPointer, _ values: JSONSkeletonValues) -> ImportedLine? {
    guard skeleton.read(text, into: values) else { return nil }
    var record = (instruction: "", output: "")
    for hole in strings {
      guard let string = values.string(hole, of: text) else { return nil }
      if hole == instruction { record.instruction = string }
      if hole == output { record.output = string }
    }
    let position = index.map { Int(values.number($0)) }
    let cutCount = cutCount.map { Int(values.number($0)) }
    guard position.map(ImportedLine.positions.contains) ?? true,
      cutCount.map(ImportedLine.tokenCounts.contains) ?? true
    else { return nil }
    return try? ImportedLine(
      like: line, index: position, cutCount: cutCount,
      record: SampleRecord(instruction: record.instruction, output: record.output),
      loss: values.number(loss), GradientReader(numbers(values)))
  }

  private func numbers(_ values: JSONSkeletonValues) -> [(place: GradientPlace, values: PublishedNumbers)] {
    parameters.map { place, holes in
      var numbers = PublishedNumbers(of: place)
      for (key, hole) in holes {
        if key == .spectrum {
          numbers.set(Array(values.list(hole)))
        } else {
          numbers.set(key, values.number(hole))
        }
      }
      return (place, numbers)
    }
  }
}
