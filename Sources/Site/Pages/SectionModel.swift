import Support

/// A section of a page: words, tables and figures under a heading.
struct SectionModel: PageModel {
  let id: String
  let title: String
  let lead: HTML?
  /// Sentences that belong together, as a list.
  let points: [PointModel]
  let tables: [TableModel]
  let figures: [FigureModel]

  static let fields: [Field<SectionModel>] = [
    .text("id", \.id), .text("title", \.title), .html("lead", optional: \.lead), .list("points", \.points),
    .flag("has_points") { !$0.points.isEmpty }, .list("tables", \.tables), .list("figures", \.figures),
  ]

  init(
    id: String, title: String, lead: HTML? = nil, points: [PointModel] = [], tables: [TableModel] = [],
    figures: [FigureModel] = []
  ) {
    self.id = id
    self.title = title
    self.lead = lead
    self.points = points
    self.tables = tables
    self.figures = figures
  }

  /// Entry of the section in the list of what is on the page.
  var contents: ContentsItem { ContentsItem(id: id, label: title) }
}

/// Sentences with what they are about.
struct PointModel: PageModel {
  let topic: String
  let pieces: [PieceModel]

  static let fields: [Field<PointModel>] = [.text("topic", \.topic), .list("pieces", \.pieces)]
}

/// A number with its name, at the head of a page.
struct FactModel: PageModel {
  let label: String
  let value: String
  let note: String?

  static let fields: [Field<FactModel>] = [
    .text("label", \.label), .text("value", \.value), .text("note", optional: \.note),
  ]

  init(_ label: String, _ value: String, note: String? = nil) {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// Pages that a reader may go on to from the page of a model or task.
struct OthersModel: PageModel {
  let title: String
  let cards: [CardModel]

  static let fields: [Field<OthersModel>] = [.text("title", \.title), .list("cards", \.cards)]

  /// Nil when there are no others.
  init?(title: String, cards: [CardModel]) {
    if cards.isEmpty { return nil }
    self.title = title
    self.cards = cards
  }
}

/// A model or a task with a link to its page.
struct CardModel: PageModel {
  let title: String
  let path: String
  let kicker: String
  let pieces: [PieceModel]

  static let fields: [Field<CardModel>] = [
    .text("title", \.title), .text("path", \.path), .text("kicker", \.kicker), .list("pieces", \.pieces),
  ]

  init(title: String, path: String, kicker: String, pieces: [PieceModel]) {
    self.title = title
    self.path = path
    self.kicker = kicker
    self.pieces = pieces
  }

  init(title: String, path: String, kicker: String, text: String) {
    self.init(title: title, path: path, kicker: kicker, pieces: [PieceModel(text)])
  }
}
