import Analysis
import FigureSupport
import Figures
import Foundation
import Gradients
import Papers
import Store
import Studies
import Testing

/// What is said of a figure or a table that would be empty.
@Suite struct NothingToShowTests {
  private func reason(
    _ kind: String, _ analysis: StudyAnalysis, _ request: FigureRequest = FigureRequest()
  ) throws -> String {
    try #require(throws: FigureError.self) {
      try FigureKind.named(kind).figure(request, of: analysis)
    }.description
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func aStudyWithoutResultsNamesTheCommandThatComputes(kind: String) throws {
    let study = try SyntheticStudy.small()
    let empty = StudyAnalysis(study: try study.study(), facts: [:], conditions: [])
    let reason = try reason(kind, empty)
    #expect(reason.contains("Run `strata run \(study.folder.url.path)`"), "\(reason)")
    if let table = TableKind.all.first(where: { $0.name == kind }) {
      let error = #expect(throws: FigureError.self) { try table.table(FigureRequest(), of: empty) }
      #expect(error?.description == reason)
    }
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func whatWasAskedForAndIsNotComputedIsNamedWithTheChoiceThatIsInTheWay(kind: String) throws {
    var study = try SyntheticStudy.small()
    study.isBegun = { model, _ in model.stage == .base }
    let reason = try reason(kind, study.analysis(), FigureRequest(model: "tiny-instruct"))
    #expect(reason.contains("nothing of Tiny Instruct is computed yet"), "\(reason)")
    #expect(reason.contains("or leave out --model."), "\(reason)")
  }

  @Test func madNeedsNeighbouringLayers() throws {
    var study = try SyntheticStudy.small()
    study.layers = 1
    let analysis = try study.analysis()
    #expect(try reason("mad", analysis).contains("MAD is taken between layers, and there is one layer only"))
    let error = #expect(throws: PaperError.self) {
      try TableKind.named("mad").table(FigureRequest(), of: analysis)
    }
    #expect(error?.description.contains("one layer only") == true)
  }

  @Test func whatComparesStylesSaysWhichItNeeds() throws {
    var study = try SyntheticStudy.small()
    let single = try reason("mad", study.analysis(), FigureRequest(styles: [.none]))
    #expect(single.contains("more than one of those asked for. Leave out --style."), "\(single)")
    study.isBegun = { $1.style == .simplified && $0.stage == .base }
    let analysis = try study.analysis()
    #expect(try reason("mad", analysis).contains("no model has results of two on a task. Run `strata run "))
    let ratio = try reason("ratio", analysis)
    #expect(ratio.contains("no model has results of both `none` and `detailed` on a task"), "\(ratio)")
    study.isBegun = { $1.relevance == .correct }
    let relevance = try reason("relevance", study.analysis())
    #expect(
      relevance.contains("results of both correct and irrelevant responses. Run `strata"), "\(relevance)")
  }

  @Test(arguments: [Statistic.mean, .smallest])
  func thereIsNoRatioOfValuesOfBothSignsNorOfZero(statistic: Statistic) throws {
    let analysis = try SyntheticStudy.small().analysis()
    let reason = try reason("ratio", analysis, FigureRequest(statistic: statistic))
    let why =
      statistic == .mean
      ? "both signs, and ratios of it mean nothing" : "zero or negative, of which there is no ratio"
    #expect(reason.contains(why), "\(reason)")
    #expect(reason.contains("--statistic"), "\(reason)")
  }

  private static let nothing = SpectrumSummary(
    nuclearNorm: .nan, largest: .nan, smallest: .nan, frobeniusNorm: .nan, effectiveRank: .nan, mean: .nan)

  /// The study with every number of `statistic` unknown, computed or imported.
  private func unknown(isImported: Bool) throws -> StudyAnalysis {
    let whole = try SyntheticStudy.small().analysis()
    let none = whole.conditions.map { item in
      let results = ConditionResults(
        model: item.model, condition: item.condition, layerCount: 3, projections: item.projections,
        samples: (0..<2).map { index in
          SampleResult(
            index: index, loss: 1, tokenCount: isImported ? nil : 40, labelCount: isImported ? nil : 20,
            summaries: Array(repeating: Self.nothing, count: 3 * item.projections.count))
        }, skipped: [])
      let configuration =
        isImported
        ? RunConfiguration(
          imported: item.run.configuration.model, projections: item.projections, extras: GradientOptions())
        : item.run.configuration
      return ConditionAnalysis(
        results, coverage: Coverage(expected: 2, computed: 2, skipped: [:]),
        run: RunDescription(configuration: configuration, condition: item.condition, data: item.run.data))
    }
    return StudyAnalysis(study: whole.study, facts: whole.facts, conditions: none)
  }

  @Test(arguments: ["curves", "models", "mad", "ratio", "relevance", "rank"])
  func resultsWithoutAFiniteValueAreAnErrorNeverAnEmptyPicture(kind: String) throws {
    let name = kind == "rank" ? "effective rank" : "nuclear norm"
    let computed = try reason(kind, unknown(isImported: false))
    #expect(computed.contains("no sample has a finite \(name)."), "\(computed)")
    #expect(computed.contains("--statistic") == (kind != "rank"))
    let imported = try reason(kind, unknown(isImported: true))
    #expect(imported.contains("no sample of the imported files has a finite \(name)."), "\(imported)")
  }

  @Test func importedResultsHaveNeitherLengthsNorWhatAStudyMayKeep() throws {
    let analysis = try unknown(isImported: true)
    #expect(try reason("length", analysis).contains("number of tokens of responses"))
    for kind in ["spectrum", "cosines", "tokens"] {
      let reason = try reason(kind, analysis)
      #expect(
        reason.contains("which the imported files do not hold") && !reason.contains("strata run"), "\(reason)"
      )
    }
  }

  @Test func aModelWhoseNumbersAreUnknownKeepsItsPlaceBesideOthersAndThePictureSaysSo() throws {
    let unknown = try unknown(isImported: false).conditions.filter { $0.model == "tiny-base" }
    let whole = try SyntheticStudy.small().analysis()
    let mixed = StudyAnalysis(
      study: whole.study, facts: whole.facts,
      conditions: whole.conditions.filter { $0.model != "tiny-base" } + unknown)
    let shown = try FigureKind.named("models").figure(FigureRequest(), of: mixed)
    let text = try shown.figure.draw(.web).altText
    #expect(text.contains("No data in 4 of 8 panels"), "\(text)")
    #expect(try FigureKind.named("curves").figure(FigureRequest(), of: mixed).id.contains("tiny-instruct"))
  }
}
