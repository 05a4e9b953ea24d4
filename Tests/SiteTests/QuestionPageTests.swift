import Analysis
import FigureSupport
import Foundation
import Site
import Testing

/// The pages Base against instruct and Knowledge.
@Suite struct QuestionPageTests {
  private func isListed(_ path: String, in site: BuiltSite) throws -> Bool {
    let page = try site.text("index.html")
    let navigation = try #require(page.range(of: "</nav>"))
    return page[..<navigation.lowerBound].contains("href=\"\(path)\"")
  }

  @Test func aStudyWithAPairHasItsTestsItsFiguresAndBothModelsSideBySide() throws {
    let site = try BuiltSite.small.get()
    #expect(try isListed("base-instruct.html", in: site))
    let page = try site.text("base-instruct.html")
    for id in ["verdicts", "figures", "beside", "level-interaction", "mad-interaction", "auc-gain"] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id)")
    }
    #expect(page.contains("<figure id=\"forest-base\""))
    // Level and MAD of the one pair on the one task: base and instruct under each normalisation that has a number.
    let beside = try #require(page.components(separatedBy: "<section id=\"beside\"").last)
      .components(separatedBy: "</section>")[0]
    #expect(beside.matches(of: /<tr><th scope="row">Tiny Instruct \/ Tiny<\/th>/).count == 2)
    #expect(beside.contains(">base, raw<") && beside.contains(">instruct, per loss<"))
    #expect(beside.matches(of: /class="aside">\[/).count >= 4)
  }

  @Test func aStudyWithoutAnAnswerSaysSoInOneSentenceAndDoesNotListThePage() throws {
    let site = try BuiltSite.small.get()
    #expect(try !isListed("knowledge.html", in: site))
    let page = try site.text("knowledge.html")
    #expect(page.contains("There is nothing to show: the study has no task of the kind knowledge."))
    #expect(!page.contains("<section") && !page.contains("<figure"))
    #expect(try !site.text("search.html").contains(">Knowledge</a>"))
    var study = try SyntheticStudy.small()
    study.hasPartner = false
    let other = try BuiltSite(study)
    #expect(try !isListed("base-instruct.html", in: other))
    #expect(
      try other.text("base-instruct.html").contains(
        "There is nothing to show: no instruct model of the study names its base model as its partner."))
  }

  @Test func aStudyOfKnowledgeHasItsTestsSlopesAndLengths() throws {
    var study = try SyntheticStudy.small()
    study.knowledge = ["capitals"]
    let site = try BuiltSite(study)
    #expect(try isListed("knowledge.html", in: site))
    let page = try site.text("knowledge.html")
    for id in ["verdicts", "figures", "lengths", "length-500", "unpopular-popular-100"] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id)")
    }
    #expect(page.contains("href=\"models/tiny-base/capitals.html\""))
    #expect(try SiteCheck.problems(in: site.folder) == [])
  }
}
