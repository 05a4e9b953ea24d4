import Studies

/// Every page of a site with its path and template.
struct SitePages {
  let builder: PageBuilder
  let templates: TemplateLibrary
  let methods: MarkdownDocument

  /// The page templates with what they show.
  static let shapes: [String: [String: Shape]] = [
    "overview": OverviewPage.shapes(), "model": SubjectPage.shapes(), "task": SubjectPage.shapes(),
    "methods": MethodsPage.shapes(), "data": DataPage.shapes(), "text": TextPage.shapes(),
    "not-found": NotFoundPage.shapes(),
  ]

  /// How many pages there are.
  var count: Int { builder.study.models.count + builder.study.tasks.count + builder.texts.count + 4 }

  /// The pages, made one at a time.
  func all(_ downloads: Downloads) -> some Sequence<(String, String)> {
    let study = builder.study
    let models = study.models.lazy.map { model in
      (PageBuilder.path(of: model), templates.render(builder.page(of: model), with: "model"))
    }
    let tasks = study.tasks.lazy.map { task in
      (PageBuilder.path(of: task), templates.render(builder.page(of: task), with: "task"))
    }
    let texts = builder.texts.lazy.map { text in
      ("\(text.name).html", templates.render(page(text.name, text.document), with: "text"))
    }
    let single: [(String, () -> String)] = [
      ("index.html", { templates.render(builder.overview(), with: "overview") }),
      ("methods.html", { templates.render(builder.methods(methods), with: "methods") }),
      ("data.html", { templates.render(builder.data(downloads), with: "data") }),
      ("404.html", { templates.render(notFound, with: "not-found") }),
    ]
    let own = single.lazy.map { path, page in (path, page()) }
    return [AnySequence(own), AnySequence(models), AnySequence(tasks), AnySequence(texts)].joined()
  }

  private func page(_ name: String, _ document: MarkdownDocument) -> TextPage {
    let contents = document.headings.filter { $0.level == 2 }.map { ContentsItem(id: $0.id, label: $0.title) }
    let title = document.title ?? name
    return TextPage(
      frame: builder.frame("\(name).html", title: title, summary: "\(title).", contents: contents),
      body: document.body)
  }

  private var notFound: NotFoundPage {
    NotFoundPage(
      frame: builder.frame(
        "404.html", title: "Page not found", summary: "There is no page at this address.",
        root: builder.basePath ?? ""))
  }
}
