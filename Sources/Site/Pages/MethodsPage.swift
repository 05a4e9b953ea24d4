import Analysis
import Figures
import Gradients
import Studies
import Support

/// Page that tells how the numbers were made.
struct MethodsPage: PageModel {
  let frame: Frame
  /// The site's own text.
  let body: HTML
  let sections: [SectionModel]
  let references: [ReferenceModel]

  static let fields: [Field<MethodsPage>] = [
    .model("frame", \.frame), .html("body", \.body), .list("sections", \.sections),
    .list("references", \.references),
  ]
}

extension PageKind {
  static let methods = PageKind(template: "methods", path: "methods.html", label: "Methods") { $0.methods() }
}

extension PageBuilder {
  /// Makes the page on how the numbers were made: the site's own text, then what is particular to this study.
  func methods() -> MethodsPage {
    let text = methodsText
    let sections = [settingsSection, versionsSection, notesSection, skippedSection, cutSection].compactMap(
      \.self)
    let contents =
      text.sections
      + [ContentsItem(id: "definitions", label: "Definitions")] + sections.map(\.contents)
      + [ContentsItem(id: "references", label: "References")]
    return MethodsPage(
      frame: frame(
        "methods.html", title: text.title ?? "Methods", summary: "How the numbers of this report were made.",
        contents: contents),
      body: text.body, sections: sections, references: CitedPaper.all.map(\.model))
  }

  private var settingsSection: SectionModel {
    let settings = study.settings
    var rows: [(String, String)] = [
      ("Prompting", settings.prompting.rawValue),
      ("Longest text", "\(NumberText.whole(settings.maxLength)) tokens; longer ones are cut on the right"),
      ("Samples", settings.samplesInWords),
      ("Projections", settings.projections.map(\.label).joined(separator: ", ")),
    ]
    rows += study.models.flatMap(Self.chatRows)
    return SectionModel(
      id: "settings", title: "Settings of this study", lead: Self.paragraph(settings.prompting.meaning),
      tables: [Self.pairs(rows)])
  }

  /// What the study says of the chat prompts of a model; nothing where these are the checkpoint's own.
  private static func chatRows(of model: StudyModel) -> [(String, String)] {
    let system: String? =
      switch model.chat.system {
      case .usual: nil
      case .none: "none"
      case .text(let text): "“\(text)”"
      }
    let variables = model.chat.variables
    return [
      (
        "Chat template of \(model.label)",
        model.chat.template.map { _ in "one of the study's own, in the place of the checkpoint's" }
      ),
      ("System message of \(model.label)", system),
      ("Template variables of \(model.label)", variables.isEmpty ? nil : variables.json),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  private var versionsSection: SectionModel {
    let arithmetic = Set(analysis.conditions.compactMap(\.run.configuration.arithmetic)).sorted().map(
      String.init)
    let rows: [(String, String)] =
      [
        ("Program", program),
        (
          "Arithmetic of the engine",
          arithmetic.isEmpty ? "imported" : "version \(arithmetic.joined(separator: ", "))"
        ),
      ]
      + study.models.compactMap { model in
        analysis.facts[model.name].map { ("Checkpoint of \(model.label)", $0.fingerprint.hex) }
      }
    return SectionModel(
      id: "versions", title: "Versions and fingerprints",
      lead:
        "<p>Fingerprints are SHA-256 over the configuration and weights of a checkpoint. The SHA-256 of every file of this site is in the manifest, which the data page links.</p>",
      tables: [Self.pairs(rows)])
  }

  /// Notes of the models' checkpoints; nil when there are none.
  private var notesSection: SectionModel? {
    let points = study.models.flatMap { model in
      (analysis.facts[model.name]?.notes ?? []).map {
        PointModel(topic: model.label, pieces: [PieceModel($0)])
      }
    }
    guard !points.isEmpty else { return nil }
    return SectionModel(
      id: "notes", title: "Notes of checkpoints",
      lead:
        "<p>What was not read of the checkpoints' files, and which of two statements in them was taken.</p>",
      points: points)
  }

  /// Skipped samples by condition and reason.
  private var skippedSection: SectionModel? {
    let rows = analysis.conditions.flatMap { item in
      SkipReason.allCases.compactMap { reason -> RowModel? in
        guard let count = item.coverage.skipped[reason], count > 0 else { return nil }
        return RowModel(cells: [
          CellModel(study.model(named: item.model)?.label ?? item.model, isHeader: true),
          CellModel(study.task(named: item.condition.task)?.label ?? item.condition.task),
          CellModel(item.condition.style.label), CellModel(item.condition.relevance.label),
          CellModel(reason.rawValue), .count(count),
        ])
      }
    }
    guard !rows.isEmpty else {
      return SectionModel(
        id: "skipped", title: "Skipped samples", lead: "<p>No sample of this study was skipped.</p>")
    }
    let columns = ["Model", "Task", "Style", "Relevance", "Reason"].map {
      ColumnModel(label: $0, isNumeric: false)
    }
    return SectionModel(
      id: "skipped", title: "Skipped samples",
      tables: [
        TableModel(
          caption: "Samples without a gradient, which no number of this report counts.",
          columns: columns + [ColumnModel(label: "Samples", isNumeric: true)], rows: rows, isSortable: true)
      ])
  }

  /// A table of names and values.
  private static func pairs(_ rows: [(String, String)]) -> TableModel {
    TableModel(
      columns: [ColumnModel(label: "What", isNumeric: false), ColumnModel(label: "Value", isNumeric: false)],
      rows: rows.map { RowModel(cells: [CellModel($0.0, isHeader: true), CellModel($0.1)]) })
  }
}
