import Support

/// A page that the study or the site wrote in Markdown.
struct TextPage: PageModel {
  let frame: Frame
  let blocks: [Narrative.Block]

  static let fields: [Field<TextPage>] = [.model("frame", \.frame), .list("blocks", \.blocks)]

  /// A page before it has its frame.
  struct Text: Sendable {
    let name: String
    let narrative: Narrative

    var title: String { narrative.document.title ?? name }
    var path: String { "\(name).html" }
  }
}

/// The page for addresses that lead nowhere.
struct NotFoundPage: PageModel {
  let frame: Frame

  static let fields: [Field<NotFoundPage>] = [.model("frame", \.frame)]
}

extension PageKind {
  /// The pages that the study or the site wrote.
  static let text = PageKind(
    template: "text", of: \.texts, path: \.path,
    places: { $0.texts.map { NavigationPlace(label: $0.title, path: $0.path) } },
    model: { $0.page(of: $1) })

  /// The page for addresses that lead nowhere.
  static let notFound = PageKind(template: "not-found", path: "404.html") { builder in
    NotFoundPage(
      frame: builder.frame(
        "404.html", title: "Page not found", summary: "There is no page at this address.",
        root: builder.basePath ?? ""))
  }
}

extension PageBuilder {
  fileprivate func page(of text: TextPage.Text) -> TextPage {
    TextPage(
      frame: frame(
        text.path, title: text.title, summary: "\(text.title).", contents: text.narrative.document.sections),
      blocks: text.narrative.blocks)
  }
}
