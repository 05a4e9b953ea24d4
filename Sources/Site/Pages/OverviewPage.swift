import Analysis
import Figures
import Studies
import Support

/// The first page.
struct OverviewPage: PageModel {
  let frame: Frame
  /// The study's description.
  let description: HTML?
  /// Notice that the reader must see before anything else, such as that the study is not finished.
  let notice: String?
  /// Two responses with their tokens; nil where no shares of tokens are kept.
  let responses: ResponseSet?
  /// The verdict of every claim on every model.
  let verdicts: VerdictMatrix
  /// What the verdicts come to, in words.
  let answer: SectionModel
  /// The figure at the head, in the forms that it has under choices of normalisation.
  let keyFigures: [FigureModel]
  /// The models and the tasks.
  let sections: [SectionModel]

  static let fields: [Field<OverviewPage>] = [
    .model("frame", \.frame), .html("description", optional: \.description),
    .text("notice", optional: \.notice),
    .model("responses", optional: \.responses), .model("verdicts", \.verdicts), .model("answer", \.answer),
    .list("key_figures", \.keyFigures), .list("sections", \.sections),
  ]
}

extension PageKind {
  static let overview = PageKind(template: "overview", path: "index.html", label: "Overview") {
    $0.overview()
  }
}

extension PageBuilder {
  /// The first page.
  func overview() -> OverviewPage {
    let description = study.description.map { MarkdownDocument($0, idPrefix: "about-") }
    let (answer, sections) = (answer, [models, tasks])
    let contents =
      [ContentsItem(id: "verdicts", label: "Verdicts"), answer.contents] + sections.map(\.contents)
    return OverviewPage(
      frame: frame("index.html", title: study.title, summary: summary, contents: contents),
      description: description?.body, notice: notice(analysis.conditions),
      responses: responses.pair, verdicts: verdicts, answer: answer,
      keyFigures: plan.head.map { figures.model($0.id) }, sections: sections)
  }

  private var summary: String {
    "Gradients of every layer when \(Self.count(study.models.count, "model is", "models are")) trained on fast and slow "
      + "answers to \(Self.count(study.tasks.count, "task", "tasks"))."
  }

  private var answer: SectionModel {
    SectionModel(
      id: "answer", title: "The answer in short",
      lead: Self.paragraph(
        "Made from the numbers of this study. Brackets hold 95 % intervals over instructions, paired where two "
          + "conditions meet."),
      points: answers)
  }

  /// The models with what their checkpoints say of themselves.
  private var models: SectionModel {
    let columns = [
      ("Model", false), ("Stage", false), ("Family", false), ("Layers", true), ("Parameters", true),
    ]
    let rows = study.models.map { model in
      let facts = analysis.facts[model.name]
      return RowModel(cells: [
        CellModel(model.label, isHeader: true, path: Self.path(of: model)), CellModel(model.stage.label),
        CellModel(facts?.family ?? "nothing computed yet"),
        CellModel(facts.map { NumberText.whole($0.layerCount) } ?? "–", isNumeric: true),
        CellModel(facts?.parameterCount.map(Self.amount) ?? "–", isNumeric: true),
      ])
    }
    return SectionModel(
      id: "models", title: "Models",
      tables: [TableModel(columns: columns.map { ColumnModel(label: $0.0, isNumeric: $0.1) }, rows: rows)])
  }

  /// What was computed, in the form of the papers' table of data: a row for each task, a column for each style.
  private var tasks: SectionModel {
    let knowledge = study.tasks.filter { $0.kind == .knowledge }
    let others = study.tasks.filter { $0.kind != .knowledge }
    var tables = [others, knowledge].filter { !$0.isEmpty }.map(scope)
    for place in tables.indices.suffix(1) { tables[place].source = TableSource(path: "data/samples.csv") }
    for place in tables.indices.prefix(1) { tables[place].caption = scopeWords }
    return SectionModel(id: "tasks", title: "Tasks", tables: tables)
  }

  /// What the numbers of the table are, and how many samples there are in all.
  private var scopeWords: String {
    let coverage = analysis.conditions.map(\.coverage)
    let cut = cutFact(analysis.conditions)
    return
      "Samples of correct responses. Under each style: labelled tokens of the response; loss (mean cross-entropy in nats). "
      + "Both are means over samples, from the smallest to the largest over models. "
      + "All \(Self.count(study.conditions.count, "condition", "conditions")) (task, style, relevance) of all models: "
      + "\(NumberText.whole(coverage.map(\.computed).reduce(0, +))) samples computed, "
      + "\(NumberText.whole(coverage.map(\.skippedCount).reduce(0, +))) skipped, \(cut.value) cut"
      + "\(cut.note.map { " (\($0))" } ?? ""); prompting \(study.settings.prompting.rawValue)."
  }

  private func scope(_ tasks: [StudyTask]) -> TableModel {
    let styles = ResponseStyle.allCases.filter { style in tasks.contains { $0.styles.contains(style) } }
    return TableModel(
      columns: [
        ColumnModel(label: "Task", isNumeric: false), ColumnModel(label: "Kind", isNumeric: false),
        ColumnModel(label: "n a model", isNumeric: true), ColumnModel(label: "Skipped", isNumeric: true),
        ColumnModel(label: "Cut", isNumeric: true),
      ] + styles.map { ColumnModel(label: "\($0.label): tokens; loss", isNumeric: true) },
      rows: tasks.map { scopeRow($0, styles) })
  }

  private func scopeRow(_ task: StudyTask, _ styles: [ResponseStyle]) -> RowModel {
    let conditions = styles.map { style in
      study.models.compactMap { analysis.condition(model: $0.name, task: task.name, style: style) }
    }
    let all = conditions.flatMap(\.self)
    return RowModel(
      cells: [
        CellModel(task.label, isHeader: true, path: Self.path(of: task)), CellModel(task.kind.label),
        CellModel(Self.range(all.map(\.coverage.computed), NumberText.whole) ?? "–", isNumeric: true),
        .count(all.map(\.coverage.skippedCount).reduce(0, +)), .count(all.map(\.coverage.cut).reduce(0, +)),
      ] + conditions.map(Self.lengthAndLoss))
  }

  /// `2.21; 4.20 to 5.74`, of the conditions of one style.
  private static func lengthAndLoss(_ conditions: [ConditionAnalysis]) -> CellModel {
    let length = range(conditions.compactMap(\.meanLabelCount), NumberText.ratio)
    let loss = range(conditions.compactMap(\.meanLoss), NumberText.ratio)
    let words = [length, loss].compactMap(\.self)
    return CellModel(words.isEmpty ? "–" : words.joined(separator: "; "), isNumeric: true)
  }

  /// The smallest and the largest of some numbers; one where they are written alike, nil where there is none.
  private static func range<Number: Comparable>(_ values: [Number], _ words: (Number) -> String) -> String? {
    guard let least = values.min(), let most = values.max() else { return nil }
    let ends = [least, most].map(words)
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")
  }

  /// `1.24 million`
  static func amount(_ count: Int) -> String {
    let units = [(1e9, "billion"), (1e6, "million"), (1e3, "thousand")]
    guard let (size, word) = units.first(where: { Double(count) >= $0.0 }) else { return "\(count)" }
    return "\(NumberText.significant(Double(count) / size, digits: 3)) \(word)"
  }

  /// `1 model`, `3 models`
  static func count(_ count: Int, _ one: String, _ many: String) -> String {
    "\(NumberText.whole(count)) \(count == 1 ? one : many)"
  }
}
