import Analysis
import Gradients
import Plotting
import Studies

extension FigureKind {
  /// Base models above their instruct partners, on one task.
  static let models = FigureKind(
    name: "models", summary: "a statistic over layers, base and instruct models side by side"
  ) { request, analysis in
    let pairs = ModelPair.all(in: analysis.study).filter { pair in
      request.model == nil || pair.models.contains { $0.name == request.model }
    }
    let tasks = analysis.study.tasks.filter { request.task == nil || request.task == $0.name }
    return tasks.lazy.compactMap { task in
      ModelsFigure(pairs: pairs, task: task, request: request, analysis: analysis)?.figure
    }.first
  }
}

/// A base model and the instruct model that was tuned from it.
struct ModelPair: Sendable {
  let base: StudyModel
  let instruct: StudyModel

  /// Base first.
  var models: [StudyModel] { [base, instruct] }

  /// The pairs of a study, in the order of the instruct models.
  static func all(in study: Study) -> [ModelPair] {
    study.models.compactMap { model in
      model.partner.flatMap { study.model(named: $0) }.map { ModelPair(base: $0, instruct: model) }
    }
  }
}

/// Small multiples: for one pair a row per model and a column per projection; for several pairs a row per pair,
/// columns base and instruct, of one projection.
private struct ModelsFigure {
  private let pairs: [ModelPair]
  private let task: StudyTask
  private let statistic: Statistic
  private let projections: [Projection]
  private let styles: [ResponseStyle]
  private let analysis: StudyAnalysis

  init?(pairs: [ModelPair], task: StudyTask, request: FigureRequest, analysis: StudyAnalysis) {
    let statistic = request.statistic
    self.pairs = pairs.filter { pair in
      pair.models.allSatisfy { model in
        task.styles.contains { analysis.condition(model: model.name, task: task.name, style: $0) != nil }
      }
    }
    guard let first = self.pairs.first else { return nil }
    let available =
      task.styles.lazy
      .compactMap { analysis.condition(model: first.base.name, task: task.name, style: $0) }
      .first?.projections ?? []
    let isSingle = self.pairs.count == 1 && request.projection == nil
    let chosen = request.projection ?? (available.contains(.v) ? .v : available.first ?? .q)
    projections = isSingle ? available : [chosen]
    styles = task.styles
    self.task = task
    self.statistic = statistic
    self.analysis = analysis
  }

  var figure: StudyFigure {
    let isSingle = projections.count > 1
    let who = pairs.count == 1 ? "\(pairs[0].base.label) and \(pairs[0].instruct.label)" : "base and instruct"
    return StudyFigure(
      id: id, title: "\(statistic.words.heading) by layer: \(who) on \(task.label)",
      figure: isSingle ? singlePair : manyPairs, layout: .wide, panelAspect: isSingle ? 0.8 : 0.5,
      caption: caption, data: data, overview: overview)
  }

  private var id: String {
    let pair = pairs.count == 1 ? "-\(pairs[0].instruct.name)" : ""
    let projection = projections.count == 1 ? "-\(projections[0].rawValue)" : ""
    return "models\(pair)-\(task.name)-\(statistic.rawValue)\(projection)"
  }

  private var singlePair: Plotting.Figure {
    let rows = pairs[0].models.map { model in projections.map { panel(model, $0) as Panel? } }
    return Plotting.Figure(
      panels: rows, columnTitles: projections.map { RichText.literal($0.label) },
      rowTitles: pairs[0].models.map { RichText.literal($0.label) }, sharedX: .all, sharedY: .columns,
      legend: .top, series: CurveMarks.series(styles))
  }

  private var manyPairs: Plotting.Figure {
    let rows = pairs.map { pair in pair.models.map { panel($0, projections[0]) as Panel? } }
    return Plotting.Figure(
      panels: rows, columnTitles: ["Base", "Instruct"],
      rowTitles: pairs.map { RichText.literal($0.base.label) },
      sharedX: .rows, sharedY: .rows, legend: .top, series: CurveMarks.series(styles))
  }

  private func panel(_ model: StudyModel, _ projection: Projection) -> Panel {
    CurveMarks.panel(
      title: nil, statistic: statistic,
      marks: conditions(model).flatMap { condition in
        condition.curve(statistic, of: projection).map {
          CurveMarks.marks($0, series: condition.condition.style.rawValue)
        } ?? []
      })
  }

  private func conditions(_ model: StudyModel) -> [ConditionAnalysis] {
    styles.compactMap { analysis.condition(model: model.name, task: task.name, style: $0) }
  }

  private var caption: String {
    let letters = Captions.projections(projections)
    let panels =
      projections.count > 1
      ? "the base model in the upper row, its instruct partner in the lower, on the same scale within a column; a column "
        + "for each projection (\(letters)), each on its own scale"
      : "projection \(letters), a row for each pair; base and instruct share their scale"
    let all = pairs.flatMap(\.models).flatMap(conditions)
    let curves = styles.map { style in
      (
        style.label,
        all.filter { $0.condition.style == style }.flatMap { condition in
          projections.compactMap { condition.curve(statistic, of: $0) }
        }
      )
    }.filter { !$0.1.isEmpty }
    return [
      "The gradient in each layer, from the embedding up: \(panels).", statistic.words.meaning,
      Captions.meansAndBands, Captions.counts(curves), Captions.leftOut(curves.flatMap(\.1)),
      Captions.unfinished(all),
    ].compactMap(\.self).joined(separator: " ")
  }

  private var data: DataTable {
    var rows = CurveTable()
    for condition in pairs.flatMap(\.models).flatMap(conditions) {
      for projection in projections { rows.add(statistic, of: projection, from: condition) }
    }
    return rows.table
  }

  private var overview: DataTable {
    LayerTable(
      pairs.flatMap(\.models).flatMap { model in
        conditions(model).flatMap { condition in
          projections.compactMap { projection in
            condition.curve(statistic, of: projection).map { curve in
              let style = condition.condition.style
              return LayerTable.Entry(
                name: "\(model.name)_\(style.rawValue)_\(projection.rawValue)",
                label: "\(model.label), \(style.label), \(projection.label)", curve: curve)
            }
          }
        }
      }
    ).table
  }
}
