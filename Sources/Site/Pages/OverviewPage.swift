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
  let keyFigure: FigureModel?
  let sections: [SectionModel]
  let models: [CardModel]
  let tasks: [CardModel]

  static let fields: [Field<OverviewPage>] = [
    .model("frame", \.frame), .html("description", optional: \.description),
    .text("notice", optional: \.notice),
    .list("facts", \.facts), .model("key_figure", optional: \.keyFigure), .list("sections", \.sections),
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
    let sections = [findings, comparison, figureSection].compactMap(\.self)
    let contents =
      sections.map(\.contents)
      + [ContentsItem(id: "models", label: "Models"), ContentsItem(id: "tasks", label: "Tasks")]
    return OverviewPage(
      frame: frame("index.html", title: study.title, summary: summary, contents: contents),
      description: description?.body, notice: notice(analysis.conditions), facts: facts,
      keyFigure: plan.key.map { figures.model($0.id) }, sections: sections,
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

  private var findings: SectionModel? {
    let points = Findings(analysis, statistic: statistic).points
    guard !points.isEmpty else { return nil }
    return SectionModel(
      id: "findings", title: "What the data show",
      lead: Self.paragraph(
        "Counts and medians over this study’s models and tasks, nothing more. Brackets hold 95 % bootstrap intervals "
          + "over paired samples."),
      points: points)
  }

  /// The table of models × tasks.
  private var comparison: SectionModel? {
    let rows = study.tasks.flatMap { task in study.models.compactMap { row($0, task) } }
    guard !rows.isEmpty else { return nil }
    let table = TableModel(
      caption:
        "Fast over slow: the level of the \(statistic.words.name) of style none over that of detailed, with its "
        + "95 % bootstrap interval. MAD: mean over projections of the mean absolute difference between neighbouring layers. "
        + "n: paired samples.",
      columns: [
        ColumnModel(label: "Task", isNumeric: false), ColumnModel(label: "Model", isNumeric: false),
        ColumnModel(label: "n", isNumeric: true), ColumnModel(label: "Fast over slow", isNumeric: true),
        ColumnModel(label: "MAD, none", isNumeric: true),
        ColumnModel(label: "MAD, detailed", isNumeric: true),
      ], rows: rows, isSortable: true)
    return SectionModel(id: "comparison", title: "Models and tasks", tables: [table])
  }

  private func row(_ model: StudyModel, _ task: StudyTask) -> RowModel? {
    let fast = analysis.condition(model: model.name, task: task.name, style: .none)
    let slow = analysis.condition(model: model.name, task: task.name, style: .detailed)
    guard fast != nil || slow != nil else { return nil }
    let ratio = analysis.fastOverSlow(statistic, model: model.name, task: task.name)
    return RowModel(cells: [
      CellModel(task.label, isHeader: true, path: Self.path(of: task)),
      CellModel(model.label, path: Self.path(of: model)),
      ratio.map { CellModel.count($0.pairCount) } ?? .number(nil),
      .number(ratio?.value, lower: ratio?.interval?.lower, upper: ratio?.interval?.upper),
      .number(fast?.meanMAD(statistic)), .number(slow?.meanMAD(statistic)),
    ])
  }

  private var figureSection: SectionModel? {
    guard !plan.overview.isEmpty else { return nil }
    return SectionModel(
      id: "across", title: "Across models and tasks", figures: plan.overview.map { figures.model($0.id) })
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
