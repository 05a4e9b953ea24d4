import Foundation
import Support
import Testing

/// The pages that draw in the browser, opened from disk, and the files that they draw from.
@Suite(.serialized)
struct ExplorePageTests {
  private let site: BuiltSite

  init() throws { site = try BuiltSite.small.get() }

  private func open(_ page: String) throws -> Browser.Outcome {
    let url = try #require(URL(string: "file://\(site.folder.path)/\(page)"))
    return try Browser().open(url, isDark: false)
  }

  /// The number of elements whose tag begins with `opening`.
  private func count(_ opening: String, in document: String) -> Int {
    document.components(separatedBy: opening).count - 1
  }

  @Test func comparesEveryModelOnTheFirstTaskWhenNothingIsChosen() throws {
    let outcome = try open("compare.html")
    #expect(outcome.console == [])
    #expect(count("<figure class=\"panel\"", in: outcome.document) == 2)
    // Three styles, each with its band, in both panels.
    #expect(count(" line\"", in: outcome.document) == 6)
    #expect(count(" band\"", in: outcome.document) == 6)
    #expect(outcome.document.contains("Nuclear norm, projection q, mean over samples with its 95 % interval"))
  }

  @Test func takesTheChoiceFromTheAddress() throws {
    let outcome = try open(
      "compare.html#models=tiny-base,tiny-instruct&tasks=word-problems&styles=none&relevance=correct,irrelevant"
        + "&panels=task&projection=v&scale=log&statistic=nuclear-norm-per-loss")
    #expect(count("<figure class=\"panel\"", in: outcome.document) == 1)
    #expect(count(" line", in: outcome.document) >= 4)
    #expect(outcome.document.contains("None, Tiny Instruct, irrelevant"))
    #expect(outcome.document.contains("projection v") && outcome.document.contains("logarithmic."))
  }

  @Test func beginsPerLossForAReaderWhoChoseThatUnlessTheAddressSaysOtherwise() throws {
    let perLoss = try open("compare.html?by=loss")
    #expect(perLoss.document.contains("Nuclear norm per loss, projection q"))
    let named = try open("compare.html?by=loss#statistic=nuclear-norm")
    #expect(named.document.contains("Nuclear norm, projection q"))
  }

  @Test func saysWhatCannotBeLoadedAndWhatIsNotChosen() throws {
    let none = try open("compare.html#models=&tasks=word-problems")
    #expect(none.document.contains("Choose at least one model and one task."))
    let copy = try BuiltSite.copyOfSmall()
    try FileManager.default.removeItem(
      at: copy.folder.appending(path: "data/compare/tiny-base/word-problems.js"))
    let broken = try Browser().open(copy.folder.appending(path: "compare.html"), isDark: false)
    #expect(
      broken.document.contains("The numbers of compare/tiny-base/word-problems could not be loaded"))
  }

  @Test func showsEverySampleAsADotAndInTheTable() throws {
    let outcome = try open("samples.html#model=tiny-instruct&statistic=nuclear-norm-per-loss")
    #expect(outcome.console == [])
    #expect(count(" dot\"", in: outcome.document) == 3 * 7)
    #expect(
      count("<tr>", in: outcome.document.components(separatedBy: "id=\"sample-table\"").last ?? "") >= 8)
    #expect(outcome.document.contains("of each sample of Tiny Instruct on Word Problems"))
  }

  @Test func searchKeepsTheEntriesThatHaveEveryWord() throws {
    let all = try open("search.html")
    #expect(all.console == [] && count("<li hidden", in: all.document) == 0)
    let found = try open("search.html#q=on%20TINY%20model%20problems")
    let entries = count("<span class=\"aside\">", in: found.document)
    let kept = entries - count("<li hidden", in: found.document)
    #expect(kept >= 2 && kept < entries && found.document.contains("\(kept) of \(entries)"))
  }

  @Test func curvesAndSamplesOfEveryCellCanBeDownloaded() throws {
    for model in ["tiny-base", "tiny-instruct"] {
      let samples = try site.text("data/samples/\(model)/word-problems.csv.gz").split(separator: "\n")
      #expect(samples[0].hasPrefix("style,relevance,sample,tokens,loss,nuclear_norm_q,nuclear_norm_k"))
      #expect(samples.count == 1 + 6 * 7)
      let curves = try site.text("data/curves/\(model)/word-problems.csv.gz").split(separator: "\n")
      #expect(curves[0].hasPrefix("model,task,style,relevance,statistic,projection,layer,mean"))
      #expect(curves.contains { $0.contains(",nuclear-norm-per-loss,q,0,") })
    }
  }

  /// The script that the page Data offers, run as a reader would.
  @Test func aScriptRecomputesTheRatiosOfTheOverviewFromTheDownloads() throws {
    let copy = try BuiltSite.copyOfSmall()
    let first = try run(copy)
    #expect(first.status == 0, "\(first.output)")
    #expect(first.output.contains("4 ratios, the largest difference"))
    let path = "data/samples/tiny-base/word-problems.csv.gz"
    let changed = try copy.text(path).replacing("none,correct,0,", with: "none,correct,1000,")
    try Data(try Deflate.gzip(Array(changed.utf8))).write(to: copy.folder.appending(path: path))
    #expect(try run(copy).status == 1)
  }

  private func run(_ site: BuiltSite) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", site.folder.appending(path: "assets/recompute.py").path]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
