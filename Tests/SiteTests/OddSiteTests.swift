import FigureSupport
import Foundation
import Site
import Testing

/// Sites of studies that lack what most have: they build, pass the check, and state nothing that is not so.
@Suite struct OddSiteTests {
  /// The site of a small study that `change` has made odd.
  private func site(_ change: (inout SyntheticStudy) -> Void) throws -> BuiltSite {
    var study = try SyntheticStudy.small()
    change(&study)
    let site = try BuiltSite(study)
    #expect(try SiteCheck.problems(in: site.folder) == [])
    for (path, text) in try site.pages() {
      #expect(text.firstMatch(of: /\b0 of 0\b|\bnan\b|\binf\b|Optional\(/) == nil, "\(path)")
      #expect(text.firstMatch(of: /<tbody>\s*<\/tbody>/) == nil, "\(path): a table without rows")
      #expect(
        text.firstMatch(of: /<ul class="(cards|files)">\s*<\/ul>/) == nil, "\(path): a list without entries")
    }
    return site
  }

  @Test func oneModelHasNoPairAndNoOtherToBeComparedWith() throws {
    let site = try site { $0.hasInstruct = false }
    let index = try site.text("index.html")
    #expect(index.contains("when 1 model is trained"))
    let base = try site.text("claims/base.html")
    #expect(base.contains("not tested") && !base.contains("class=\"verdict supported"))
    #expect(base.contains("No instruct model of the study names its base model as its partner."))
    #expect(!base.contains("class=\"figure"))
    #expect(try site.paths().allSatisfy { !$0.contains("tiny-instruct") })
    #expect(!index.contains("Instruct"))
  }

  @Test func anInstructModelWithoutAPartnerIsNotCalledAPartner() throws {
    let site = try site { $0.hasPartner = false }
    let page = try site.text("models/tiny-instruct.html")
    #expect(page.contains("An instruct model, prompted with its chat template."))
    #expect(try site.text("claims/base.html").contains("not tested"))
    let task = try site.text("tasks/word-problems.html")
    #expect(!task.contains("Tiny and Tiny Instruct"))
  }

  @Test func knowledgeAloneHasNoFastAndNoSlowThinking() throws {
    let site = try site {
      $0.tasks = []
      $0.knowledge = ["capitals"]
    }
    for claim in ["strength", "base", "relevance"] {
      #expect(try site.text("claims/\(claim).html").contains("not tested"), "\(claim)")
    }
    #expect(try site.text("knowledge.html").contains("<section id=\"length-500\""))
    #expect(try !site.text("models/tiny-base/capitals.html").contains("Fast over slow"))
  }

  @Test func aModelOfWhichNothingIsComputedSaysSo() throws {
    let site = try site { $0.isBegun = { model, _ in model.name == "tiny-base" } }
    #expect(try site.text("claims/strength.html").contains("Tiny"))
    for path in ["models/tiny-instruct.html", "models/tiny-instruct/word-problems.html"] {
      let page = try site.text(path)
      #expect(page.contains("Nothing is computed here yet.") && !page.contains("class=\"plot\""), "\(path)")
    }
  }

  @Test func oneLayerHasNoDifferenceBetweenLayers() throws {
    let site = try site { $0.layers = 1 }
    #expect(try !site.text("claims/unevenness.html").contains("class=\"verdict supported"))
  }

  /// As many models and tasks as the papers have, of few layers and samples.
  @Test(.enabled(if: !_isDebugAssertConfiguration(), "so many pages need an optimised build"))
  func tenModelsOnThirteenTasksHavePagesThatAreRead() throws {
    let site = try site {
      $0.modelLabels += (1...8).map { "Model \($0)" }
      $0.tasks = (1...10).map { "task-\($0)" }
      $0.knowledge = ["people", "places", "events"]
      ($0.layers, $0.samples) = (3, 5)
    }
    for (path, text) in try site.pages() {
      #expect(text.utf8.count <= 500_000, "\(path)")
      let head = text.prefix(upTo: try #require(text.firstRange(of: "<main")).lowerBound)
      let stops = head.matches(of: /<a [^>]*href|<(button|input|select|summary)|tabindex="0"/).count
      #expect((1...60).contains(stops), "\(path)")
    }
    // The tests of thirds of the layers are on pages of their own, and every link to them leads there.
    let first = try site.text("claims/unevenness.html")
    #expect(first.contains("href=\"../claims/unevenness-2.html#mad-early\""))
    #expect(!first.contains("id=\"mad-early\""))
    #expect(try site.text("claims/unevenness-2.html").contains("id=\"mad-early\""))
    #expect(try site.text("search.html").contains("claims/unevenness-2.html#mad-early"))
  }

  @Test func twoSamplesDecideNothing() throws {
    let site = try site { $0.samples = 3 }
    #expect(try !site.text("claims/strength.html").contains("class=\"verdict supported"))
  }
}
