import Support

/// A feed of a site in the Atom format (RFC 4287): an entry for each heading of its page `changes` that begins with a day, such as
/// “2026-11-02: more samples”. Its times are those days, so that the same site has the same feed.
struct Feed: Sendable {
  static let path = "feed.xml"
  /// The page in Markdown whose headings are read.
  static let page = "changes"

  let text: String

  /// Nil where the site names no address, without which entries have no lasting name, or no heading begins with a day.
  init?(_ texts: [TextPage.Text], title: String, settings: SiteSettings) {
    guard let address = settings.address, let page = texts.first(where: { $0.name == Self.page }) else {
      return nil
    }
    let entries = page.narrative.document.sections.compactMap { section in
      Self.day(of: section.label).map { (day: $0, section: section) }
    }
    guard let newest = entries.map(\.day).max() else { return nil }
    let escaped = { (text: String) in HTML(escaping: text).markup }
    let place = { (path: String) in escaped(SiteListings.address(of: path, at: address)) }
    let authors = (settings.authors.isEmpty ? [title] : settings.authors).map {
      "<author><name>\(escaped($0))</name></author>\n"
    }
    let items = entries.map { entry in
      let link = "\(place(page.path))#\(escaped(entry.section.id))"
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

  /// The day at the beginning of a heading; nil where there is none.
  private static func day(of heading: String) -> String? {
    guard let match = heading.prefixMatch(of: /(\d{4})-(\d{2})-(\d{2})(?!\d)/),
      let month = Int(match.output.2), let day = Int(match.output.3), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    return String(match.output.0)
  }
}
