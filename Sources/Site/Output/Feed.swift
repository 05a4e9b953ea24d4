import Support

/// A change of a report, as its page `changes` tells it: a heading that begins with a day, such as “2026-11-02: more samples”.
struct Change: Sendable {
  /// The day, such as `2026-11-02`.
  let day: String
  /// The page that tells it.
  let page: String
  let section: ContentsItem

  /// The name of the page in Markdown whose headings are read.
  private static let pageName = "changes"

  /// The changes that `texts` tell of, in the order of the page.
  static func all(in texts: [TextPage.Text]) -> [Change] {
    texts.filter { $0.name == pageName }.flatMap { text in
      text.narrative.document.sections.compactMap { section in
        day(of: section.label).map { Change(day: $0, page: text.path, section: section) }
      }
    }
  }

  /// The day at the beginning of a heading; nil where there is none.
  private static func day(of heading: String) -> String? {
    guard let match = heading.prefixMatch(of: /(\d{4})-(\d{2})-(\d{2})(?!\d)/),
      let month = Int(match.output.2), let day = Int(match.output.3), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    return String(match.output.0)
  }
}

/// A feed of a site in the Atom format (RFC 4287): an entry for each ``Change``. Its times are their days, so that
/// the same site has the same feed.
struct Feed: Sendable {
  static let path = "feed.xml"

  let text: String

  /// Nil where the site names no address, without which entries have no lasting name, or no change is told.
  init?(_ changes: [Change], title: String, settings: SiteSettings) {
    guard let address = settings.address, let newest = changes.map(\.day).max() else { return nil }
    let escaped = { (text: String) in HTML(escaping: text).markup }
    let place = { (path: String) in escaped(SiteListings.address(of: path, at: address)) }
    let authors = (settings.authors.isEmpty ? [title] : settings.authors).map {
      "<author><name>\(escaped($0))</name></author>\n"
    }
    let items = changes.map { entry in
      let link = "\(place(entry.page))#\(escaped(entry.section.id))"
      return """
        <entry>
        <title>\(escaped(entry.section.label))</title>
        <id>\(link)</id>
        <link href="\(link)"/>
        <updated>\(entry.day)T00:00:00Z</updated>
        </entry>

        """
    }
    text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom">
      <title>\(escaped(title))</title>
      <id>\(place("index.html"))</id>
      <link href="\(place("index.html"))"/>
      <link rel="self" href="\(place(Self.path))"/>
      <updated>\(newest)T00:00:00Z</updated>
      \(authors.joined())\(items.joined())</feed>

      """
  }
}
