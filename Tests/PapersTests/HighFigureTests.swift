import Analysis
import FigureSupport
import Figures
import Foundation
import Papers
import Plotting
import Studies
import TestSupport
import Testing

/// Figures of many models and tasks on pages of a paper.
@Suite struct HighFigureTests {
  /// The text of a page of the ACL, in points.
  private static let page = 9.0 * 72

  private static func study(models: Int, tasks: Int, layers: Int = 3) throws -> StudyAnalysis {
    var study = try SyntheticStudy()
    study.layers = layers
    study.samples = 4
    study.tasks = (1...tasks).map { "task-\($0)" }
    study.modelLabels = (1...models).map { "Model \($0)" }
    return try study.analysis()
  }

  private func job(
    _ kind: String, _ analysis: StudyAnalysis, _ preset: Preset = .acl,
    _ request: FigureRequest = FigureRequest()
  ) throws -> PlotJob {
    try PlotJob(.named(kind), request, of: analysis, preset: preset)
  }

  @Test func madOfFourModelsOnSixTasksFitsOnAPageAtEveryPresetOfAPaperButThatOfTheLargestLetters() throws {
    let analysis = try Self.study(models: 4, tasks: 6)
    for preset in Preset.all where preset.year != nil {
      let job = try job("mad", analysis, preset)
      let drawing = try job.drawing()
      #expect(preset.name == "jmlr" || drawing.height < Self.page, "\(preset.name): \(drawing.height)")
      #expect(drawing.omittedValues == 0)
    }
    let column = try job("mad", analysis).figure
    #expect(column.caption.contains("of projection v value, a panel for each model"), "\(column.caption)")
    #expect(column.figure.subtitle == "projection v")
    #expect(column.id == "mad-nuclear-norm-v")
    #expect(column.figure.panels.map(\.count) == [2, 2])
    let wide = try job("mad", analysis, .aclFull).figure
    #expect(wide.caption.contains("a row of panels for each model, a column for each projection"))
  }

  @Test func aChosenProjectionFillsTheWidthWithPanels() throws {
    let analysis = try Self.study(models: 6, tasks: 5)
    let shown = try job("mad", analysis, .aclFull, FigureRequest(projection: .q)).figure
    #expect(shown.figure.panels.map(\.count) == [3, 2])
    #expect(shown.figure.panels.joined().map { $0?.title } == (1...5).map { "Task \($0)" })
  }

  @Test func aFigureThatIsTooHighForAPageIsWrittenWholeWithAWarningThatNamesWhatToChoose() throws {
    let folder = try TemporaryFolder()
    let analysis = try Self.study(models: 60, tasks: 1)
    for kind in ["models", "mad", "ratio"] {
      let job = try job(kind, analysis)
      #expect(try job.drawing().height > Self.page)
      let written = try job.write(to: [folder.file("\(kind).svg")], withData: true)
      #expect(
        written.files.map(\.lastPathComponent)
          == ["svg", "csv", "json", "txt", "tex"].map { "\(kind).\($0)" })
      let warning = try #require(written.warnings.first, "\(kind)")
      #expect(
        written.warnings.count == 1 && warning.contains(" in high, and a page of acl holds about 9.0 in: "))
      #expect(warning.contains("choose a part with --model"), "\(warning)")
      let text = try String(contentsOf: folder.file("\(kind).tex"), encoding: .utf8)
      #expect(text.matches(of: /\\begin\{figure\}/).count == 1)
    }
  }

  @Test func aSizeThatWasAskedForIsKeptAndWarnedOfAndPagesThatScrollHoldEveryHeight() throws {
    let analysis = try Self.study(models: 60, tasks: 1)
    let folder = try TemporaryFolder()
    let web = try job("models", analysis, .web)
    #expect(try web.write(to: [folder.file("web.svg")]).warnings.isEmpty)
    let high = try job("models", analysis, Preset.acl.sized(.exact(width: 218, height: 4000)))
    #expect(try high.drawing().height == 4000)
    #expect(try high.write(to: [folder.file("high.svg")]).warnings.count == 1)
    let panels = try job("models", analysis, .acl.sized(.panels(width: 80, height: 60)))
    #expect(try panels.write(to: [folder.file("panels.svg")]).warnings.count == 1)
  }

  @Test func modelsOfOneStageFillTheWidthUnderTheirOwnNames() throws {
    for stage in [Stage.base, .instruct] {
      var study = try SyntheticStudy()
      study.modelLabels = ["A", "B", "C", "D", "E"]
      study.isBegun = { model, _ in model.stage == stage }
      let analysis = try study.analysis()
      let shown = try job("models", analysis).figure
      #expect(shown.figure.columnTitles.isEmpty && shown.figure.rowTitles.isEmpty)
      #expect(
        shown.figure.panels.map { $0.map { $0?.title } }
          == (stage == .base ? [["A", "C"], ["D", "E"]] : [["q", "k"], ["v", "o"]]))
      let wide = try job("models", analysis, .aclFull, FigureRequest(projection: .q)).figure
      #expect(wide.figure.panels.map(\.count) == [stage == .base ? 4 : 1])
      #expect(!shown.caption.contains("base and instruct"), "\(shown.caption)")
    }
  }
}
