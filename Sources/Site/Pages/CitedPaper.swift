import Support

/// A paper that every report rests on, with all that a citation of it says.
struct CitedPaper: Sendable {
  /// The key of its BibTeX entry.
  let key: String
  let title: String
  let authors: [(given: String, family: String)]
  /// The meeting of the Association for Computational Linguistics, such as `63rd`.
  let meeting: String
  let year: Int
  let pages: ClosedRange<Int>
  let arxiv: String

  /// The two papers.
  static let all = [
    CitedPaper(
      key: "li-etal-2025-happened",
      title: "What Happened in LLMs Layers when Trained for Fast vs. Slow Thinking: A Gradient Perspective",
      authors: [("Ming", "Li"), ("Yanhong", "Li"), ("Tianyi", "Zhou")], meeting: "63rd", year: 2025,
      pages: 32017...32154, arxiv: "2410.23743"),
    CitedPaper(
      key: "li-etal-2026-instruction-reasoning",
      title:
        "How Instruction and Reasoning Data shape Post-Training: Data Quality through the Lens of Layer-wise Gradients",
      authors: [("Ming", "Li"), ("Yanhong", "Li"), ("Ziyue", "Li"), ("Tianyi", "Zhou")], meeting: "64th",
      year: 2026, pages: 33249...33299, arxiv: "2504.10766"),
  ]

  private static let association = "Annual Meeting of the Association for Computational Linguistics"
  private static let volume = "(Volume 1: Long Papers)"

  var address: String { "https://arxiv.org/abs/\(arxiv)" }

  /// The paper as a page shows it.
  var model: ReferenceModel {
    let names = WordList.and(authors.map { "\($0.given) \($0.family)" })
    return ReferenceModel(
      text:
        "\(names). \(title). Proceedings of the \(meeting) \(Self.association) \(Self.volume), "
        + "pages \(pages.lowerBound)–\(pages.upperBound), \(year). arXiv \(arxiv).",
      address: address, bibtex: bibtex)
  }

  private var bibtex: BibTeXEntry {
    BibTeXEntry(
      "inproceedings", key: key,
      [
        // In braces, since styles write titles in small letters.
        ("title", title.replacing("LLM", with: "{LLM}")),
        ("author", authors.map { "\($0.family), \($0.given)" }.joined(separator: " and ")),
        ("booktitle", "Proceedings of the \(meeting) \(Self.association) \(Self.volume)"),
        ("year", String(year)), ("pages", "\(pages.lowerBound)--\(pages.upperBound)"), ("url", address),
        ("eprint", arxiv),
        ("archivePrefix", "arXiv"),
      ])
  }

  /// The lines of a reference in the Citation File Format; `quoted` makes a text of YAML.
  func citationLines(_ quoted: (String) -> String) -> [String] {
    ["  - type: conference-paper", "    title: \(quoted(title))", "    authors:"]
      + authors.flatMap { ["      - given-names: \($0.given)", "        family-names: \($0.family)"] }
      + ["    year: \(year)", "    url: \(address)", "    conference:", "      name: \(Self.association)"]
  }
}
