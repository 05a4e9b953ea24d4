import Analysis
import Figures
import Foundation
import Gradients
import Plotting
import Store
import Studies
import Support

/// Builds the site of a study: figures, tables and pages into one folder of plain files.
package struct SiteBuilder: Sendable {
  /// Result of a build.
  package struct Summary: Sendable, Equatable {
    /// Pages written.
    package let pages: Int
    /// Figures drawn.
    package let figures: Int
    /// Files of the site, the manifest included.
    package let files: Int
    /// Samples that are still to be computed.
    package let missingSamples: Int
    /// Samples that were skipped.
    package let skippedSamples: Int
    /// What the build changed; nothing where it found that it need not build.
    package internal(set) var changes = SiteChanges()
  }

  private let analysis: StudyAnalysis
  private let basePath: String?
  private let program: String
  private let provenance: Provenance?
  private let formats: [PictureFormat]?
  /// The text of the study file in the site.
  private let studyText: String

  /// A builder of the site of what was analysed.
  ///
  /// - Parameters:
  ///   - analysis: the study with everything that its store holds.
  ///   - basePath: the path under which a host will serve the site, such as `/reports/fast-slow/`. Links between
  ///     pages are relative and need none; only the page for unknown addresses, which is shown at any depth, does.
  ///   - program: name and version of the program, for footer and manifest.
  ///   - publishesStudyFile: whether the study file goes into the site as it is; without its comments and with names in
  ///     place of paths that lead out of its folder when not.
  ///   - provenance: what the manifest says of where the site comes from; nothing when nil.
  ///   - formats: the formats of the picture of every figure, to take away; when nil, figures of the overview and of claims
  ///     are there as PDF.
  /// - Throws: `FigureError.nothingComputed` or `.allSkipped` without any result, `.label` for one that the fonts cannot
  ///   set, `SiteError.mixedRuns` for results that cannot stand
  ///   side by side, `SiteError.basePath`.
  package init(
    _ analysis: StudyAnalysis, basePath: String? = nil, program: String, publishesStudyFile: Bool = false,
    provenance: Provenance? = nil, formats: [PictureFormat]? = nil
  ) throws {
    try analysis.checkResults()
    try Self.checkRuns(analysis)
    try LabelCheck.check(analysis.study)
    self.analysis = analysis
    self.basePath = try basePath.map(Self.checked)
    self.program = program
    self.provenance = provenance
    self.formats = formats
    let study = analysis.study
    studyText =
      publishesStudyFile ? study.source : try PublishedYAML.text(of: study.source, file: study.file.path)
  }

  /// Builds the site aside and puts it in the place of `folder`.
  ///
  /// - Parameters:
  ///   - folder: where the site goes. It may be missing, empty, or hold a site built before.
  ///   - isCancelled: asked before every figure and page whether to stop, on any thread.
  ///   - step: called with what begins, for progress.
  /// - Returns: what was built.
  /// - Throws: `SiteError`, `CancellationError`, or `PlotError` when a figure cannot be drawn, as for a missing
  ///   font. The old site is then untouched.
  package func build(
    into folder: URL, isCancelled: @escaping @Sendable () -> Bool = { false },
    step: (String) -> Void = { _ in }
  ) throws -> Summary {
    let output = try OutputFolder(folder)
    let goOn: @Sendable () throws -> Void = { if isCancelled() { throw CancellationError() } }
    do {
      var summary = try write(to: output, step: step, goOn: goOn)
      step("checking links and pages")
      let problems = try SiteCheck(root: output.root, basePath: basePath).contentProblems()
      guard problems.isEmpty else { throw SiteError.site(problems) }
      try goOn()
      summary.changes = try output.commit()
      return summary
    } catch {
      output.discard()
      throw error
    }
  }

  private func write(
    to output: OutputFolder, step: (String) -> Void, goOn: @Sendable () throws -> Void
  ) throws -> Summary {
    let study = analysis.study
    let sources = try SiteSources(study: study)
    let claims = try analysis.claims()
    let plan = try SitePlan(analysis, statistics: sources.settings.statistics)
    let files = SiteFiles(output)
    step("drawing figures")
    let pictures = PictureFiles(asked: formats, hasCard: sources.settings.address != nil)
    let figures = try FigureSet(plan.all, pictures, into: files, goOn: goOn)
    try files.write(Array(OutputFormat.pageStyle.utf8), to: RenderedFigure.style)
    step("writing pages")
    let downloads = try Downloads(analysis, claims).written(to: files)
    try CellData(analysis, sources.settings).write(to: files)
    let texts = try sources.texts.map { text in
      TextPage.Text(
        name: text.name,
        narrative: try Narrative(text.text, file: text.file, claims: claims, figures: figures))
    }
    let builder = PageBuilder(
      analysis: analysis, settings: sources.settings, plan: plan, figures: figures, texts: texts,
      methodsText: sources.methods, downloads: downloads, hasOwnStyle: sources.hasOwnStyle, program: program,
      basePath: basePath, claims: claims, responses: try ShownResponses(analysis))
    for (path, file) in try sources.copies() { try files.write(file.bytes, to: path) }
    try files.write(Array(studyText.utf8), to: "study.yml")
    let pages = PageKind.all.flatMap { kind in kind.pages(builder).map { (kind.template, $0) } }
    _ = try Parallel.map(pages.count) { place in
      try goOn()
      let (template, page) = pages[place]
      try files.write(Array(sources.templates.render(page.model(), with: template).utf8), to: page.path)
    }
    let listings = SiteListings(
      settings: sources.settings, title: study.title, program: program, feed: builder.feed)
    for (path, text) in listings.files(pages: pages.map(\.1.path)) {
      try files.write(Array(text.utf8), to: path)
    }
    let manifest = ManifestWriter(
      analysis: analysis, program: program, basePath: basePath,
      isRounded: (analysis.details as? StudyResults)?.isCompact ?? false, provenance: provenance,
      studyText: studyText,
      files: files.written)
    try output.write(Array(manifest.text.utf8), to: Manifest.path)
    let coverage = analysis.conditions.map(\.coverage)
    return Summary(
      pages: pages.count, figures: figures.figures.count, files: files.written.count + 1,
      missingSamples: coverage.map(\.missing).reduce(0, +),
      skippedSamples: coverage.map(\.skippedCount).reduce(0, +))
  }

  /// A report never mixes prompting modes, other settings or versions of the arithmetic.
  private static func checkRuns(_ analysis: StudyAnalysis) throws {
    let study = analysis.study
    var settings = study.settings
    // What is kept beside the statistics changes none of them, and a compact store lacks it.
    settings.extras = GradientOptions()
    for item in analysis.conditions where !item.run.configuration.matches(settings) {
      throw SiteError.mixedRuns(
        study: study.folder.path,
        difference: "those of `\(item.model)` on `\(item.condition.task)` were made with other settings")
    }
    let versions = Set(analysis.conditions.compactMap(\.run.configuration.arithmetic)).sorted()
    if versions.count > 1 {
      throw SiteError.mixedRuns(
        study: study.folder.path,
        difference:
          "they were made by versions \(versions.map(String.init).joined(separator: " and ")) of the arithmetic"
      )
    }
  }

  private static func checked(_ basePath: String) throws -> String {
    guard basePath.hasPrefix("/"), !basePath.hasPrefix("//"),
      !basePath.contains(where: { "?#\\\"<>".contains($0) }),
      !basePath.split(separator: "/").contains("..")
    else { throw SiteError.basePath(basePath) }
    return basePath.hasSuffix("/") ? basePath : basePath + "/"
  }
}
