import Checkpoints
import Foundation
import Gradients
import Store
import Studies
import Support

/// Takes the lines of one file of published statistics into a store.
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
  /// What the names of parameters begin with.
  private(set) var prefixes: Set<WrapperPrefix> = []
  /// The response of every sample, by position.
  private(set) var outputs: [Int: String] = [:]
  /// Run that stands for the condition from now on; nil before the first line.
  private(set) var planned: PlannedRun?
  private let order: SampleOrder
  private let data: ContentHash
  /// What the lines of the next files must fit.
  private(set) var layout: ImportLayout
  private var format: PublishedFormat?
  private var occurrences: [ContentHash: Int] = [:]
  private var firstLines: [ContentHash: Int] = [:]
  /// The line of the sample at a position.
  private var linesByPosition: [Int: Int] = [:]
  private var repeatsLeft: Int
  /// Lines of the blocks before.
  private var lineCount = 0
  private var pending: [(key: SampleKey, numbers: PackedSample, cutCount: Int?)] = []
  private var pendingSize = 0

  /// Samples of a transaction.
  private static let batch = 256
  /// Bytes of singular values of a transaction: those of one sample of a large model can be four megabytes.
  private static let batchSize = 16_000_000

  /// Begins a file whose content has the hash `data`.
  init(_ source: ImportSource, data: ContentHash, into store: Store, order: SampleOrder, layout: ImportLayout)
  {
    self.source = source
    self.data = data
    self.store = store
    self.order = order
    self.layout = layout
    repeatsLeft = source.task.repeatedSamples
  }

  /// Takes the next lines; wrong ones are noted, not thrown.
  ///
  /// - Throws: `FileError.store`.
  mutating func add(_ block: ParsedBlock) throws {
    for entry in block.lines {
      let number = lineCount + entry.number + 1
      do {
        let line = try block.content(of: entry, expectedLayers: layout.layerCounts[source.model.name])
        try check(line)
        ignored.formUnion(line.ignored)
        prefixes.insert(line.prefix)
        try add(line, at: try place(line, number: number))
      } catch let problem as LineProblem {
        invalid.append(InvalidLine(file: source.file.path, line: number, problem: problem))
      }
    }
    lineCount += block.count
  }

  /// Stores what is left, as the file has no further line.
  ///
  /// - Throws: `FileError.store`.
  mutating func finish() throws { try flush() }

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
    if let first = firstLines[line.identity] {
      guard line.index == nil, repeatsLeft > 0 else { throw LineProblem.duplicate(line: first) }
      repeatsLeft -= 1
    } else {
      firstLines[line.identity] = number
    }
    let occurrence = occurrences[line.instruction, default: 0]
    occurrences[line.instruction] = occurrence + 1
    let position = order.position(of: line, occurrence: occurrence)
    // Of lines with and without positions, two may come to be at one.
    if let first = linesByPosition.updateValue(number, forKey: position) {
      throw LineProblem.duplicate(line: first)
    }
    return position
  }

  private mutating func add(_ line: ImportedLine, at index: Int) throws {
    let run = planned ?? plan(line)
    if planned == nil { try store.makeCurrent([run]) }
    planned = run
    outputs[index] = line.record.output
    sampleCount += 1
    let key = SampleKey(within: run.run.identity, index: index, record: line.record)
    pending.append((key, line.numbers, line.cutCount))
    pendingSize += line.numbers.spectrumSize
    if pending.count >= Self.batch || pendingSize >= Self.batchSize { try flush() }
  }

  private mutating func flush() throws {
    guard let planned, !pending.isEmpty else { return }
    try store.add(pending, to: planned.run)
    pending = []
    pendingSize = 0
  }

  private func plan(_ line: ImportedLine) -> PlannedRun {
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
    return PlannedRun(model: model.name, facts: facts, run: run, selection: .first(0))
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

  /// The samples that there are: positions that no line of any file has are none that are missing.
  var selection: SampleSelection {
    let known = instructions.indices.filter { instructions[$0] != nil }
    return known.count == instructions.count ? .first(known.count) : .listed(Array(known))
  }

  /// Finds the position of a line's sample: the one that the line says, or else one of its instruction.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - occurrence: how many lines before in the same file have the same instruction.
  /// - Returns: the position, from 0.
  func position(of line: ImportedLine, occurrence: Int) -> Int {
    let key = Key(instruction: line.instruction, occurrence: occurrence)
    let position = line.index ?? positions[key] ?? instructions.count
    if positions[key] == nil { positions[key] = position }
    while instructions.count <= position { instructions.append(nil) }
    instructions[position] = instructions[position] ?? line.record.instruction
    return position
  }
}
