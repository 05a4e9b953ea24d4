import Analysis
import FigureSupport
import Figures
import Foundation
import Gradients
import Papers
import Plotting
import Store
import Studies
import Testing

/// The figures of a study: what may be chosen, what is shown and what is said of it.
@Suite struct FigureKindTests {
  private let analysis: StudyAnalysis

  init() throws { analysis = try GalleryFigures.analysis.get() }

  private func figure(_ kind: String, _ request: FigureRequest = FigureRequest()) throws -> StudyFigure {
    try FigureKind.named(kind).figure(request, of: analysis)
  }

  private func rows(_ figure: StudyFigure, _ column: String) throws -> [Table.Cell] {
    let place = try #require(figure.data.columns.firstIndex { $0.name == column })
    return figure.data.rows.map { $0[place] }
  }

  @Test func anUnknownNameIsAnsweredWithTheNearestOneAndAllOthers() throws {
    let errors: [(FigureError?, String)] = [
      (#expect(throws: FigureError.self) { try figure("curvs") }, "`curves`"),
      (#expect(throws: FigureError.self) { try figure("mad", FigureRequest(model: "aldr")) }, "`alder`"),
      (#expect(throws: FigureError.self) { try figure("mad", FigureRequest(task: "algebr")) }, "`algebra`"),
      (
        #expect(throws: FigureError.self) { try figure("mad", FigureRequest(projection: .gate)) }, "`q`, `k`"
      ),
      (
        #expect(throws: FigureError.self) {
          try figure("curves", FigureRequest(task: "algebra", styles: [.popular100]))
        }, "`none`"
      ),
    ]
    for (error, word) in errors {
      let error = try #require(error)
      #expect(error.description.contains(word), "\(error)")
      #expect(error.isWrongUsage)
    }
  }

  @Test func aChoiceThatAFigureDoesNotHaveIsRefusedWithThoseThatItHas() throws {
    let error = try #require(throws: FigureError.self) {
      try figure("rank", FigureRequest(statistic: .nuclearNorm))
    }
    #expect(error.isWrongUsage)
    #expect(error.description.contains("--statistic"))
    #expect(error.description.contains("--model, --task, --projection, --style"))
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func everyFigureSaysHowManySamplesItShows(kind: String) throws {
    let shown = try figure(kind)
    #expect(shown.caption.contains("n = "), "\(shown.caption)")
    #expect(shown.caption.hasSuffix("."), "\(shown.caption)")
    #expect(!shown.data.rows.isEmpty)
    #expect(shown.id.wholeMatch(of: /[a-z0-9-]+/) != nil, "\(shown.id)")
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func everyFigureCanBeDrawnAtEveryPresetInEveryTheme(kind: String) throws {
    for preset in Preset.all {
      let job = try PlotJob(.named(kind), FigureRequest(), of: analysis, preset: preset)
      let drawing = try job.drawing()
      #expect(drawing.omittedValues == 0, "\(preset.name)")
      if case .width(let width, _) = preset.size, preset != .web { #expect(drawing.width == width) }
    }
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func everyChoiceThatAFigureOffersChangesItsIdAndItsData(kind: String) throws {
    let whole = try figure(kind)
    let requests: [FigureChoice: FigureRequest] = [
      .model: FigureRequest(model: "cedar-instruct"), .task: FigureRequest(task: "daily-life"),
      .statistic: FigureRequest(statistic: .largest), .projection: FigureRequest(projection: .o),
      .style: FigureRequest(task: "algebra", styles: [.simplified, .detailed]),
      .panels: FigureRequest(panels: .styles), .scale: FigureRequest(scale: .linear),
      .depth: FigureRequest(depth: .relative),
      .layer: FigureRequest(layers: [3]), .sample: FigureRequest(sample: 3),
      .claim: FigureRequest(claim: "geometry"),
    ]
    for choice in try FigureKind.named(kind).choices {
      let request = try #require(requests[choice])
      let chosen = try figure(kind, request)
      // The gallery keeps the tokens of one sample, and the one that is not asked for is the same.
      if choice == .sample { continue }
      #expect(chosen.id != whole.id, "\(choice)")
      // The tables are too long to be shown.
      let isSame = chosen.data == whole.data
      if choice != .panels, choice != .scale { #expect(!isSame, "\(choice)") }
    }
  }

  @Test func theRatioFigureShowsTheRatiosOfTheAnalysisEachInItsCell() throws {
    let shown = try figure("ratio")
    let expected = analysis.study.models.flatMap { model in
      ["algebra", "daily-life"].map { analysis.fastOverSlow(.nuclearNorm, model: model.name, task: $0) }
    }
    let values = try rows(shown, "fast_over_slow")
    #expect(values.prefix(expected.count) == expected.map { Table.Cell.number($0?.value) }[...])
    let panel = try #require(shown.figure.panels.first?.first ?? nil)
    #expect(panel.color.isLogarithmic)
    #expect(panel.color.kind == .diverging(center: 1))
    let mark = try #require(panel.marks.first)
    #expect(mark.text.count == expected.count)
    #expect(
      mark.text.first
        == values.first.map { cell in
          if case .number(let value) = cell { return value >= 1 ? String(format: "%.2f", value) : "" }
          return ""
        })
  }

  @Test func underEachCurveOfRelevanceStandsItsRelativeDifferenceHalfAsHigh() throws {
    let shown = try figure("relevance", FigureRequest(model: "alder", task: "algebra"))
    #expect(shown.figure.rowWeights == [1, 0.5, 1, 0.5, 1, 0.5])
    let difference = analysis.relativeDifference(
      .nuclearNorm, of: .q, model: "alder", task: "algebra", style: .none)
    let expected = try #require(difference).layers.map { Table.Cell.number($0) }
    #expect(try rows(shown, "rd").prefix(expected.count) == expected[...])
  }

  @Test func lengthsAreLabelledTokensKnowledgeTasksComeFirst() throws {
    let shown = try figure("length")
    #expect(try Set(rows(shown, "task").map { "\($0)" }) == ["\(Table.Cell.text("places"))"])
    #expect(shown.data.rows.count == 4 * 4 * GalleryStudy.samples)
  }

  @Test func modelsWithoutAPartnerStandInTheColumnOfTheirStage() throws {
    let kept = analysis.conditions.filter { $0.model != "cedar-instruct" }
    let part = StudyAnalysis(study: analysis.study, facts: analysis.facts, conditions: kept)
    let shown = try FigureKind.named("models").figure(FigureRequest(), of: part)
    #expect(
      shown.figure.panels.map { $0.map { $0 != nil } } == [[true, true], [true, false]])
  }

  /// A store that keeps nothing beside the summaries.
  private struct NoDetails: GradientDetails {
    func results(model: String, condition: Condition) -> ConditionResults? { nil }
    func spectra(model: String, condition: Condition, layer: Int, projection: Projection) -> [SampleSpectrum]
    {
      []
    }
    func cosines(model: String, condition: Condition) -> ConditionCosines? {
      ConditionCosines(model: model, condition: condition, layerCount: GalleryStudy.layers, samples: [])
    }
    func tokenShareSamples(model: String, condition: Condition) -> [Int] { [] }
    func tokenShares(model: String, condition: Condition, sample index: Int) -> TokenShares? { nil }
  }

  @Test(arguments: [
    ("spectrum", "`spectrum: true`"), ("cosines", "`cosines: all-pairs`"),
    ("tokens", "`token_shares: true`"),
  ])
  func aFigureOfWhatTheStudyDoesNotKeepNamesTheSettingToAdd(kind: String, setting: String) throws {
    let without = StudyAnalysis(
      study: analysis.study, facts: analysis.facts, conditions: analysis.conditions, details: NoDetails())
    let error = try #require(throws: FigureError.self) {
      try FigureKind.named(kind).figure(FigureRequest(), of: without)
    }
    #expect(error.description.contains(setting), "\(error)")
    #expect(error.description.contains("strata run"), "\(error)")
    #expect(!error.isWrongUsage)
  }

  @Test func theMapOfCosinesHoldsTheFastestStyleAboveTheDiagonalAndTheSlowestBelow() throws {
    let shown = try figure("cosines", FigureRequest(model: "alder", task: "algebra", projection: .q))
    let map = try #require(shown.figure.panels[0][1]?.marks.first)
    #expect(map.value.count == GalleryStudy.layers * (GalleryStudy.layers - 1))
    let details = GalleryDetails(study: analysis.study)
    let cosines = try [ResponseStyle.none, .detailed].map { style in
      let condition = Condition(task: "algebra", style: style, relevance: .correct)
      let found = try #require(try details.cosines(model: "alder", condition: condition))
      return try #require(CosineAnalysis(found).matrix(.q))
    }
    guard case .numbers(let x) = map.x, case .numbers(let y) = map.y else { return }
    for (place, value) in map.value.enumerated() {
      let (row, column) = (Int(y[place]), Int(x[place]))
      #expect(value == cosines[row > column ? 0 : 1][row, column])
    }
  }

  @Test func tokensAreReadableAndDifferentFromEachOther() throws {
    let shown = try figure("tokens")
    let panel = try #require(shown.figure.panels[0][0])
    guard case .band(let names) = panel.x.scale else {
      Issue.record("tokens are categories")
      return
    }
    #expect(Set(names).count == names.count)
    #expect(names.contains("↵") && names.contains("Mia") && names.contains("Mia_{}"))
    #expect(
      shown.caption.contains("The response begins at position 28 with “14”, which position 27 predicts."),
      "\(shown.caption)")
    let error = try #require(throws: FigureError.self) { try figure("tokens", FigureRequest(sample: 7)) }
    #expect(error.isWrongUsage)
    #expect(error.description.contains("such as 3"), "\(error)")
  }

  @Test func linesAndBandsOfASpectrumEndWithTheSamplesAndDoNotPlungeToZero() throws {
    let shown = try figure("spectrum", FigureRequest(model: "alder", task: "algebra"))
    for mark in shown.figure.panels.flatMap({ $0.compactMap { $0?.marks } }).joined() {
      guard case .numbers(let ys) = mark.y else { continue }
      // Far from the head each value is near the one before it.
      for (value, next) in zip(ys, ys.dropFirst()).dropFirst(5) { #expect(next > 0.3 * value) }
    }
  }

  @Test func aLayerThatAModelDoesNotHaveIsRefusedWithThoseThatItHas() throws {
    let error = try #require(throws: FigureError.self) {
      try figure("spectrum", FigureRequest(layers: [GalleryStudy.layers]))
    }
    #expect(error.description.contains("0 to \(GalleryStudy.layers - 1)"), "\(error)")
  }
}
