import Foundation
import Gradients
import Published
import Store
import Studies
import Support
import Tokenizers

/// Computes the samples of one data file with one checkpoint and writes published JSON Lines: what the
/// reference script does.
///
/// Lines come in the order of the data file and are added batch by batch. An output file that is already
/// there is gone on with: samples that it holds are not computed again, and one that holds samples of other
/// data, of another checkpoint or of other settings is refused.
package struct ComputeJob: Sendable {
  /// The checkpoint's folder.
  package var checkpoint: URL
  /// Keys of its configuration that are let by.
  package var allowedKeys: Set<String> = []
  /// The data file.
  package var data: URL
  /// The keys under which its records have what a sample is made of.
  package var columns = DataColumns()
  /// The file to write.
  package var output: URL
  /// Prompt that stands before a response.
  package var prompt: PromptKind
  /// What is said of chat prompts beside the checkpoint.
  package var chat: ChatSettings
  /// Settings of how samples become tokens, the projections, and what else is kept of them.
  package var settings: StudySettings
  /// The form of the lines.
  package let format: PublishedFormat
  /// The first sample, from 0.
  package var start: Int
  /// The sample after the last; nil, or beyond the file, for all to its end.
  package var end: Int?

  /// Makes a job for all samples of `data`.
  package init(
    checkpoint: URL, data: URL, output: URL, prompt: PromptKind = .base,
    chat: ChatSettings = ChatSettings(), settings: StudySettings = StudySettings(),
    format: PublishedFormat = .layerGradient, start: Int = 0,
    end: Int? = nil
  ) {
    self.checkpoint = checkpoint
    self.data = data
    self.output = output
    self.prompt = prompt
    self.chat = chat
    self.settings = settings
    self.format = format
    self.settings.keep(for: format)
    self.start = start
    self.end = end
  }

  /// Runs to the end, or until `isCancelled` says true.
  ///
  /// - Parameters:
  ///   - options: how to use the machine.
  ///   - opener: opens the checkpoint.
  ///   - now: a clock that only goes forward, in seconds.
  ///   - meter: counts what is done, for those who want to know it between two reports.
  ///   - announce: told what is to be done, before it begins, if there is anything.
  ///   - isCancelled: whether to stop as soon as possible; finished batches are kept.
  ///   - report: told before the first batch and after every batch.
  /// - Returns: what was done and what is there now.
  /// - Throws: `StudyError`, `RunError`, `PublishedError.outputLine`, `FileError.output`, or what is wrong with the checkpoint or its
  ///   tokenizer.
  package func run(
    options: RunOptions, opener: any ModelOpening, now: @escaping @Sendable () -> Double,
    meter: ProgressMeter? = nil, announce: (WorkPlan) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }, report: (RunProgress) -> Void = { _ in }
  ) throws -> RunSummary {
    let records = try DataFile.records(at: data, columns: columns)
    let range = try DataFile.range(start, end, of: data, count: records.count)
    try ConditionData.check(records, of: data, for: prompt)
    let model = try opener.open(
      folder: checkpoint, allowedKeys: allowedKeys, prompt: prompt, chat: chat, settings: settings,
      options: options)
    let configuration = RunConfiguration(
      model: model.facts.fingerprint, tokenizer: model.tokenizer, prompt: prompt, settings: settings,
      arithmetic: model.arithmetic)
    let keys = records.enumerated().map {
      SampleKey(within: configuration.identity, index: $0.offset, record: $0.element)
    }
    let file = try PublishedFile(at: output)
    let tally = try Tally(file.entries, keys: keys, range: range, output: output)
    let pending = try keys[range].filter { !tally.done.contains($0.index) }.map { key in
      PendingSample(key: key, tokens: try model.tokens(of: records[key.index], at: key.index, in: data))
    }
    var session = Session(
      records: records, model: model, configuration: configuration, file: file, format: format, tally: tally)
    let engine = pending.isEmpty ? nil : try model.makeEngine()
    if let engine { announce(try plan(pending, engine, model, options)) }
    return try session.run(
      pending, engine: engine, options: options, activity: data.lastPathComponent,
      meter: meter ?? ProgressMeter(now: now), isCancelled: isCancelled, report: report)
  }

  private func plan(
    _ pending: [PendingSample], _ engine: any GradientComputing, _ model: OpenModel, _ options: RunOptions
  ) throws -> WorkPlan {
    let maker = BatchMaker(engine: engine, parameterCount: model.parameterCount, options: options)
    let work = try WorkPlan.Model(
      checkpoint.lastPathComponent, conditions: [pending.map(\.tokens)], maker: maker, cost: model.cost,
      notes: model.facts.notes)
    return WorkPlan(models: [work], options: options, warnings: [])
  }
}

/// The samples of the range that the output file holds.
private struct Tally {
  private(set) var done: Set<Int> = []
  private(set) var skipped: [SkipReason: Int] = [:]
  /// Tokens that were cut off each sample; nil where that is not known.
  private var cutCounts: [Int: Int?] = [:]
  let total: Int

  init(_ entries: [PublishedFile.Entry], keys: [SampleKey], range: Range<Int>, output: URL) throws {
    total = range.count
    for entry in entries {
      guard keys.indices.contains(entry.index), keys[entry.index].hash.hex == entry.key else {
        throw PublishedError.outputLine(output.path, line: entry.line, .otherSample)
      }
      if range.contains(entry.index) { add(entry.index, entry.skipped, cutCount: entry.cutCount) }
    }
  }

  /// What cutting did to the samples, which come from `data`.
  func truncation(_ data: String, maxLength: Int) -> Truncation {
    // Nothing is compared, so one identity does for all.
    let identity = ContentHash(of: [])
    let samples = cutCounts.mapValues { CutSample(cutCount: $0, identity: identity) }
    return Truncation([CutCondition(name: nil, samples: samples)], of: data, maxLength: maxLength)
  }

  mutating func add(_ index: Int, _ reason: SkipReason?, cutCount: Int?) {
    guard done.insert(index).inserted else { return }
    cutCounts[index] = .some(cutCount)
    guard let reason else { return }
    skipped[reason, default: 0] += 1
  }
}

/// One call of `ComputeJob.run`.
private struct Session {
  let records: [SampleRecord]
  let model: OpenModel
  let configuration: RunConfiguration
  let file: PublishedFile
  let format: PublishedFormat
  var tally: Tally

  mutating func run(
    _ pending: [PendingSample], engine: (any GradientComputing)?, options: RunOptions, activity: String,
    meter: ProgressMeter, isCancelled: @escaping @Sendable () -> Bool, report: (RunProgress) -> Void
  ) throws -> RunSummary {
    let found = tally.done.count
    let work = pending.reduce(0) { $0 + model.cost($1.tokens).operations }
    meter.start(samples: pending.count, work: work)
    var wasCancelled = false
    if let engine {
      let loop = BatchLoop(
        engine: engine, model: model, options: options, meter: meter,
        isCancelled: isCancelled)
      meter.begin(activity)
      do {
        try loop.run(pending, report: report) { try add($0) }
      } catch is CancellationError {
        wasCancelled = true
      }
    }
    return RunSummary(
      finished: meter.samplesDone, found: found, skipped: tally.skipped,
      missing: tally.total - tally.done.count, wasCancelled: wasCancelled, tokens: meter.tokensDone,
      seconds: meter.seconds,
      truncation: tally.truncation(activity, maxLength: configuration.maxLength ?? 0))
  }

  private mutating func add(_ batch: [FinishedSample]) throws {
    var lines: [UInt8] = []
    for sample in batch {
      let line = PublishedLine(
        format: format, key: sample.key, record: records[sample.key.index], outcome: sample.outcome,
        cutCount: sample.tokens.cutCount, layerCount: model.facts.layerCount,
        projections: configuration.projections,
        keepsExtrema: configuration.extras.extrema)
      lines += line.bytes
    }
    try file.append(lines)
    for sample in batch {
      tally.add(sample.key.index, sample.outcome.skipReason, cutCount: sample.tokens.cutCount)
    }
  }
}
