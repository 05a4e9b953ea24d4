import Analysis
import FigureSupport
import Figures
import Foundation
import Plotting
import Site
import Store
import Studies
import Testing

/// A study that is not computed, or not whole, says so.
@Suite struct CoverageTests {
  @Test func nothingComputedIsAnErrorThatTellsWhatToRun() throws {
    var study = try SyntheticStudy.small()
    let empty = StudyAnalysis(study: try study.study(), facts: [:], conditions: [])
    // One sample of each condition is done, and it was skipped.
    study.computed = 1
    for analysis in [empty, try study.analysis()] {
      let error = try #require(throws: FigureError.self) {
        try SiteBuilder(analysis, program: "Strata 0.0.0")
      }
      #expect(error.description.contains("Nothing of \(study.folder.url.path) is computed yet"), "\(error)")
      #expect(error.description.contains("strata run"), "\(error)")
    }
  }

  @Test func aStudyOfWhichEverySampleWasSkippedSaysSoAndNotToRunItAgain() throws {
    var study = try SyntheticStudy.small()
    study.samples = 1
    let error = try #require(throws: FigureError.self) {
      try SiteBuilder(try study.analysis(), program: "Strata 0.0.0")
    }
    #expect(error.description.contains("was skipped (12: no labelled position)"), "\(error)")
  }

  @Test(arguments: ["数学", "שלום abc", "طبقة ١٢"])
  func aLabelThatNoFontCanSetIsNamedBeforeAnythingIsDrawn(label: String) throws {
    var study = try SyntheticStudy.small()
    study.modelLabels = [label, "Other"]
    let error = try #require(throws: FigureError.self) { try LabelCheck.check(try study.study()) }
    #expect(error.description.contains("the label “\(label)” cannot be drawn"), "\(error)")
    #expect(error.description.contains("study.yml, model `tiny-base`: the label"), "\(error)")
  }

  @Test func aStudyThatIsNotFinishedSaysSoOnEveryPageWithNumbersWithCounts() throws {
    var study = try SyntheticStudy.small()
    study.computed = 5
    let site = try BuiltSite(study)
    #expect(site.summary.missingSamples == 2 * 6 * 3)
    let notice =
      /<p class="notice" role="note">This study is not finished: (\d+) of (\d+) samples are still to be/
    for (path, missing, all) in [
      ("index.html", 36, 96), ("models/tiny-base.html", 18, 48), ("tasks/word-problems.html", 36, 96),
    ] {
      let match = try #require(try site.text(path).firstMatch(of: notice), "\(path)")
      #expect(Int(match.output.1) == missing, "\(path)")
      #expect(Int(match.output.2) == all, "\(path)")
    }
    #expect(try !BuiltSite.small.get().text("index.html").contains("class=\"notice\""))
  }

  @Test func everyFigureOfAStudyThatIsNotFinishedSaysSoInItsCaption() throws {
    var study = try SyntheticStudy.small()
    study.computed = 5
    let site = try BuiltSite(study)
    let captions = try site.pages().flatMap { page in
      page.text.matches(of: /(?s)<figure id=.*?<\/figure>/).compactMap { figure in
        figure.output.range(of: "<figcaption>").map { (page.path, figure.output[$0.upperBound...]) }
      }
    }
    #expect(!captions.isEmpty)
    for (path, caption) in captions {
      #expect(caption.contains("n\u{A0}=\u{A0}4"), "\(path): \(caption)")
      #expect(
        caption.contains("still to be computed") || caption.contains("not finished"), "\(path): \(caption)")
    }
  }

  @Test func aConditionThatHasNoResultIsLeftOutAndTheRestStands() throws {
    let study = try SyntheticStudy.small()
    let whole = try study.analysis()
    let kept = whole.conditions.filter { $0.condition.style != .detailed && $0.model == "tiny-base" }
    let part = StudyAnalysis(study: whole.study, facts: whole.facts, conditions: kept)
    let folder = study.folder.file("site-of-study")
    _ = try SiteBuilder(part, program: "Strata 0.0.0").build(into: folder)
    #expect(try SiteCheck.problems(in: folder) == [])
  }

  @Test func skippedSamplesAreCountedOnTheOverviewAndListedByReasonUnderMethods() throws {
    let site = try BuiltSite.small.get()
    #expect(site.summary.skippedSamples == 12)
    #expect(try site.text("index.html").contains(" samples computed, 12 skipped, "))
    let methods = try site.text("methods.html")
    let section = try #require(methods.range(of: "id=\"skipped\""))
    let rows = methods[section.upperBound...].matches(of: /<tr>.*no labelled position.*<\/tr>/)
    #expect(rows.count == 12)
    let samples = try site.text("data/samples.csv")
    #expect(samples.contains("skipped_no_labelled_position") || samples.contains("no_labelled_position"))
  }

  @Test func whatAStudySaysOfItsPromptsAndItsSamplingStandsUnderMethods() throws {
    #expect(try !BuiltSite.small.get().text("methods.html").contains("System message of"))
    var study = try SyntheticStudy.small()
    study.settings = "settings: { sampling: { count: 12, seed: 7 } }"
    study.chat = [
      "chat_template: '{% for m in messages %}<b>{{ m.content }}{% endfor %}'", "system: 'Be <b>brief</b>.'",
      "template_variables: { today: '</td><script>alert(1)</script>', thinking: false }",
    ]
    let methods = try BuiltSite(study).text("methods.html")
    func cell(_ name: String) -> Substring? {
      methods.firstRange(of: ">\(name)</th>").map { methods[$0.upperBound...].prefix { $0 != "/" } }
    }
    #expect(cell("Samples")?.contains("12 of every condition, chosen at random with the seed 7") == true)
    #expect(cell("Chat template of Tiny Instruct")?.contains("one of the study&#39;s own") == true)
    #expect(methods.contains("“Be &lt;b&gt;brief&lt;/b&gt;.”"))
    #expect(
      methods.contains(
        "{&quot;thinking&quot;:false,&quot;today&quot;:&quot;&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;}"
      ))
    #expect(!methods.contains("{{ m.content }}") && !methods.contains("<script>alert(1)"))
    study.chat = ["system: false"]
    let silent = try BuiltSite(study).text("methods.html")
    #expect(silent.contains(/System message of Tiny Instruct<\/th>\s*<td[^>]*>none</))
    #expect(!silent.contains("Chat template of"))
  }

  @Test func resultsMadeWithOtherSettingsCannotStandInOneReport() throws {
    var study = try SyntheticStudy.small()
    let made = try study.analysis()
    study.settings = "settings: { prompting: exact }"
    let asked = StudyAnalysis(study: try study.study(), facts: made.facts, conditions: made.conditions)
    let error = try #require(throws: SiteError.self) { try SiteBuilder(asked, program: "Strata 0.0.0") }
    #expect(error.description.contains("made with other settings"), "\(error)")
    #expect(error.description.contains("strata run"), "\(error)")
  }
}
