import Analysis
import Figures
import Gradients
import Studies

/// A page on which a reader chooses what is drawn, in the browser, from the site's own numbers.
///
/// Without scripts it leads to the pages of every model on every task.
struct ExplorePage: PageModel {
  let frame: Frame
  let models: [ChoiceModel]
  let tasks: [ChoiceModel]
  let styles: [ChoiceModel]
  let relevances: [ChoiceModel]
  let projections: [ChoiceModel]
  let statistics: [ChoiceModel]
  /// Links to the pages of models on tasks.
  let cells: TableModel

  static let fields: [Field<ExplorePage>] = [
    .model("frame", \.frame), .list("models", \.models), .list("tasks", \.tasks), .list("styles", \.styles),
    .list("relevances", \.relevances), .list("projections", \.projections), .list("statistics", \.statistics),
    .model("cells", \.cells),
  ]
}

/// Something that a reader may choose.
struct ChoiceModel: PageModel {
  let name: String
  let label: String
  /// Whether it is chosen where the reader says nothing.
  var isChosen = false
  /// The place of its colour in the palette of figures.
  var slot: Int?
  /// Whether its lines are dashed, since another choice has its colour.
  var isDashed = false
  /// Whether an axis shows zero.
  var startsAtZero = false

  static let fields: [Field<ChoiceModel>] = [
    .text("name", \.name), .text("label", \.label), .flag("is_chosen", \.isChosen),
    .text("slot", optional: { $0.slot.map(String.init) }), .flag("starts_at_zero", \.startsAtZero),
    .flag("is_dashed", \.isDashed),
  ]
}

extension PageKind {
  static let compare = PageKind(template: "compare", path: "compare.html", label: "Compare") { builder in
    builder.explore(
      "compare.html", title: "Compare", summary: "Curves of any models, tasks and conditions side by side.")
  }
  static let samples = PageKind(template: "samples", path: "samples.html", label: "Samples") { builder in
    builder.explore(
      "samples.html", title: "Samples", summary: "Every sample with its length, its loss and its level.")
  }
}

extension PageBuilder {
  func explore(_ path: String, title: String, summary: String) -> ExplorePage {
    let styles = ResponseStyle.allCases.filter { style in study.tasks.contains { $0.styles.contains(style) } }
    let relevances = Relevance.allCases.filter { relevance in
      study.conditions.contains { $0.relevance == relevance }
    }
    return ExplorePage(
      frame: frame(path, title: title, summary: summary),
      models: choices(study.models) { ($0.name, $0.label) },
      tasks: choices(study.tasks, first: 1) { ($0.name, $0.label) },
      styles: styles.map {
        ChoiceModel(
          name: $0.rawValue, label: $0.label, isChosen: true, slot: $0.color, isDashed: $0.isDashed)
      },
      relevances: choices(relevances, first: 1) { ($0.rawValue, $0.label) },
      projections: choices(study.settings.projections) { ($0.rawValue, $0.label) },
      statistics: CellData.statistics(of: settings).map {
        ChoiceModel(name: $0.rawValue, label: $0.words.heading, startsAtZero: $0.startsAtZero)
      },
      cells: cellTable)
  }

  /// Choices in their order, of which the first ones, or the first few, are chosen.
  private func choices<Subject>(
    _ subjects: [Subject], first: Int = 4, _ words: (Subject) -> (String, String)
  ) -> [ChoiceModel] {
    subjects.enumerated().map { place, subject in
      let (name, label) = words(subject)
      return ChoiceModel(name: name, label: label, isChosen: place < first)
    }
  }

  /// Every model with links to its pages on every task.
  private var cellTable: TableModel {
    TableModel(
      columns: [ColumnModel(label: "Model", isNumeric: false)]
        + study.tasks.map { ColumnModel(label: $0.label, isNumeric: false) },
      rows: study.models.map { model in
        RowModel(
          cells: [CellModel(model.label, isHeader: true, path: Self.path(of: model))]
            + study.tasks.map { CellModel("figures", path: Self.path(of: model, on: $0)) })
      })
  }
}
