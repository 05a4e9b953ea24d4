import Analysis
import Figures
import Foundation
import Gradients
import JSON
import Studies
import Support

/// The numbers of a model on a task as files of their own: curves and samples, as CSV for other programs and as scripts for the
/// pages Compare and Samples.
///
/// A script hands its content to `assets/explore.js`. It is no JSON, so that the pages work from disk too: there, browsers let
/// a page load scripts and no other file. The numbers of samples and what is drawn have few digits, and CSV is packed, so that the
/// files of many models stay small.
struct CellData: Sendable {
  let analysis: StudyAnalysis
  /// The statistics of the site, each followed by its twin per loss.
  let statistics: [Statistic]

  init(_ analysis: StudyAnalysis, _ settings: SiteSettings) {
    self.analysis = analysis
    statistics = Self.statistics(of: settings)
  }

  /// Significant digits of the numbers of samples: about what the engine's `Float` is good for.
  private static let digits = 6
  /// Significant digits of numbers that are drawn, of which a page shows three.
  private static let drawnDigits = 4

  /// The statistics of a site, each followed by its twin per loss.
  static func statistics(of settings: SiteSettings) -> [Statistic] {
    settings.statistics.reduce(into: []) { found, statistic in
      for next in [statistic, statistic.twin].compactMap(\.self)
      where !found.contains(where: { $0.rawValue == next.rawValue }) {
        found.append(next)
      }
    }
  }

  /// The path of a file in the folder of the data, without its ending.
  static func path(_ kind: String, _ cell: StudyCell) -> String {
    "\(kind)/\(cell.model.name)/\(cell.task.name)"
  }

  /// Writes the files of all models on all tasks, on all cores.
  ///
  /// - Throws: `SiteError.output`.
  func write(to files: SiteFiles) throws {
    let cells = analysis.cells
    _ = try Parallel.map(cells.count) { place in
      let cell = cells[place]
      let conditions = analysis.conditions(of: cell)
      for (kind, table) in [(.curves, curveTable(conditions)), (.samples, sampleTable(conditions))]
        as [(FigurePlacement.CellFile, Table)]
      {
        try files.write(packing: table.csvBytes, to: CellDataFile(kind, cell).path)
      }
      for (path, script) in scripts(of: cell, conditions) { try files.write(script, to: "data/\(path).js") }
    }
  }

  private func scripts(of cell: StudyCell, _ conditions: [ConditionAnalysis]) -> [(String, [UInt8])] {
    let (compare, points) = (Self.path("compare", cell), Self.path("samples", cell))
    return [
      (compare, script(compare) { write(curvesOf: conditions, to: &$0) }),
      (points, script(points) { write(samplesOf: conditions, to: &$0) }),
    ]
  }

  private func script(_ path: String, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.value(path)
    var content = JSONWriter()
    content.object(body)
    return Array("strata.shard(\(json.text),\(content.text));\n".utf8)
  }
}

// MARK: - Curves

extension CellData {
  private func curveTable(_ conditions: [ConditionAnalysis]) -> Table {
    var rows = CurveTable()
    for condition in conditions {
      for statistic in statistics {
        for projection in condition.projections { rows.add(statistic, of: projection, from: condition) }
      }
    }
    return rows.table.rounded(to: Downloads.digits)
  }

  private func write(curvesOf conditions: [ConditionAnalysis], to json: inout JSONWriter) {
    json.member("layers", conditions.map(\.layerCount).max() ?? 0)
    json.key("curves")
    json.array { json in
      for condition in conditions {
        for statistic in statistics {
          for projection in condition.projections {
            guard let curve = condition.curve(statistic, of: projection) else { continue }
            json.object { write(curve, of: condition, statistic, projection, to: &$0) }
          }
        }
      }
    }
  }

  private func write(
    _ curve: Curve, of condition: ConditionAnalysis, _ statistic: Statistic, _ projection: Projection,
    to json: inout JSONWriter
  ) {
    json.member("style", condition.condition.style.rawValue)
    json.member("relevance", condition.condition.relevance.rawValue)
    json.member("projection", projection.rawValue)
    json.member("statistic", statistic.rawValue)
    json.member("n", curve.sampleCount)
    Self.write("mean", curve.means, to: &json)
    guard !curve.intervals.isEmpty else { return }
    Self.write("lower", curve.intervals.map(\.lower), to: &json)
    Self.write("upper", curve.intervals.map(\.upper), to: &json)
  }

  private static func write(_ key: String, _ values: [Double], to json: inout JSONWriter) {
    json.key(key)
    json.array { json in for value in values { json.value(NumberText.rounded(value, to: drawnDigits)) } }
  }
}

// MARK: - Samples

extension CellData {
  /// The statistics that samples have; what is divided by the loss follows from them.
  private var sampleStatistics: [Statistic] {
    statistics.filter { statistic in !statistics.contains { $0.twin?.rawValue == statistic.rawValue } }
  }

  /// The level of every sample, the mean over layers: `[projection][sample]`, by the sample's position.
  private func levels(_ statistic: Statistic, _ condition: ConditionAnalysis) -> [[Int: Double]] {
    let levels = condition.levels(statistic)
    return levels.values.map { Dictionary(uniqueKeysWithValues: zip(levels.sampleIndices, $0)) }
  }

  /// The column of a statistic of a projection: `nuclear_norm_q`.
  static func name(_ statistic: Statistic, _ projection: Projection) -> String {
    "\(statistic.rawValue.replacing("-", with: "_"))_\(projection.rawValue)"
  }

  private func sampleColumns(_ projections: [Projection]) -> [Table.Column] {
    [
      .words("style", "Style"), .words("relevance", "Relevance"), .numbers("sample", "Sample"),
      .numbers("tokens", "Tokens of the response"), .numbers("loss", "Loss"),
    ]
      + sampleStatistics.flatMap { statistic in
        projections.map {
          .numbers(Self.name(statistic, $0), "\(statistic.words.heading), \($0.rawValue)")
        }
      }
  }

  /// The names of the columns of both files of a model on a task, as the page of the data explains them.
  var columnNames: [(table: String, columns: [String])] {
    let projections = analysis.conditions.first?.projections ?? []
    return [
      ("curves", CurveTable().table.columns.map(\.name)),
      ("samples of a model on a task", sampleColumns(projections).map(\.name)),
    ]
  }

  private func sampleTable(_ conditions: [ConditionAnalysis]) -> Table {
    var table = Table(sampleColumns(conditions.first?.projections ?? []))
    for condition in conditions {
      let levels = sampleStatistics.flatMap { self.levels($0, condition) }
      for sample in condition.samples {
        table.add(
          [
            .text(condition.condition.style.rawValue), .text(condition.condition.relevance.rawValue),
            .count(sample.index), sample.labelCount.map { .count($0) } ?? .number(nil), .number(sample.loss),
          ] + levels.map { .number($0[sample.index]) })
      }
    }
    return table.rounded(to: Self.digits)
  }

  private func write(samplesOf conditions: [ConditionAnalysis], to json: inout JSONWriter) {
    json.key("statistics")
    json.array { json in for statistic in sampleStatistics { json.value(statistic.rawValue) } }
    json.key("conditions")
    json.array { json in
      for condition in conditions {
        let levels = sampleStatistics.map { self.levels($0, condition) }
        json.object { json in
          json.member("style", condition.condition.style.rawValue)
          json.member("relevance", condition.condition.relevance.rawValue)
          json.key("samples")
          json.array { json in for sample in condition.samples { write(sample, levels, to: &json) } }
        }
      }
    }
  }

  /// `[sample, tokens, loss, levels…]`, a level being the mean over projections.
  private func write(_ sample: SampleSize, _ levels: [[[Int: Double]]], to json: inout JSONWriter) {
    json.array { json in
      json.value(sample.index)
      if let count = sample.labelCount { json.value(count) } else { json.null() }
      json.value(NumberText.rounded(sample.loss, to: Self.drawnDigits))
      for projections in levels {
        let known = projections.compactMap { $0[sample.index] }
        guard known.count == projections.count, !known.isEmpty else {
          json.null()
          continue
        }
        json.value(NumberText.rounded(known.reduce(0, +) / Double(known.count), to: Self.drawnDigits))
      }
    }
  }
}

/// A file of the data with all curves, or all samples, of a model on a task: CSV, packed by gzip, which pandas and R read as it is.
struct CellDataFile: Sendable {
  private let kind: FigurePlacement.CellFile
  private let model: String
  private let task: String

  init(_ kind: FigurePlacement.CellFile, _ cell: StudyCell) {
    self.kind = kind
    model = cell.model.name
    task = cell.task.name
  }

  /// Nil where a figure is not of one model on one task.
  init?(_ kind: FigurePlacement.CellFile, model: String?, task: String?) {
    guard let model, let task else { return nil }
    self.kind = kind
    self.model = model
    self.task = task
  }

  /// The path of the file in the site.
  var path: String { "data/\(kind.rawValue)/\(model)/\(task).csv.gz" }

  /// The words on a link to it.
  var label: String {
    switch kind {
    case .curves: "All curves here (CSV, gzip)"
    case .samples: "All samples here (CSV, gzip)"
    }
  }
}
