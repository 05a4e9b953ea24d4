/// Page that says how to cite the report, the papers and the program, and what changed in the report.
struct CitePage: PageModel {
  static let path = "cite.html"

  let frame: Frame
  /// The report; nil where the site names no author.
  let report: ReferenceModel?
  let papers: [ReferenceModel]
  let software: ReferenceModel
  let changes: [PageLink]

  static let fields: [Field<CitePage>] = [
    .model("frame", \.frame), .model("report", optional: \.report), .list("papers", \.papers),
    .model("software", \.software), .list("changes", \.changes),
    .flag("has_changes") { !$0.changes.isEmpty },
  ]
}

extension PageKind {
  /// The footer of every page leads to it.
  static let cite = PageKind(template: "cite", path: CitePage.path) { $0.cite() }
}

extension PageBuilder {
  fileprivate func cite() -> CitePage {
    let changes = Change.all(in: texts).map { change in
      PageLink(title: change.section.label, path: "\(change.page)#\(change.section.id)")
    }
    let contents =
      [
        ContentsItem(id: "report", label: "This report"), ContentsItem(id: "papers", label: "The papers"),
        ContentsItem(id: "software", label: "Strata"),
      ] + (changes.isEmpty ? [] : [ContentsItem(id: "changes", label: "Changes")])
    return CitePage(
      frame: frame(
        CitePage.path, title: changes.isEmpty ? "Cite" : "Cite and changes",
        summary: "How to cite this report, and what changed in it.",
        contents: contents),
      report: References.report(name: study.name, title: study.title, settings: settings, program: program),
      papers: CitedPaper.all.map(\.model), software: References.software(program), changes: changes)
  }
}
