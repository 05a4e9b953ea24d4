import Foundation
import Gradients
import Store
import Studies
import Support

/// Reads one file of published statistics into a store.
struct FileImporter {
  let source: ImportSource
  let store: Store
  /// Lines that cannot be imported.
  private(set) var invalid: [InvalidLine] = []
  /// Samples that were stored.
  private(set) var sampleCount = 0
  /// Parameters of lines that are no projection known here, with `*` for their layer's number: what they hold was left
  /// out.
  private(set) var ignored: Set<String> = []
  /// The response of every sample, by position.
  private(set) var outputs: [Int: String] = [:]
  /// Run that stands for the condition from now on; nil before the first line.
  private(set) var planned: PlannedRun?
  private let order: SampleOrder
  private var layout: ImportLayout
  private var format: PublishedFormat?
  private var occurrences: [ContentHash: Int] = [:]
  private var firstLines: [ContentHash: Int] = [:]
  private var repeatsLeft: Int
  private var pending: [StoredSample] = []
  private var pendingNumbers = 0

  /// Samples of a transaction.
  private static let batch = 64
  /// Singular values of a transaction: those of one sample of a large model can be half a million.
  private static let batchNumbers = 2_000_000

  init(_ source: ImportSource, into store: Store, order: SampleOrder, layout: ImportLayout) {
    self.source = source
    self.store = store
    self.order = order
    self.layout = layout
    repeatsLeft = source.task.repeatedSamples
  }

  /// Reads the whole file.
  ///
  /// - Returns: what the lines of the next files must fit.
  /// - Throws: `FileError.unreadable` or `.store`; wrong lines are noted, not thrown.
  mutating func run() throws -> ImportLayout {
    let file = try LineFile(source.file)
    let hash = file.hash
    try file.forEachLine { bytes, number, isWhole in
      do {
        let line = try ImportedLine(
          bytes, isWhole: isWhole, expectedLayers: layout.layerCounts[source.model.name])
        try check(line)
        ignored.formUnion(line.ignored)
        let index = try place(line, number: number)
        try add(line, at: index, data: hash)
      } catch let problem as LineProblem {
        invalid.append(InvalidLine(file: source.file.path, line: number, problem: problem))
      }
    }
    try flush()
    return layout
  }

  /// - Throws: `LineProblem` when the line does not fit those before.
  private mutating func check(_ line: ImportedLine) throws {
    if let expected = layout.layerCounts[source.model.name], expected != line.layerCount {
      throw LineProblem.layers(line.layerCount, expected: expected)
    }
    if let expected = layout.projections, expected != line.projections {
      func words(_ projections: [Projection]) -> String { projections.map(\.rawValue).joined(separator: " ") }
      throw LineProblem.projections(words(line.projections), expected: words(expected))
    }
    if let format, format != line.format { throw LineProblem.format(line.format, expected: format) }
    layout.layerCounts[source.model.name] = line.layerCount
    layout.projections = line.projections
    format = line.format
  }

  /// The position of the line's sample.
  ///
  /// - Throws: `LineProblem.duplicate`.
  private mutating func place(_ line: ImportedLine, number: Int) throws -> Int {
    var hasher = ContentHasher()
    if let index = line.index {
      hasher.update(field: index)
    } else {
      hasher.update(field: line.record.instruction)
      hasher.update(field: line.record.output)
    }
    let key = hasher.finish()
    if let first = firstLines[key] {
      guard line.index == nil, repeatsLeft > 0 else { throw LineProblem.duplicate(line: first) }
      repeatsLeft -= 1
    } else {
      firstLines[key] = number
    }
    let instruction = ContentHash(of: line.record.instruction.utf8)
    let occurrence = occurrences[instruction, default: 0]
    occurrences[instruction] = occurrence + 1
    return order.position(of: line.record.instruction, occurrence: occurrence, index: line.index)
  }

  private mutating func add(_ line: ImportedLine, at index: Int, data: ContentHash) throws {
    let run = planned ?? plan(line, data: data)
    if planned == nil { try store.makeCurrent([run]) }
    planned = run
    outputs[index] = line.record.output
    sampleCount += 1
    let key = SampleKey(within: run.run.identity, index: index, record: line.record)
    pending.append(StoredSample(key: key, tokenCount: nil, labelCount: nil, outcome: line.outcome))
    pendingNumbers += line.outcome.singularValueCount
    if pending.count >= Self.batch || pendingNumbers >= Self.batchNumbers { try flush() }
  }

  private mutating func flush() throws {
    guard let planned, !pending.isEmpty else { return }
    try store.add(pending, to: planned.run)
    pending = []
    pendingNumbers = 0
  }

  private func plan(_ line: ImportedLine, data: ContentHash) -> PlannedRun {
    let model = source.model
    let fingerprint = ContentHash(of: "imported \(model.name)".utf8)
    let facts = ModelFacts(
      fingerprint: fingerprint, family: model.family, layerCount: line.layerCount, hiddenSize: nil,
      vocabularySize: nil, parameterCount: nil)
    var extras = GradientOptions()
    extras.spectrum = line.format == .gradientUnified
    extras.extrema = line.hasExtrema
    let configuration = RunConfiguration(imported: fingerprint, projections: line.projections, extras: extras)
    let run = RunDescription(configuration: configuration, condition: source.condition, data: data)
    return PlannedRun(model: model.name, facts: facts, run: run, sampleCount: 0)
  }
}

extension SampleOutcome {
  fileprivate var singularValueCount: Int {
    guard case .computed(let sample) = self else { return 0 }
    return sample.gradients.reduce(0) { $0 + ($1.singularValues?.count ?? 0) }
  }
}

/// Layout that all lines of an import must share.
struct ImportLayout {
  /// Layers of every model, by its name.
  var layerCounts: [String: Int] = [:]
  /// The projections, of all models.
  var projections: [Projection]?
}

/// Gives the samples of all files that pair (one task, one pairing of styles) their positions.
///
/// The published lines have no position, and samples that failed are missing from them. So a sample is found by its
/// instruction, and by which occurrence of that instruction in its file it is: an instruction may stand twice in a
/// data set. Instructions that no file before had come after all others.
final class SampleOrder {
  private struct Key: Hashable {
    let instruction: ContentHash
    let occurrence: Int
  }

  private var positions: [Key: Int] = [:]
  /// The instruction at every position; nil where no line told.
  private(set) var instructions: [String?] = []

  /// The position of a line's sample.
  ///
  /// - Parameters:
  ///   - instruction: its instruction.
  ///   - occurrence: how many lines before in the same file have the same instruction.
  ///   - index: the position that the line itself says.
  /// - Returns: the position, from 0.
  func position(of instruction: String, occurrence: Int, index: Int?) -> Int {
    let key = Key(instruction: ContentHash(of: instruction.utf8), occurrence: occurrence)
    let position = index ?? positions[key] ?? instructions.count
    if positions[key] == nil { positions[key] = position }
    while instructions.count <= position { instructions.append(nil) }
    instructions[position] = instructions[position] ?? instruction
    return position
  }
}
