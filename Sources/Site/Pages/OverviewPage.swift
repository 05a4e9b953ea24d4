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
  let facts: [FactModel]
  /// Two responses with their tokens; nil where no shares of tokens are kept.
  let responses: ResponseSet?
  /// The verdict of every claim on every model.
  let verdicts: VerdictMatrix
  /// The figure at the head, in the forms that it has under choices of normalisation.
  let keyFigures: [FigureModel]
  let sections: [SectionModel]
  let models: [CardModel]
  let tasks: [CardModel]

  static let fields: [Field<OverviewPage>] = [
    .model("frame", \.frame), .html("description", optional: \.description),
    .text("notice", optional: \.notice),
    .list("facts", \.facts), .model("responses", optional: \.responses), .model("verdicts", \.verdicts),
    .list("key_figures", \.keyFigures),
    .list("sections", \.sections),
    .list("models", \.models), .list("tasks", \.tasks),
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
    let sections = [answer, scope]
    let contents =
      [ContentsItem(id: "verdicts", label: "Verdicts")] + sections.map(\.contents)
      + [ContentsItem(id: "models", label: "Models"), ContentsItem(id: "tasks", label: "Tasks")]
    return OverviewPage(
      frame: frame("index.html", title: study.title, summary: summary, contents: contents),
      description: description?.body, notice: notice(analysis.conditions), facts: facts,
      responses: responses.pair, verdicts: verdicts, keyFigures: plan.head.map { figures.model($0.id) },
      sections: sections,
      models: study.models.map(card), tasks: study.tasks.map(card))
  }

  private var summary: String {
    "Gradients of every layer when \(Self.count(study.models.count, "model is", "models are")) trained on fast and slow "
      + "answers to \(Self.count(study.tasks.count, "task", "tasks"))."
  }

  private var facts: [FactModel] {
    let coverage = analysis.conditions.map(\.coverage)
    let computed = coverage.map(\.computed).reduce(0, +)
    let skipped = coverage.map(\.skippedCount).reduce(0, +)
    let layers = Set(analysis.conditions.map(\.layerCount)).sorted()
    let depth = layers.map(String.init).joined(separator: ", ")
    return [
      FactModel("Models", NumberText.whole(study.models.count), note: "\(depth) layers"),
      FactModel("Tasks", NumberText.whole(study.tasks.count)),
      FactModel("Conditions", NumberText.whole(study.conditions.count), note: "task × style × relevance"),
      FactModel("Samples", NumberText.whole(computed), note: "over models and conditions"),
      FactModel(
        "Skipped", NumberText.whole(skipped),
        note: skipped == 0 ? "no sample left out" : "reasons under Methods"),
      cutFact(analysis.conditions), FactModel("Prompting", study.settings.prompting.rawValue),
    ]
  }

  private var answer: SectionModel {
    SectionModel(
      id: "answer", title: "The answer in short",
      lead: Self.paragraph(
        "Made from the numbers of this study. Brackets hold 95 % intervals over instructions, paired where two "
          + "conditions meet."),
      points: answers)
  }

  /// What was computed, in the form of the papers' table of data: tasks × styles with their samples, lengths and losses.
  private var scope: SectionModel {
    let rows = study.tasks.flatMap { task in task.styles.compactMap { scopeRow(task, $0) } }
    var table = TableModel(
      caption:
        "Correct responses, over models. Tokens are those of the response, loss is the mean cross-entropy in nats; both are "
        + "means over samples, from the smallest to the largest over models.",
      columns: [
        ColumnModel(label: "Task", isNumeric: false), ColumnModel(label: "Kind", isNumeric: false),
        ColumnModel(label: "Style", isNumeric: false), ColumnModel(label: "n a model", isNumeric: true),
        ColumnModel(label: "Skipped", isNumeric: true), ColumnModel(label: "Cut", isNumeric: true),
        ColumnModel(label: "Tokens", isNumeric: true), ColumnModel(label: "Loss", isNumeric: true),
      ], rows: rows, isSortable: true)
    table.source = TableSource(path: "data/samples.csv")
    return SectionModel(id: "scope", title: "Scope", tables: [table])
  }

  private func scopeRow(_ task: StudyTask, _ style: ResponseStyle) -> RowModel? {
    let conditions = study.models.compactMap {
      analysis.condition(model: $0.name, task: task.name, style: style)
    }
    guard !conditions.isEmpty else { return nil }
    let counts = conditions.map(\.coverage.computed)
    return RowModel(cells: [
      CellModel(task.label, isHeader: true, path: Self.path(of: task)), CellModel(task.kind.label),
      CellModel(style.label), Self.range(counts, NumberText.whole),
      .count(conditions.map(\.coverage.skippedCount).reduce(0, +)),
      .count(conditions.map(\.coverage.cut).reduce(0, +)),
      Self.range(conditions.compactMap(\.meanLabelCount), NumberText.ratio),
      Self.range(conditions.compactMap(\.meanLoss), NumberText.ratio),
    ])
  }

  /// The smallest and the largest of some numbers; one where they are written alike.
  private static func range<Number: Comparable & CustomStringConvertible>(
    _ values: [Number], _ words: (Number) -> String
  ) -> CellModel {
    guard let least = values.min(), let most = values.max() else { return .number(nil) }
    let ends = [least, most].map(words)
    return CellModel(
      ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to "), isNumeric: true,
      sortKey: least.description)
  }

  func card(_ model: StudyModel) -> CardModel {
    let facts = analysis.facts[model.name]
    let text = facts.map { facts in
      ["\(facts.family), \(facts.layerCount) layers"]
        + (facts.parameterCount.map { [Self.parameters($0)] } ?? [])
    }
    return CardModel(
      title: model.label, path: Self.path(of: model), kicker: model.stage.label,
      text: text?.joined(separator: ", ") ?? "Nothing computed yet")
  }

  func card(_ task: StudyTask) -> CardModel {
    CardModel(
      title: task.label, path: Self.path(of: task), kicker: task.kind.label,
      text: task.styles.map(\.label).joined(separator: ", "))
  }

  /// `1.24 million parameters`
  static func parameters(_ count: Int) -> String {
    let units = [(1e9, "billion"), (1e6, "million"), (1e3, "thousand")]
    guard let (size, word) = units.first(where: { Double(count) >= $0.0 }) else {
      return "\(count) parameters"
    }
    return "\(NumberText.significant(Double(count) / size, digits: 3)) \(word) parameters"
  }

  /// `1 model`, `3 models`
  static func count(_ count: Int, _ one: String, _ many: String) -> String {
    "\(NumberText.whole(count)) \(count == 1 ? one : many)"
  }
}
