/// A work to cite.
struct ReferenceModel: PageModel {
  let text: String
  let address: String?
  let bibtex: String

  static let fields: [Field<ReferenceModel>] = [
    .text("text", \.text), .text("address", optional: \.address), .text("bibtex", \.bibtex),
  ]
}

/// The works that every report rests on, and how to cite the report itself.
enum References {
  /// The two papers.
  static let papers = [
    ReferenceModel(
      text:
        "Ming Li, Yanhong Li and Tianyi Zhou. What Happened in LLMs Layers when Trained for Fast vs. Slow "
        + "Thinking: A Gradient Perspective. Proceedings of the 63rd Annual Meeting of the Association for "
        + "Computational Linguistics (Volume 1: Long Papers), pages 32017–32154, 2025. arXiv 2410.23743.",
      address: "https://arxiv.org/abs/2410.23743",
      bibtex: """
        @inproceedings{li-etal-2025-happened,
          title     = {What Happened in {LLM}s Layers when Trained for Fast vs. Slow Thinking: A Gradient Perspective},
          author    = {Li, Ming and Li, Yanhong and Zhou, Tianyi},
          booktitle = {Proceedings of the 63rd Annual Meeting of the Association for Computational Linguistics
                       (Volume 1: Long Papers)},
          year      = {2025},
          pages     = {32017--32154},
          eprint    = {2410.23743},
          archivePrefix = {arXiv}
        }
        """),
    ReferenceModel(
      text:
        "Ming Li, Yanhong Li, Ziyue Li and Tianyi Zhou. How Instruction and Reasoning Data shape Post-Training: "
        + "Data Quality through the Lens of Layer-wise Gradients. Proceedings of the 64th Annual Meeting of the "
        + "Association for Computational Linguistics (Volume 1: Long Papers), pages 33249–33299, 2026. "
        + "arXiv 2504.10766.",
      address: "https://arxiv.org/abs/2504.10766",
      bibtex: """
        @inproceedings{li-etal-2026-instruction-reasoning,
          title     = {How Instruction and Reasoning Data shape Post-Training: Data Quality through the Lens of
                       Layer-wise Gradients},
          author    = {Li, Ming and Li, Yanhong and Li, Ziyue and Zhou, Tianyi},
          booktitle = {Proceedings of the 64th Annual Meeting of the Association for Computational Linguistics
                       (Volume 1: Long Papers)},
          year      = {2026},
          pages     = {33249--33299},
          eprint    = {2504.10766},
          archivePrefix = {arXiv}
        }
        """),
  ]

  /// The report as a work to cite; nil when the site names no author.
  static func report(name: String, title: String, settings: SiteSettings, program: String) -> ReferenceModel?
  {
    guard !settings.authors.isEmpty else { return nil }
    let year = settings.year.map(String.init)
    var lines = [
      "title  = {\(escaped(title))}",
      "author = {\(settings.authors.map(escaped).joined(separator: " and "))}",
    ]
    if let year { lines.append("year   = {\(year)}") }
    if let address = settings.address { lines.append("url    = {\(address)}") }
    lines.append("note   = {Made with \(program)}")
    let text = [settings.authors.joined(separator: ", ") + ".", title + ".", year.map { $0 + "." }]
      .compactMap(\.self).joined(separator: " ")
    let bibtex = "@misc{\(name),\n" + lines.map { "  \($0)" }.joined(separator: ",\n") + "\n}"
    return ReferenceModel(text: text, address: settings.address, bibtex: bibtex)
  }

  /// Keeps words from ending a BibTeX field or beginning a command.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\textbackslash{}"
      case "{", "}", "%", "&", "$", "#", "_": escaped += "\\\(scalar)"
      case "~": escaped += "\\textasciitilde{}"
      case "^": escaped += "\\textasciicircum{}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
