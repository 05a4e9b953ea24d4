import Analysis
import Figures
import Gradients
import Studies
import Support

/// The page of a model or of a task.
struct SubjectPage: PageModel {
  let frame: Frame
  /// Words above the heading: what kind of page this is.
  let kicker: String
  let lead: String
  let notice: String?
  let facts: [FactModel]
  let sections: [SectionModel]
  /// Responses with their tokens.
  var responses: [ResponseSet] = []
  /// Instructions with their responses as text; nil where the site shows none.
  var instructions: InstructionsModel?
  /// The pages of the other models or tasks, under a heading.
  let others: OthersModel?

  static let fields: [Field<SubjectPage>] = [
    .model("frame", \.frame), .text("kicker", \.kicker), .text("lead", \.lead),
    .text("notice", optional: \.notice), .list("facts", \.facts), .list("sections", \.sections),
    .list("responses", \.responses), .flag("has_responses") { !$0.responses.isEmpty },
    .model("instructions", optional: \.instructions),
    .model("others", optional: \.others),
  ]
}

extension PageKind {
  /// A page for each model. The overview lists them.
  static let model = PageKind(
    template: "model", of: \.study.models, path: PageBuilder.path(of:), title: { $0.label },
    places: { _ in [NavigationPlace(label: "Models", path: "index.html#models", folder: "models/")] },
    model: { $0.page(of: $1) })

  /// A page for each task.
  static let task = PageKind(
    template: "task", of: \.study.tasks, path: PageBuilder.path(of:), title: { $0.label },
    places: { _ in [NavigationPlace(label: "Tasks", path: "index.html#tasks", folder: "tasks/")] },
    model: { $0.page(of: $1) })
}

extension PageBuilder {
  /// The page of a model.
  func page(of model: StudyModel) -> SubjectPage {
    let conditions = analysis.conditions.filter { $0.model == model.name }
    let figures = figureSection("across", "Across tasks", plan.models[model.name] ?? [])
    let sections =
      [
        verdicts(of: model), figures, mad(conditions, naming: .task, TableSource("mad", model: model.name)),
        samples(conditions, naming: .task),
      ].compactMap(\.self)
    return SubjectPage(
      frame: frame(
        Self.path(of: model), title: model.label, summary: "Gradients of \(model.label), layer by layer.",
        contents: sections.map(\.contents)),
      kicker: "\(model.stage.label) model", lead: lead(of: model), notice: notice(conditions),
      facts: facts(of: model), sections: sections,
      others: OthersModel(title: "On each task", cards: study.tasks.map { card(model, on: $0, .task) }))
  }

  /// The page of a task.
  func page(of task: StudyTask) -> SubjectPage {
    let conditions = analysis.conditions.filter { $0.condition.task == task.name }
    let groups = (plan.tasks[task.name] ?? []).map(section)
    let sections =
      [verdicts(of: task)].compactMap(\.self) + groups
      + [
        mad(conditions, naming: .model, TableSource("mad", task: task.name)),
        samples(conditions, naming: .model),
      ].compactMap(\.self)
    let styles = task.styles.map(\.phrase)
    let instructions =
      settings.instructions > 0
      ? InstructionReader(analysis: analysis, task: task, count: settings.instructions).model : nil
    let texts = instructions.map { _ in ContentsItem(id: "instructions", label: "Instructions and responses")
    }
    return SubjectPage(
      frame: frame(
        Self.path(of: task), title: task.label, summary: "Gradients on \(task.label), model by model.",
        contents: sections.map(\.contents) + [texts].compactMap(\.self)),
      kicker: "\(task.kind.label) task",
      lead:
        "Responses with \(WordList.and(styles)), for \(Self.count(study.models.count, "model", "models")).",
      notice: notice(conditions), facts: facts(of: task, conditions), sections: sections,
      instructions: instructions,
      others: OthersModel(title: "Each model", cards: study.models.map { card($0, on: task, .model) }))
  }

  /// Subject that names the rows of a table: the page's own subject is named by the page.
  enum RowName {
    case model, task
  }

  /// Figures under a heading; nil where there is none.
  func figureSection(_ id: String, _ title: String, _ figures: [PlannedFigure]) -> SectionModel? {
    figures.isEmpty
      ? nil : SectionModel(id: id, title: title, figures: figures.map { self.figures.model($0.id) })
  }

  private func section(_ group: SitePlan.Group) -> SectionModel {
    SectionModel(
      id: group.subject.isEmpty
        ? "across" : "on-\(group.subject)-\(group.figures[0].figure.kind)",
      title: group.title, figures: group.figures.map { figures.model($0.id) })
  }

  private func lead(of model: StudyModel) -> String {
    if let partner = model.partner.flatMap({ study.model(named: $0) }) {
      return "The instruct partner of \(partner.label), prompted with its chat template."
    }
    return model.stage == .base
      ? "A pre-trained model, prompted with plain text."
      : "An instruct model, prompted with its chat template."
  }

  private func facts(of model: StudyModel) -> [FactModel] {
    guard let facts = analysis.facts[model.name] else { return [] }
    return [
      FactModel("Family", facts.family), FactModel("Layers", NumberText.whole(facts.layerCount)),
    ]
      + [
        facts.hiddenSize.map { FactModel("Hidden size", NumberText.whole($0)) },
        facts.parameterCount.map { FactModel("Parameters", Self.short($0)) },
        facts.vocabularySize.map { FactModel("Vocabulary", NumberText.whole($0)) },
        FactModel("Fingerprint", facts.fingerprint.short),
      ].compactMap(\.self)
  }

  private func facts(of task: StudyTask, _ conditions: [ConditionAnalysis]) -> [FactModel] {
    [
      FactModel("Kind", task.kind.label), FactModel("Conditions", NumberText.whole(task.conditions.count)),
      FactModel("Samples", NumberText.whole(conditions.map(\.coverage.computed).reduce(0, +))),
      FactModel("Skipped", NumberText.whole(conditions.map(\.coverage.skippedCount).reduce(0, +))),
      cutFact(conditions),
    ]
  }

  /// `1.24 M`
  private static func short(_ count: Int) -> String {
    let units = [(1e9, "B"), (1e6, "M"), (1e3, "k")]
    guard let (size, unit) = units.first(where: { Double(count) >= $0.0 }) else { return String(count) }
    return "\(NumberText.significant(Double(count) / size, digits: 3)) \(unit)"
  }

  private func name(_ condition: ConditionAnalysis, _ rowName: RowName) -> String {
    switch rowName {
    case .model: study.model(named: condition.model)?.label ?? condition.model
    case .task: study.task(named: condition.condition.task)?.label ?? condition.condition.task
    }
  }

  func samples(_ conditions: [ConditionAnalysis], naming rowName: RowName) -> SectionModel? {
    let rows = conditions.map { item in
      RowModel(cells: [
        CellModel(name(item, rowName), isHeader: true), CellModel(item.condition.style.label),
        CellModel(item.condition.relevance.label), .count(item.coverage.computed),
        .count(item.coverage.skippedCount), cutCell(item), .count(item.coverage.missing),
        .number(item.meanLoss),
        .number(item.meanLabelCount),
      ])
    }
    guard !rows.isEmpty else { return nil }
    var table = TableModel(
      caption:
        "Samples by condition. Cut: samples whose text was longer than the longest length; their responses are not whole. "
        + "Loss is the mean cross-entropy over labelled tokens in nats, labelled tokens those of the "
        + "response; both are means over samples.",
      columns: [
        ColumnModel(label: rowName == .model ? "Model" : "Task", isNumeric: false),
        ColumnModel(label: "Style", isNumeric: false), ColumnModel(label: "Relevance", isNumeric: false),
        ColumnModel(label: "n", isNumeric: true), ColumnModel(label: "Skipped", isNumeric: true),
        ColumnModel(label: "Cut", isNumeric: true), ColumnModel(label: "Missing", isNumeric: true),
        ColumnModel(label: "Loss", isNumeric: true),
        ColumnModel(label: "Labelled tokens", isNumeric: true),
      ], rows: rows, isSortable: true)
    table.source = TableSource(path: "data/samples.csv")
    return SectionModel(id: "samples", title: "Samples", tables: [table])
  }

  /// MAD by depth, and per loss for who asks for that.
  func mad(
    _ conditions: [ConditionAnalysis], naming rowName: RowName, _ source: TableSource
  ) -> SectionModel? {
    let twin = statistic.twin.flatMap { mad($0, conditions, rowName, under: [.one(.perLoss)]) }
    let views = NormalisationView.every.filter { twin == nil || $0 != .one(.perLoss) }
    guard var table = mad(statistic, conditions, rowName, under: views) else { return nil }
    table.source = source
    return SectionModel(id: "mad", title: "MAD by depth", tables: [table, twin].compactMap(\.self))
  }

  private func mad(
    _ statistic: Statistic, _ conditions: [ConditionAnalysis], _ rowName: RowName,
    under views: [NormalisationView]
  ) -> TableModel? {
    let rows = conditions.filter { $0.condition.relevance == .correct }.flatMap { item in
      item.projections.compactMap { projection -> RowModel? in
        guard let mad = item.mad(statistic, of: projection) else { return nil }
        return RowModel(
          cells: [
            CellModel(name(item, rowName), isHeader: true), CellModel(item.condition.style.label),
            CellModel(projection.label),
          ]
            + DepthPart.columns.map { part in
              let isShown = part == .all || rowName == .task
              let bounds = isShown ? item.madInterval(statistic, of: projection, in: part) : nil
              return .number(part.value(of: mad), lower: bounds?.lower, upper: bounds?.upper)
            })
      }
    }
    guard !rows.isEmpty else { return nil }
    return TableModel(
      caption:
        "MAD of the \(statistic.words.name) within the early, middle and last layers and over all layers, with 95 % intervals "
        + "over samples (\(IntervalMethod.percentile.words))\(rowName == .task ? "" : " of the MAD over all; the pages of a model on the task have the others"). "
        + "There is none where more than a fifth of a MAD is sampling noise. A dash stands where a part has fewer than two layers.",
      columns: [
        ColumnModel(label: rowName == .model ? "Model" : "Task", isNumeric: false),
        ColumnModel(label: "Style", isNumeric: false), ColumnModel(label: "Projection", isNumeric: false),
      ] + DepthPart.columns.map { ColumnModel(label: $0 == .all ? "All layers" : $0.label, isNumeric: true) },
      rows: rows, isSortable: true, under: views)
  }
}
