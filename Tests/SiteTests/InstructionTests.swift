import FigureSupport
import Foundation
import Site
import Testing

/// Texts of the data files on the pages of tasks.
@Suite struct InstructionTests {
  private func section(_ study: SyntheticStudy, task: String = "word-problems") throws -> String? {
    let page = try BuiltSite(study).text("tasks/\(task).html")
    guard let start = page.range(of: "<section id=\"instructions\"") else { return nil }
    return String(page[start.lowerBound...]).components(separatedBy: "</section>")[0]
  }

  @Test func showsTheFirstInstructionsThatAreComputedInEveryStyleWithAResponseInEach() throws {
    let section = try #require(try section(.small()))
    #expect(section.matches(of: /<blockquote/).count == 3)
    #expect(section.matches(of: /<figure class="response">/).count == 9)
    for index in 0..<3 { #expect(section.contains(">How many apples are left of \(index)</blockquote>")) }
    #expect(section.contains(">Answered: none, 1.</p>") && section.contains(">Answered: detailed, 1.</p>"))
    #expect(!section.contains("irrelevant"))
  }

  @Test func aLongTextIsCutAndSaysHowMuchOfItThereIs() throws {
    var study = try SyntheticStudy.small()
    study.response = String(repeating: "ab ", count: 1000)
    let section = try #require(try section(study))
    #expect(section.contains("the first 1500 of 30"))
    #expect(section.matches(of: #/ …<\/p>/#).count == 9)
  }

  @Test func textsThatAreNotThoseOfTheNumbersAreNotShown() throws {
    let study = try SyntheticStudy.small()
    let analysis = try study.analysis(details: true)
    try study.folder.write(#"{"instruction": "Other", "output": "x"}"#, to: "data/none.json")
    let folder = study.folder.file("other")
    _ = try SiteBuilder(analysis, program: "Strata 0.0.0").build(into: folder)
    let page = try String(contentsOf: folder.appending(path: "tasks/word-problems.html"), encoding: .utf8)
    #expect(
      page.contains("Texts are not shown: what the data file none.json holds is not what the numbers are of.")
    )
    #expect(!page.contains(">Other<"))
    try FileManager.default.removeItem(at: study.folder.file("data/none.json"))
    _ = try SiteBuilder(analysis, program: "Strata 0.0.0").build(into: folder)
    let without = try String(contentsOf: folder.appending(path: "tasks/word-problems.html"), encoding: .utf8)
    #expect(without.contains("Texts are not shown: the data file none.json cannot be read here."))
  }

  @Test func aSiteMayShowMoreOrNone() throws {
    for (count, shown) in [(0, nil), (5, 5)] as [(Int, Int?)] {
      let study = try SyntheticStudy.small()
      try study.folder.write("instructions: \(count)\n", to: "site/site.yml")
      #expect(try section(study)?.matches(of: /<blockquote/).count == shown)
    }
  }

  @Test func topicsOfKnowledgeStandApartFromThoseThatAreUnpopular() throws {
    var study = try SyntheticStudy.small()
    study.tasks = []
    study.knowledge = ["capitals"]
    let section = try #require(try section(study, task: "capitals"))
    #expect(section.matches(of: />Popular topic, sample \d</).count == 3)
    #expect(section.matches(of: />Unpopular topic, sample \d</).count == 3)
    #expect(section.matches(of: /<figure class="response">/).count == 3 * 3 + 3)
  }
}
