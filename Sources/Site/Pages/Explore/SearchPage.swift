import Analysis
import Figures
import Studies

/// Everything that a site has, as a list that a reader narrows by typing; without scripts it is the list.
struct SearchPage: PageModel {
  let frame: Frame
  let entries: [SearchEntry]

  static let fields: [Field<SearchPage>] = [.model("frame", \.frame), .list("entries", \.entries)]
}

/// A place in the site.
struct SearchEntry: PageModel {
  /// What it is: a page, a claim, a model, a task or a figure.
  let kind: String
  let label: String
  let path: String

  static let fields: [Field<SearchEntry>] = [
    .text("kind", \.kind), .text("label", \.label), .text("path", \.path),
  ]
}

extension PageKind {
  static let search = PageKind(template: "search", path: "search.html", label: "Search") { $0.search() }
}

extension PageBuilder {
  func search() -> SearchPage {
    SearchPage(
      frame: frame("search.html", title: "Search", summary: "Every page and figure of the report."),
      entries: pageEntries + subjectEntries + figureEntries)
  }

  private var pageEntries: [SearchEntry] {
    let own = [
      ("Overview", "index.html"), ("Compare", "compare.html"), ("Samples", "samples.html"),
      ("Methods: definitions, settings, glossary, numerical limits", "methods.html"),
      ("How to cite, and what changed", CitePage.path),
      ("Data: tables and files to download", "data.html"),
    ]
    let questions = [Question.pairs, .knowledge].filter { absence(of: $0) == nil }
    return own.map { SearchEntry(kind: "Page", label: $0.0, path: $0.1) }
      + questions.map { SearchEntry(kind: "Page", label: $0.title, path: $0.path) }
      + texts.map { SearchEntry(kind: "Page", label: $0.title, path: "\($0.name).html") }
      + claims.results.flatMap { result in
        [SearchEntry(kind: "Claim", label: result.claim.title, path: Self.path(of: result.claim))]
          + result.claim.tests.map { test in
            SearchEntry(
              kind: "Test", label: "\(test.title): \(result.claim.title)",
              path: Self.path(of: test, of: result))
          }
      }
  }

  private var subjectEntries: [SearchEntry] {
    study.models.map { SearchEntry(kind: "Model", label: $0.label, path: Self.path(of: $0)) }
      + study.tasks.map { SearchEntry(kind: "Task", label: $0.label, path: Self.path(of: $0)) }
      + analysis.cells.map { cell in
        SearchEntry(
          kind: "Model on task", label: cell.title, path: Self.path(of: cell.model, on: cell.task))
      }
  }

  private var figureEntries: [SearchEntry] {
    let places = figurePlaces
    return figures.sorted.compactMap { rendered in
      places[rendered.figure.id].map {
        SearchEntry(kind: "Figure", label: rendered.figure.title, path: "\($0)#\(rendered.figure.id)")
      }
    }
  }
}
