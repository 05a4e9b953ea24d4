/// Parts that every page shares: its head, the navigation, the footer.
struct Frame: PageModel {
  /// The language of the page.
  let language: String
  /// The study's title.
  let site: String
  /// The page's heading.
  let title: String
  /// The title of the browser's window.
  let windowTitle: String
  /// One sentence for search engines and previews.
  let summary: String
  /// Text before a path inside the site: empty, `../`, or an absolute path.
  let root: String
  let navigation: [NavigationItem]
  let contents: [ContentsItem]
  let hasOwnStyle: Bool
  let address: String?
  /// Address of a picture for previews; nil where the site does not name its own.
  let image: String?
  /// The path of the site's feed; nil where it has none.
  let feed: String?
  let citation: CitationTags?
  /// The pages before and after this one, where it is one of a row.
  var neighbours = Neighbours()
  let footer: Footer

  static let fields: [Field<Frame>] = [
    .text("language", \.language), .text("site", \.site), .text("title", \.title),
    .text("window_title", \.windowTitle), .text("summary", \.summary), .text("root", \.root),
    .list("navigation", \.navigation), .list("contents", \.contents),
    .flag("has_contents") { $0.contents.count > 1 }, .flag("has_own_style", \.hasOwnStyle),
    .text("address", optional: \.address), .text("image", optional: \.image),
    .text("feed", optional: \.feed),
    .model("citation", optional: \.citation), .model("neighbours", \.neighbours),
    .model("footer", \.footer),
  ]
}

/// A page in the navigation.
struct NavigationItem: PageModel {
  let label: String
  let path: String
  /// The value of `aria-current` where the reader is on this page or inside this part of the site.
  let current: String?

  static let fields: [Field<NavigationItem>] = [
    .text("label", \.label), .text("path", \.path), .text("current", optional: \.current),
  ]
}

/// A page that another leads to.
struct PageLink: PageModel {
  let title: String
  let path: String

  static let fields: [Field<PageLink>] = [.text("title", \.title), .text("path", \.path)]
}

/// The pages before and after one in a row that is read from page to page.
struct Neighbours: PageModel {
  var previous: PageLink?
  var next: PageLink?

  static let fields: [Field<Neighbours>] = [
    .model("previous", optional: \.previous), .model("next", optional: \.next),
    .flag("are_any") { $0.previous != nil || $0.next != nil },
  ]

  /// None.
  init() {}

  /// Those of the page at `path` in the one of `rows` that has it, none where no row does: from the last claim no link leads to
  /// the first model.
  init(of path: String, among rows: [[PageLink]]) {
    for row in rows {
      guard let place = row.firstIndex(where: { $0.path == path }) else { continue }
      previous = place > 0 ? row[place - 1] : nil
      next = place + 1 < row.count ? row[place + 1] : nil
    }
  }
}

/// A section in the list of what is on the page.
struct ContentsItem: PageModel {
  let id: String
  let label: String

  static let fields: [Field<ContentsItem>] = [.text("id", \.id), .text("label", \.label)]
}

/// Tags that search engines of papers read.
struct CitationTags: PageModel {
  let title: String
  let authors: [Words]
  let year: String?

  static let fields: [Field<CitationTags>] = [
    .text("title", \.title), .list("authors", \.authors), .text("year", optional: \.year),
  ]
}

/// The last lines of a page.
struct Footer: PageModel {
  let program: String
  /// How prompts are made; nil for a site without a study, which has no pages of methods and data either.
  let prompting: String?
  let license: String?
  let repository: String?

  static let fields: [Field<Footer>] = [
    .text("program", \.program), .text("prompting", optional: \.prompting),
    .text("license", optional: \.license),
    .text("repository", optional: \.repository),
  ]
}

/// A text that stands in a list by itself.
package struct Words: PageModel {
  let text: String

  static let fields: [Field<Words>] = [.text("text", \.text)]
}
