import Foundation
import JSON
import Support

/// Files beside the pages by which other programs find and cite a site.
struct SiteListings {
  let settings: SiteSettings
  let title: String
  /// Name and version of the program.
  let program: String
  /// What changed in the site, the newest first.
  let feed: Feed?

  /// The files by path; `sitemap.xml` where the site names its address, `CITATION.cff` where it names authors, and its feed.
  func files(pages: [String]) -> [(path: String, text: String)] {
    let listed = pages.filter { $0 != "404.html" }
    return [
      settings.address.map { ("sitemap.xml", Self.sitemap(of: listed, at: $0)) },
      settings.authors.isEmpty ? nil : ("CITATION.cff", citation), feed.map { (Feed.path, $0.text) },
    ].compactMap(\.self)
  }

  /// The address of a page of a site that is published at `address`.
  static func address(of path: String, at address: String) -> String {
    (address.hasSuffix("/") ? address : address + "/") + (path == "index.html" ? "" : path)
  }

  /// The pages as sitemaps.org has them.
  private static func sitemap(of pages: [String], at address: String) -> String {
    let places = pages.map { page in
      "<url><loc>\(HTML(escaping: Self.address(of: page, at: address)).markup)</loc></url>\n"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      \(places.joined())</urlset>

      """
  }

  /// How to cite the report, in the Citation File Format 1.2. Its texts are JSON, which YAML reads as it is.
  private var citation: String {
    var lines = [
      "cff-version: 1.2.0", "message: If you use this report, please cite it as below.", "type: dataset",
      "title: \(Self.quoted(title))", "authors:",
    ]
    lines += settings.authors.map { "  - name: \(Self.quoted($0))" }
    if let address = settings.address { lines.append("url: \(Self.quoted(address))") }
    if let repository = settings.repository { lines.append("repository-code: \(Self.quoted(repository))") }
    lines.append("references:")
    lines += CitedPaper.all.flatMap { $0.citationLines(Self.quoted) }
    lines += [
      "  - type: software", "    title: \(Self.quoted("\(program): \(References.software.title)"))",
      "    authors:",
      "      - name: \(References.software.authors)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return json.text
  }
}
