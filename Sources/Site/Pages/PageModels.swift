import Support

/// The first page.
struct OverviewPage: PageModel {
  let frame: Frame
  /// The study's description.
  let description: HTML?
  /// What the reader must know before anything else, such as that the study is not finished.
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

/// The page of a model or of a task.
struct SubjectPage: PageModel {
  let frame: Frame
  /// Above the heading: what kind of page this is.
  let kicker: String
  let lead: String
  let notice: String?
  let facts: [FactModel]
  let sections: [SectionModel]
  /// The pages of the other models or tasks, under a heading.
  let others: OthersModel?

  static let fields: [Field<SubjectPage>] = [
    .model("frame", \.frame), .text("kicker", \.kicker), .text("lead", \.lead),
    .text("notice", optional: \.notice), .list("facts", \.facts), .list("sections", \.sections),
    .model("others", optional: \.others),
  ]
}

/// How the numbers were made.
struct MethodsPage: PageModel {
  let frame: Frame
  /// The site's own text.
  let body: HTML
  let sections: [SectionModel]
  let references: [ReferenceModel]
  let citation: ReferenceModel?

  static let fields: [Field<MethodsPage>] = [
    .model("frame", \.frame), .html("body", \.body), .list("sections", \.sections),
    .list("references", \.references), .model("citation", optional: \.citation),
  ]
}

/// A work to cite.
struct ReferenceModel: PageModel {
  let text: String
  let address: String?
  let bibtex: String

  static let fields: [Field<ReferenceModel>] = [
    .text("text", \.text), .text("address", optional: \.address), .text("bibtex", \.bibtex),
  ]
}

/// Everything that can be downloaded.
struct DataPage: PageModel {
  let frame: Frame
  let tables: [DataFileModel]
  let figures: [DataFileModel]
  let columns: TableModel

  static let fields: [Field<DataPage>] = [
    .model("frame", \.frame), .list("tables", \.tables), .list("figures", \.figures),
    .model("columns", \.columns),
  ]
}

/// A table or figure with its files.
struct DataFileModel: PageModel {
  let title: String
  let text: String
  /// Where it is shown.
  let path: String?
  let downloads: [DownloadModel]

  static let fields: [Field<DataFileModel>] = [
    .text("title", \.title), .prose("text", \.text), .text("path", optional: \.path),
    .list("downloads", \.downloads),
  ]
}

/// A page that the study or the site wrote in Markdown.
struct TextPage: PageModel {
  let frame: Frame
  let body: HTML

  static let fields: [Field<TextPage>] = [.model("frame", \.frame), .html("body", \.body)]
}

/// The page for addresses that lead nowhere.
struct NotFoundPage: PageModel {
  let frame: Frame

  static let fields: [Field<NotFoundPage>] = [.model("frame", \.frame)]
}
