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

  /// What was computed, in the form of the papers' table of data: a row for each task, a column for each style.
  private var scope: SectionModel {
    let knowledge = study.tasks.filter { $0.kind == .knowledge }
    let others = study.tasks.filter { $0.kind != .knowledge }
    var tables = [others, knowledge].filter { !$0.isEmpty }.map(scope)
    for place in tables.indices.prefix(1) { tables[place].caption = Self.scopeCaption }
    for place in tables.indices.suffix(1) { tables[place].source = TableSource(path: "data/samples.csv") }
    return SectionModel(id: "scope", title: "Scope", tables: tables)
  }

  private static let scopeCaption =
    "Samples of correct responses. Under each style: labelled tokens of the response; loss (mean cross-entropy in nats). "
    + "Both are means over samples, from the smallest to the largest over models."

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
