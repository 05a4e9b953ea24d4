import Foundation
import JSON
import Support

/// Files beside the pages by which other programs find and cite a site.
struct SiteListings {
  let settings: SiteSettings
  let title: String
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
    for paper in Self.papers {
      lines += ["  - type: conference-paper", "    title: \(Self.quoted(paper.title))", "    authors:"]
      lines += paper.authors.flatMap { ["      - given-names: \($0)", "        family-names: \($1)"] }
      lines += [
        "    year: \(paper.year)", "    url: https://arxiv.org/abs/\(paper.arxiv)", "    conference:",
        "      name: Annual Meeting of the Association for Computational Linguistics",
      ]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Paper {
    let title: String
    let authors: [(given: String, family: String)]
    let arxiv: String
    let year: Int
  }

  private static let papers = [
    Paper(
      title: "What Happened in LLMs Layers when Trained for Fast vs. Slow Thinking: A Gradient Perspective",
      authors: [("Ming", "Li"), ("Yanhong", "Li"), ("Tianyi", "Zhou")], arxiv: "2410.23743", year: 2025),
    Paper(
      title: "How Instruction and Reasoning Data shape Post-Training: Data Quality through the Lens of "
        + "Layer-wise Gradients",
      authors: [("Ming", "Li"), ("Yanhong", "Li"), ("Ziyue", "Li"), ("Tianyi", "Zhou")], arxiv: "2504.10766",
      year: 2026),
  ]

  private static func quoted(_ text: String) -> String {
    var json = JSONWriter()
    json.value(text)
    return json.text
  }
}
