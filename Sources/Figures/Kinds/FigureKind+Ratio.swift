import Analysis
import Foundation
import Gradients
import Plotting
import Studies
import Support

extension FigureKind {
  /// Ratio that says how many times stronger gradients are without a chain of thought.
  package static let ratio = FigureKind(
    name: "ratio", summary: "fast over slow, model by task",
    choices: [.model, .task, .statistic, .projection],
    needs: [.fastAndSlow, .values(), .positive],
    placements: [FigurePlacement(.claim("strength"), 1)]
  ) { selection in
    RatioFigure(selection)?.figure
  }
}

/// A heatmap of models and tasks: of all projections together, and of each beside it where tasks are few.
private struct RatioFigure {
  /// One cell.
  private struct Cell {
    let model: StudyModel
    let task: StudyTask
    let projection: Projection?
    let ratio: LevelRatio
  }

  private let request: FigureRequest
  private let statistic: Statistic
  private let models: [StudyModel]
  private let tasks: [StudyTask]
  /// The panels; nil stands for all projections together.
  private let panels: [Projection?]
  private let cells: [Cell]
  /// A notice where conditions of the cells are not computed whole.
  private let unfinished: String?
  private let leftOut: String?
  private let missing: String?
  /// Cells with results of both styles and no ratio.
  private let undefinedCount: Int

  init?(_ selection: Selection) {
    let (request, analysis) = (selection.request, selection.analysis)
    let statistic = request.measured
    let compared: [ResponseStyle] = [.none, .detailed]
    // Models and tasks without results keep their rows and columns, and their cells are seen to be empty.
    let models = selection.models
    let tasks = selection.tasks.filter { Set($0.styles).isSuperset(of: compared) }
    let each = analysis.study.settings.projections
    let showsEach = request.projection == nil && request.room == .wide && tasks.count <= 3 && each.count <= 4
    let panels = showsEach ? [nil] + each.map(Optional.some) : [request.projection]
    self.request = request
    self.statistic = statistic
    self.models = models
    self.tasks = tasks
    self.panels = panels
    cells = panels.flatMap { projection in
      models.flatMap { model in
        tasks.compactMap { task in
          analysis.fastOverSlow(statistic, of: projection, model: model.name, task: task.name).map {
            Cell(model: model, task: task, projection: projection, ratio: $0)
          }
        }
      }
    }
    let pairs = models.flatMap { model in tasks.map { ModelOnTask(model: model, task: $0) } }
    let conditions = pairs.flatMap { pair in compared.compactMap { selection.condition(pair, $0) } }
    let bothCount = pairs.count { pair in
      compared.allSatisfy { selection.condition(pair, $0).hasResults }
    }
    unfinished = Captions.coverage(conditions)
    leftOut = Captions.leftOut(statistic, of: request.projection.map { [$0] }, in: conditions)
    missing = selection.missing(models: models, tasks: tasks) {
      compared.contains($0.style) && $0.relevance == .correct
    }
    undefinedCount = panels.count * bothCount - cells.count
    if cells.isEmpty || statistic.isSigned { return nil }
  }

  var figure: StudyFigure {
    StudyFigure(
      id: "ratio-\(statistic.rawValue)\(request.suffix(.model, .task, .projection))",
      title: "\(statistic.words.heading): fast over slow", figure: picture, panelAspect: nil,
      subject: nil, words: caption, data: data, overview: nil)
  }

  private var picture: Plotting.Figure {
    let isOne = panels.count == 1
    // Of several projections each names its column.
    let subject = FigureSubject(request.projection.map { ["projection \($0.label)"] } ?? [])
    return Plotting.Figure(
      // The key of a low map has no room for more than the ratio.
      subtitle: [RichText.literal(statistic.words.heading), subject.subtitle].compactMap(\.self).joined(
        separator: " · "),
      panels: [panels.map(panel)],
      columnTitles: isOne ? [] : panels.map { $0.map { RichText.literal($0.label) } ?? "All" },
      sharedY: .rows, sharesColors: true)
  }

  private func panel(_ projection: Projection?) -> Panel {
    let shown = cells.filter { $0.projection == projection }
    return Panel(
      x: Axis(scale: .band(tasks.map { RichText.literal($0.label) })),
      y: Axis(scale: .band(models.map { RichText.literal($0.label) }), isReversed: true, grid: false),
      marks: [
        .heatmap(
          x: .categories(shown.map { RichText.literal($0.task.label) }),
          y: .categories(shown.map { RichText.literal($0.model.label) }), values: shown.map(\.ratio.value),
          text: shown.map { NumberText.ratio($0.ratio.value) })
      ],
      color: ColorScale(
        .diverging(center: 1), isLogarithmic: true, lower: 1 / reach, upper: reach,
        title: "Fast / slow"))
  }

  /// The ratio at the end of the key, the same on both sides of 1: a round one beyond all cells, so that none is off the
  /// numbers of the key.
  private var reach: Double {
    let most = cells.map { max($0.ratio.value, 1 / $0.ratio.value) }.filter(\.isFinite).max() ?? 1
    let decade = pow(10, log10(most).rounded(.down))
    return [1, 1.25, 2, 2.5, 4, 5, 8, 10].map { $0 * decade }.first { $0 >= max(most, 1.25) } ?? most
  }

  private var caption: FigureWords {
    let counts = cells.map(\.ratio.pairCount)
    let meaning =
      panels.count > 1
      ? "of all projections together (geometric mean) and of each"
      : panels[0].map { "of projection \($0.phrase)" } ?? "of all projections together (geometric mean)"
    let text =
      "Fast over slow: the level of the \(statistic.words.name) without a chain of thought over that with a "
      + "detailed one, \(meaning), the level being the mean over samples and layers. Colours are logarithmic; 1 is "
      + "neutral."
    let ratios = cells.filter { $0.projection == panels[0] }.map(\.ratio.value)
    return FigureWords(
      "Fast over slow is \(Ranking.range(ratios)).",
      basis: [intervals, "\(Captions.counts(counts, "paired sample"))."],
      details: [text, undefined, leftOut, missing, unfinished])
  }

  /// Reason why cells that have results are empty.
  private var undefined: String? {
    undefinedCount > 0
      ? "\(NumberText.whole(undefinedCount)) of \(NumberText.whole(panels.count * models.count * tasks.count)) cells have "
        + "no ratio: a level of theirs is zero, or no sample is in both styles."
      : nil
  }

  /// Sentence that says how many intervals hold 1; a single pair of samples has none.
  private var intervals: String {
    let known = cells.compactMap(\.ratio.interval)
    guard !known.isEmpty else { return "There are no intervals, since one pair of samples gives none." }
    let undecided = known.count { $0.holds(1) }
    let interval =
      undecided == 0
      ? "No 95 % interval of a ratio (\(IntervalMethod.outer.words)) holds 1."
      : "The 95 % interval (\(IntervalMethod.outer.words)) holds 1 in \(undecided) of \(known.count) cells."
    return known.count == cells.count ? interval : "\(interval) Where n = 1 there is no interval."
  }

  private var data: Table {
    var table = Table(RatioTable.columns)
    for cell in cells {
      table.add(RatioTable.row(cell.model, cell.task, statistic, cell.projection, cell.ratio))
    }
    return table
  }
}
