import Analysis
import Figures
import Gradients
import Studies
import Support

/// Makes the models of all pages from the analysis and the figures.
struct PageBuilder: Sendable {
  let analysis: StudyAnalysis
  let settings: SiteSettings
  let plan: SitePlan
  let figures: FigureSet
  /// Pages that the site has beside its own, by name and title.
  let texts: [TextPage.Text]
  /// The site's own text about methods.
  let methodsText: MarkdownDocument
  /// The tables that can be downloaded.
  let downloads: Downloads
  let hasOwnStyle: Bool
  /// Name and version of the program.
  let program: String
  /// The path under which a host serves the site, for the one page that is shown at any address.
  let basePath: String?
  /// The claims of the papers, tested on the study.
  let claims: StudyClaims
  /// Responses with their tokens.
  let responses: ShownResponses

  var study: Study { analysis.study }

  /// The most important statistic.
  var statistic: Statistic { settings.statistics.first ?? .nuclearNorm }

  /// The frame of the page at `path`.
  func frame(
    _ path: String, title: String, summary: String, root: String? = nil, contents: [ContentsItem] = []
  )
    -> Frame
  {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    return Frame(
      language: settings.language, site: study.title, title: title,
      windowTitle: title == study.title ? title : "\(title) – \(study.title)", summary: summary,
      root: root ?? String(repeating: "../", count: depth), navigation: navigation(current: path),
      contents: contents, hasOwnStyle: hasOwnStyle, address: address(of: path), image: image,
      feed: feed.map { _ in Feed.path }, citation: citation,
      neighbours: Neighbours(of: path, among: PageKind.all.map { $0.row(self) }),
      footer: Footer(
        program: program, prompting: study.settings.prompting.rawValue, license: settings.license,
        repository: settings.repository))
  }

  private func navigation(current path: String) -> [NavigationItem] {
    PageKind.all.flatMap { $0.places(self) }.map { place in
      let isInside = place.folder.map(path.hasPrefix) ?? false
      return NavigationItem(
        label: place.label, path: place.path,
        current: place.path == path ? "page" : isInside ? "true" : nil)
    }
  }

  /// What changed in the site, for programs that follow it.
  var feed: Feed? { Feed(Change.all(in: texts), title: study.title, settings: settings) }

  private func address(of path: String) -> String? {
    settings.address.map { SiteListings.address(of: path, at: $0) }
  }

  /// The figure of the overview as a picture.
  private var image: String? {
    plan.head.first.flatMap { key in address(of: RenderedFigure.path(key.id, PictureFormat.png.rawValue)) }
  }

  private var citation: CitationTags? {
    guard !settings.authors.isEmpty else { return nil }
    return CitationTags(
      title: study.title, authors: settings.authors.map(Words.init), year: settings.year.map(String.init))
  }

  /// Tells a reader when conditions are not computed whole, or say less than they seem to because texts were cut.
  func notice(_ conditions: [ConditionAnalysis]) -> String? {
    if conditions.isEmpty { return "Nothing is computed here yet." }
    let sentences = [unfinished(conditions), truncationNotice(conditions)].compactMap(\.self)
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private func unfinished(_ conditions: [ConditionAnalysis]) -> String? {
    let wanted = conditions.map(\.coverage.expected).reduce(0, +)
    let missing = conditions.map(\.coverage.missing).reduce(0, +)
    guard missing > 0 else { return nil }
    return
      "This study is not finished: \(NumberText.whole(missing)) of \(NumberText.whole(wanted)) samples are "
      + "still to be computed. Every number here is of the samples that are."
  }

  static func path(of model: StudyModel) -> String { "models/\(model.name).html" }
  static func path(of task: StudyTask) -> String { "tasks/\(task.name).html" }
  static func path(of model: StudyModel, on task: StudyTask) -> String {
    "models/\(model.name)/\(task.name).html"
  }
  static func path(of claim: PaperClaim) -> String { "claims/\(claim.name).html" }

  /// Text without markup as a paragraph.
  static func paragraph(_ text: String) -> HTML { "<p>" + HTML(escaping: Prose.keptTogether(text)) + "</p>" }
}
