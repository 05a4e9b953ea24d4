import FigureSupport
import Figures
import Foundation
import Papers
import Studies
import TestSupport
import Testing

/// The papers' tables in every format, held word for word.
///
/// After a change that is meant, run the tests with `STRATA_RECORD=1` and look at the difference.
@Suite struct PaperTableTests {
  private static let golden = SharedData.packageRoot.appending(path: "Tests/PapersTests/Golden/tables")
  private static let endings: [TableFormat: String] = [
    .latex: "tex", .markdown: "md", .html: "html", .csv: "csv",
  ]

  private static let tables:
    [(name: String, kind: String, request: FigureRequest, style: (TableStyle.Best?, Bool))] = [
      ("mad", "mad", FigureRequest(), (.smallest, false)),
      ("mad-v", "mad", FigureRequest(projection: .v), (nil, false)),
      ("ratio", "ratio", FigureRequest(), (.largest, true)),
      ("relevance", "relevance", FigureRequest(), (.largest, false)),
      ("rank", "rank", FigureRequest(styles: [.none, .detailed]), (.largest, true)),
    ]

  @Test(arguments: tables.map(\.name), TableFormat.allCases)
  func golden(name: String, format: TableFormat) throws {
    let (_, kind, request, style) = try #require(Self.tables.first { $0.name == name })
    var study = try SyntheticStudy.small()
    // What every format must escape.
    study.tasks = ["word-problems", "other-tasks"]
    study.modelLabels = ["Tiny_50% & <co>|", "Tiny *Instruct* $x^2$"]
    let table = try TableKind.named(kind).table(request, of: study.analysis())
    let text = table.text(format, TableStyle(showsIntervals: style.1, best: style.0))
    let file = "\(name).\(Self.endings[format] ?? "")"
    let expected = Self.golden.appending(path: file)
    if Self.isRecording { return try Self.write(text, to: expected) }
    let golden = try String(contentsOf: expected, encoding: .utf8)
    guard let difference = GoldenText.difference(text, golden) else { return }
    let kept = FileManager.default.temporaryDirectory.appending(path: "strata-golden-tables/\(file)")
    try Self.write(text, to: kept)
    Issue.record("\(file) \(difference). The new one is \(kept.path)")
  }

  private static var isRecording: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["STRATA_RECORD"] == "1" && environment["CI"] == nil
  }

  private static func write(_ text: String, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  @Test func numbersThatReadTheSameAreBothBestAndOneAloneIsNot() throws {
    let analysis = try SyntheticStudy.small().analysis()
    let table = try TableKind.named("mad").table(FigureRequest(projection: .v), of: analysis)
    let coarse = table.text(.markdown, TableStyle(digits: 1, best: .largest))
    let fine = table.text(.markdown, TableStyle(digits: 15, best: .largest))
    #expect(coarse.matches(of: /\*\*/).count >= fine.matches(of: /\*\*/).count)
    // Two rows of four groups, early and last layers of three being one each and so without a MAD.
    #expect(fine.matches(of: /\*\*/).count == 2 * 2)
    let single = try TableKind.named("mad").table(FigureRequest(styles: [.none]), of: analysis)
    #expect(!single.text(.markdown, TableStyle(best: .largest)).contains("**"))
  }

  @Test func roundingIsStatedCSVIsNotRounded() throws {
    let analysis = try SyntheticStudy.small().analysis()
    let table = try TableKind.named("ratio").table(FigureRequest(), of: analysis)
    for format in [TableFormat.latex, .markdown, .html] {
      #expect(table.text(format, TableStyle(digits: 2)).contains("Rounded to 2 significant digits."))
    }
    let ratio = try #require(
      analysis.fastOverSlow(.nuclearNorm, model: "tiny-base", task: "word-problems"))
    #expect(table.text(.csv, TableStyle(digits: 2)).contains(ratio.value.description))
  }

  @Test func unknownTablesAndUselessChoicesAreWrongUsage() throws {
    let analysis = try SyntheticStudy.small().analysis()
    let errors = [
      #expect(throws: FigureError.self) { try TableKind.named("rations") },
      #expect(throws: FigureError.self) {
        try TableKind.named("rank").table(FigureRequest(statistic: .mean), of: analysis)
      },
    ]
    for error in errors { #expect(error?.isWrongUsage == true) }
  }

  @Test func whatIsNotComputedIsADashAndTheCaptionCountsItAndNamesItAsThoseOfFiguresDo() throws {
    var study = try SyntheticStudy.small()
    study.tasks = ["word-problems", "other-tasks"]
    study.computed = 5
    study.modelLabels += ["Third", "Fourth"]
    study.isBegun = { model, condition in
      model.label != "Third" && !(model.label == "Tiny" && condition.task == "other-tasks")
        && !(model.label == "Fourth" && condition.style == .detailed && condition.task == "other-tasks")
    }
    let analysis = try study.analysis()
    let mad = try TableKind.named("mad").table(FigureRequest(), of: analysis).text(.markdown, TableStyle())
    #expect(
      mad.contains(
        "A dash: no results yet for 10 of 24 conditions: Tiny on Other Tasks; Third; Fourth on Other Tasks (Detailed)."
      ),
      "\(mad)")
    #expect(mad.contains("| Third | Word Problems |\(String(repeating: " – |", count: 12))\n"), "\(mad)")
    #expect(mad.contains("samples are still to be computed."))
    let ratio = try TableKind.named("ratio").table(FigureRequest(), of: analysis)
    let text = ratio.text(.csv, TableStyle())
    #expect(text.contains("\nmore-0,,\n"), "\(text)")
    #expect(
      ratio.text(.html, TableStyle()).contains(
        "A dash: no results yet for 7 of 16 conditions: Tiny on Other Tasks; Third; Fourth on Other Tasks (Detailed)."
      ))
    study.modelLabels += ["A", "B", "C", "D", "E"]
    study.isBegun = { model, _ in ["Tiny", "Tiny Instruct", "Third"].contains(model.label) }
    let many = try TableKind.named("mad").table(FigureRequest(), of: study.analysis())
    #expect(
      many.text(.markdown, TableStyle()).contains(
        "A dash: no results yet for 36 of 54 conditions: Fourth; A; B; C; and 2 more."))
  }

  @Test func aTableThatIsHigherThanAPageGoesOnInOthersCutBetweenModelsThatReferToTheFirst() throws {
    var study = try SyntheticStudy.small()
    study.modelLabels = (1...12).map { "Model \($0)" }
    study.tasks = (1...3).map { "task-\($0)" }
    let table = try TableKind.named("mad").table(FigureRequest(), of: study.analysis())
    let text = table.text(.latex, TableStyle())
    let parts = text.components(separatedBy: "\\bottomrule").dropLast()
    #expect(parts.count > 1 && table.warning(TableStyle()) == nil)
    for part in parts {
      let last = try #require(part.split(separator: "\n").last { $0.contains("&") })
      #expect(last.contains("& Detailed &"), "\(last)")
      #expect(part.contains("Task & Style & q & k & v & o"))
    }
    #expect(text.matches(of: /Continued from Table~\\ref\{tab:mad-nuclear-norm\}/).count == parts.count - 1)
    #expect(text.contains("\\label{tab:mad-nuclear-norm-2}"))
  }

  @Test func oneSampleIsASample() throws {
    var study = try SyntheticStudy.small()
    study.computed = 2
    let analysis = try study.analysis()
    let caption = { (name: String) in
      try TableKind.named(name).table(FigureRequest(), of: analysis).text(.markdown, TableStyle())
    }
    #expect(try caption("ratio").contains("n = 1 paired sample."))
    #expect(try caption("rank").contains("n = 1 sample."))
  }

  @Test func everyTableHasIntervalsOfEveryStatistic() throws {
    let analysis = try GalleryFigures.analysis.get()
    let requests: [(String, FigureRequest)] = [
      ("mad", FigureRequest()), ("mad", FigureRequest(statistic: .largestRatio)),
      ("mad", FigureRequest(projection: .v)), ("relevance", FigureRequest()),
      ("relevance", FigureRequest(statistic: .effectiveRank, projection: .o)), ("rank", FigureRequest()),
      ("ratio", FigureRequest()), ("ratio", FigureRequest(statistic: .stableRank)),
    ]
    for (name, request) in requests {
      let style = TableStyle(showsIntervals: true)
      let table = try TableKind.named(name).table(request, of: analysis, intervals: true)
      let rows = table.text(.csv, style).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let columns = rows[0].map(String.init)
      #expect(columns.contains { $0.hasSuffix("_lower") }, "\(name)")
      var count = 0
      for row in rows.dropFirst() {
        // What is mostly noise has none.
        for place in columns.indices where columns[place].hasSuffix("_lower") && !row[place].isEmpty {
          let (lower, upper) = (try #require(Double(row[place])), try #require(Double(row[place + 1])))
          #expect(lower < upper, "\(name)")
          count += 1
        }
      }
      #expect(count > 0, "\(name)")
      #expect(table.text(.markdown, style).contains("In brackets: 95 % intervals ("), "\(name)")
      #expect(table == (try TableKind.named(name).table(request, of: analysis, intervals: true)))
    }
  }

  @Test func oneSampleHasNoIntervalAndTheCaptionSaysSo() throws {
    var study = try SyntheticStudy.small()
    study.computed = 2
    let table = try TableKind.named("rank").table(FigureRequest(), of: study.analysis(), intervals: true)
    #expect(
      table.text(.markdown, TableStyle(showsIntervals: true)).contains(
        "There are no intervals: they need two samples."))
  }

  @Test func aLabelThatWouldBeAnOptionOfTheEndOfARowInLaTeXIsKeptFromIt() throws {
    var study = try SyntheticStudy.small()
    study.modelLabels = ["[2pt] new", "*Starred"]
    let table = try TableKind.named("ratio").table(FigureRequest(), of: study.analysis())
    let text = table.text(.latex, TableStyle())
    #expect(text.contains("    {}[2pt] new &") && text.contains("    {}*Starred &"))
  }

  @Test func csvHasTheStudysNamesAsTheDataOfFiguresHaveAndNoLabels() throws {
    var study = try SyntheticStudy.small()
    study.modelLabels = ["=1+1", "A label"]
    // Claims need the samples themselves, see ClaimTableTests.
    for kind in TableKind.all where kind.name != "claims" {
      let table = try kind.table(FigureRequest(), of: study.analysis())
      let text = table.text(.csv, TableStyle())
      #expect(text.contains("\ntiny-base,") && !text.contains("=1") && !text.contains("A label"), "\(text)")
      if kind.name != "ratio" { #expect(text.contains("\ntiny-base,word-problems,"), "\(text)") }
    }
  }

  @Test func singleNumbersHaveNoBest() throws {
    let analysis = try SyntheticStudy.small().analysis()
    #expect(try TableKind.named("mad").table(FigureRequest(), of: analysis).canCompare)
    let single = try TableKind.named("mad").table(FigureRequest(styles: [.none]), of: analysis)
    #expect(!single.canCompare && single.compared.hasPrefix("response styles of each model"))
  }

  @Test func tasksWithOtherResponseStylesAreLeftOutAndNamed() throws {
    let analysis = try GalleryFigures.analysis.get()
    let table = try TableKind.named("mad").table(FigureRequest(), of: analysis)
    let text = table.text(.markdown, TableStyle())
    #expect(text.contains("Without Places, where responses have other styles."))
    let places = try TableKind.named("mad").table(FigureRequest(task: "places"), of: analysis)
    #expect(places.text(.csv, TableStyle()).hasPrefix("model,task,q_popular-100"))
  }
}
