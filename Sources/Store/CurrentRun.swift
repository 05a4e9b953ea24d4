import Foundation
import GRDB
import Gradients
import Studies
import Support

/// A run that stands for a model and a condition of the study.
package struct CurrentRun: Sendable {
  let id: Int64
  package let description: RunDescription
  package let facts: ModelFacts
  /// Samples that the study asks for.
  package var selection: SampleSelection

  /// SQL that is true for the samples of the selection, with ``selected`` as its one argument.
  var isSelected: String {
    switch selection {
    case .first: "sample_index < ?"
    case .random, .listed: "sample_index IN (SELECT value FROM json_each(?))"
    }
  }

  /// The argument of ``isSelected``.
  var selected: any DatabaseValueConvertible {
    switch selection {
    case .first(let count): count
    case .random(let positions, _), .listed(let positions): SelectionText.text(of: positions)
    }
  }
}

extension Store {
  /// The run that stands for the model called `model` under `condition`, if one was ever planned.
  package func currentRun(model: String, condition: Condition) throws -> CurrentRun? {
    try read { database in
      let sql = """
        SELECT run.*, shown.sample_count, shown.positions, shown.seed, model.* FROM shown
        JOIN run ON run.id = shown.run JOIN model ON model.fingerprint = run.model
        WHERE shown.model = ? AND shown.task = ? AND shown.style = ? AND shown.relevance = ?
        """
      let row = try Row.fetchOne(
        database, sql: sql,
        arguments: [model, condition.task, condition.style.rawValue, condition.relevance.rawValue])
      return try row.map { row in
        var facts = try Self.facts(row)
        facts.notes = try CheckpointNotes.notes(of: model, in: database)
        return CurrentRun(
          id: Int64(try row.integer(.runID)), description: try Self.description(row, condition: condition),
          facts: facts, selection: try SelectionText.selection(row))
      }
    }
  }

  /// Computed and skipped samples of `run` among the samples that the study asks for, by index.
  package func samples(of run: CurrentRun) throws -> (computed: [SampleResult], skipped: [SkippedSample]) {
    try read { database in
      var computed: [SampleResult] = []
      var skipped: [SkippedSample] = []
      var positions = AscendingPositions()
      let layout = run.layout
      let sql = """
        SELECT sample_index, token_count, label_count, loss, skipped, statistics
        FROM result LEFT JOIN gradient ON gradient.result = result.id
        WHERE run = ? AND \(run.isSelected) ORDER BY sample_index
        """
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [run.id, run.selected])
      while let row = try rows.next() {
        let index = try positions.next(row)
        if let reason = try row.meaningIfKnown(.skipped, SkipReason.init(rawValue:)) {
          skipped.append(SkippedSample(index: index, reason: reason))
        } else {
          computed.append(
            SampleResult(
              index: index, loss: try row.numberIfKnown(.loss) ?? .nan,
              tokenCount: try row.integerIfKnown(.tokenCount),
              labelCount: try row.integerIfKnown(.labelCount),
              summaries: try summaries(row, atIndex: 5, layout)))
        }
      }
      return (computed, skipped)
    }
  }

  /// Counts the samples of `run`, or of a shard of it, that are there, without reading their gradients.
  package func coverage(of run: CurrentRun, shard: Shard = .whole) throws -> Coverage {
    let isImported = run.description.configuration.isImported
    let sql = """
      SELECT skipped, count(*), total(\(isImported ? "0" : Self.lacking(run.layout))),
        total(cut_count > 0), total(cut_count IS NULL)
      FROM result\(isImported ? "" : " LEFT JOIN gradient ON gradient.result = result.id")
      WHERE run = ? AND \(run.isSelected) AND sample_index % ? = ? GROUP BY skipped
      """
    let arguments: StatementArguments = [run.id, run.selected, shard.count, shard.number - 1]
    return try read { database in
      var (computed, incomplete, cut, cutUnknown) = (0, 0, 0, 0)
      var skipped: [SkipReason: Int] = [:]
      for row in try Row.fetchAll(database, sql: sql, arguments: arguments) {
        cut += try row.decode(Int.self, atIndex: 3)
        cutUnknown += try row.decode(Int.self, atIndex: 4)
        if let reason = try row.meaningIfKnown(.skipped, SkipReason.init(rawValue:)) {
          skipped[reason] = try row.decode(atIndex: 1)
        } else {
          computed = try row.decode(atIndex: 1)
          incomplete = try row.decode(atIndex: 2)
        }
      }
      return Coverage(
        expected: run.selection.count(in: shard), computed: computed, skipped: skipped,
        incomplete: incomplete, cut: cut, cutUnknown: cutUnknown)
    }
  }

  /// Positions of the samples of `run` that a run has still to compute, in order.
  func pending(of run: CurrentRun) throws -> [Int] {
    let isImported = run.description.configuration.isImported
    let sql = """
      SELECT sample_index FROM result LEFT JOIN gradient ON gradient.result = result.id
      WHERE run = ? AND (skipped IS NOT NULL OR NOT (\(isImported ? "0" : Self.lacking(run.layout))))
      """
    let present = try read { try Int.fetchSet($0, sql: sql, arguments: [run.id]) }
    return run.selection.positions.filter { !present.contains($0) }
  }

  /// SQL that is 1 where a computed sample lacks a statistic, since it is from before it.
  static func lacking(_ layout: GradientLayout) -> String {
    "coalesce(length(statistics), 0) < \(Statistic.columns.count * layout.count * GradientRecord.width)"
  }

  /// The summaries in the record at `index` of `row`; where there is none, nothing is known.
  func summaries(_ row: Row, atIndex index: Int, _ layout: GradientLayout) throws -> [SpectrumSummary] {
    try watch.keep(layout.count * MemoryLayout<SpectrumSummary>.stride)
    let record = try row.bytesIfThere(.statistics, at: index) ?? Data()
    guard let summaries = GradientRecord.summaries(in: record, layout) else {
      throw GradientRecord.mismatch(.statistics, record, layout)
    }
    return summaries
  }

  static func description(_ row: Row, condition: Condition) throws -> RunDescription {
    let projections = try row.meaning(.projections, GradientLayout.projections)
    let model = try row.meaning(.runModel) { ContentHash(hex: $0) }
    let data = try row.meaning(.data) { ContentHash(hex: $0) }
    let extras = try extras(row)
    guard let arithmetic = try row.integerIfKnown(.arithmetic) else {
      let configuration = RunConfiguration(imported: model, projections: projections, extras: extras)
      return RunDescription(configuration: configuration, condition: condition, data: data)
    }
    let tokenizer = try row.meaning(.tokenizer) { ContentHash(hex: $0) }
    let prompt = try row.meaning(.prompt, PromptKind.init(rawValue:))
    var settings = StudySettings()
    settings.prompting = try row.meaning(.prompting, Prompting.init(rawValue:))
    settings.maxLength = try row.integer(.maxLength)
    settings.projections = projections
    settings.extras = extras
    let configuration = RunConfiguration(
      model: model, tokenizer: tokenizer, prompt: prompt, settings: settings, arithmetic: arithmetic)
    return RunDescription(configuration: configuration, condition: condition, data: data)
  }

  private static func extras(_ row: Row) throws -> GradientOptions {
    var extras = GradientOptions()
    extras.spectrum = try row.flag(.spectrum)
    extras.extrema = try row.flag(.extrema)
    extras.cosines = try row.meaning(.cosineSelection, CosineSelection.init(rawValue:))
    extras.tokenShares = try row.flag(.tokenShares)
    return extras
  }

  static func facts(_ row: Row) throws -> ModelFacts {
    ModelFacts(
      fingerprint: try row.meaning(.fingerprint) { ContentHash(hex: $0) }, family: try row.text(.family),
      layerCount: try row.integer(.layerCount), hiddenSize: try row.integerIfKnown(.hiddenSize),
      vocabularySize: try row.integerIfKnown(.vocabularySize),
      parameterCount: try row.integerIfKnown(.parameterCount))
  }
}

extension CurrentRun {
  /// The gradients that every computed sample has.
  var layout: GradientLayout {
    GradientLayout(layerCount: facts.layerCount, projections: description.configuration.projections)
  }
}

/// Part of a condition that the store holds for one model.
package struct Coverage: Sendable, Equatable {
  /// Samples that the study asks for.
  package let expected: Int
  /// Samples with gradients.
  package let computed: Int
  /// Samples without a gradient, by reason; reasons that no sample has are absent.
  package let skipped: [SkipReason: Int]
  /// Samples with gradients that lack a statistic, because they were computed before there was one. A run computes them
  /// again; what they have is shown meanwhile.
  package let incomplete: Int
  /// Samples, skipped ones among them, whose texts were cut to the longest length.
  package let cut: Int
  /// Samples of which it is not known whether their texts were cut.
  package let cutUnknown: Int

  /// Makes a coverage of `expected` samples.
  package init(
    expected: Int, computed: Int, skipped: [SkipReason: Int], incomplete: Int = 0, cut: Int = 0,
    cutUnknown: Int = 0
  ) {
    self.cut = cut
    self.cutUnknown = cutUnknown
    self.expected = expected
    self.computed = computed
    self.skipped = skipped
    self.incomplete = incomplete
  }

  /// Samples without a gradient, for whatever reason.
  package var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Whether there are samples and the texts of all of them were cut.
  package var isAllCut: Bool { cut > 0 && cut == computed + skippedCount }

  /// Samples of which there is nothing.
  package var missing: Int { expected - computed - skippedCount }

  /// Samples that a run has still to compute.
  package var pending: Int { missing + incomplete }

  /// Nothing is to be computed any more.
  package var isComplete: Bool { pending == 0 }
}
