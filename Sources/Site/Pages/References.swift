/// A work to cite, as a page shows it.
struct ReferenceModel: PageModel {
  let text: String
  let address: String?
  let bibtex: String

  static let fields: [Field<ReferenceModel>] = [
    .text("text", \.text), .text("address", optional: \.address), .text("bibtex", \.bibtex),
  ]

  init(text: String, address: String?, bibtex: BibTeXEntry) {
    self.text = text
    self.address = address
    self.bibtex = bibtex.text
  }
}

/// The works that every report rests on beside the papers: the report itself and the program.
enum References {
  /// The report as a work to cite; nil when the site names no author.
  static func report(
    name: String, title: String, settings: SiteSettings, program: String
  ) -> ReferenceModel? {
    guard !settings.authors.isEmpty else { return nil }
    let year = settings.year.map(String.init)
    let text = [settings.authors.joined(separator: ", ") + ".", title + ".", year.map { $0 + "." }]
    return ReferenceModel(
      text: text.compactMap(\.self).joined(separator: " "), address: settings.address,
      bibtex: BibTeXEntry(
        "misc", key: name,
        [
          ("title", BibTeXEntry.escaped(title)),
          ("author", settings.authors.map(BibTeXEntry.escaped).joined(separator: " and ")),
          ("year", year), ("url", settings.address),
          ("note", "Made with \(BibTeXEntry.escaped(program))"),
        ]))
  }

  /// The program as a work to cite; `program` is its name and version.
  static func software(_ program: String) -> ReferenceModel {
    ReferenceModel(
      text: "\(software.authors). \(program): \(software.title).", address: nil,
      bibtex: BibTeXEntry(
        "misc", key: "strata",
        [
          ("title", "\(BibTeXEntry.escaped(program)): \(software.title)"),
          ("author", "{\(software.authors)}"),
        ]))
  }

  /// What the program is called where works are cited.
  static let software = (
    authors: "The authors of Strata", title: "layer-wise gradients of language models, exactly and on CPUs"
  )
}

/// An entry of a BibTeX file.
struct BibTeXEntry: Sendable {
  let text: String

  /// An entry of a `kind` such as `misc`; fields without a value are left out, values are taken as they are.
  init(_ kind: String, key: String, _ fields: [(name: String, value: String?)]) {
    let known = fields.compactMap { field in field.value.map { (field.name, $0) } }
    let width = known.map(\.0.count).max() ?? 0
    let lines = known.map { name, value in
      "  \(name)\(String(repeating: " ", count: width - name.count)) = {\(value)}"
    }
    text = "@\(kind){\(key),\n" + lines.joined(separator: ",\n") + "\n}"
  }

  /// Keeps words from ending a field or beginning a command.
  static func escaped(_ text: String) -> String {
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
