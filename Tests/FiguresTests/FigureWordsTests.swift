import Analysis
import FigureSupport
import Figures
import Foundation
import Gradients
import Papers
import Plotting
import Studies
import Testing

/// What captions and pictures say of what a figure shows, and of what it lacks.
@Suite struct FigureWordsTests {
  private let analysis: StudyAnalysis

  init() throws { analysis = try GalleryFigures.analysis.get() }

  private func figure(
    _ kind: String, _ request: FigureRequest = FigureRequest(), of analysis: StudyAnalysis? = nil
  ) throws -> StudyFigure {
    try FigureKind.named(kind).figure(request, of: analysis ?? self.analysis)
  }

  /// The gallery's study without the conditions that `isMissing` picks.
  private func without(_ isMissing: (ConditionAnalysis) -> Bool) -> StudyAnalysis {
    StudyAnalysis(
      study: analysis.study, facts: analysis.facts, conditions: analysis.conditions.filter { !isMissing($0) },
      details: analysis.details)
  }

  @Test(arguments: [
    ("curves", "Alder 1B on Algebra.", "Alder 1B · Algebra"),
    ("relevance", "Alder 1B on Algebra.", "Alder 1B · Algebra"),
    ("rank", "Alder 1B on Algebra.", "Alder 1B · Algebra"),
    ("spectrum", "Alder 1B on Algebra.", "Alder 1B · Algebra · projection v"),
    ("cosines", "Alder 1B on Algebra.", "Alder 1B · Algebra"),
    ("length", "Alder 1B on Places.", "Alder 1B · Places"),
    ("models", "Task: Algebra.", "Algebra · projection v"),
    ("tokens", "One sample of Alder 1B on Algebra", "Alder 1B · Algebra · None · sample 3"),
  ])
  func aFigureOfOneOfSeveralModelsOrTasksNamesItInTheCaptionAndInThePicture(
    kind: String, caption: String, picture: String
  ) throws {
    let shown = try figure(kind)
    #expect(shown.caption.contains(caption), "\(shown.caption)")
    #expect(shown.figure.subtitle == picture)
  }

  @Test func whatWasAskedForIsNamedWhereTheRowsDoNotSayIt() throws {
    for kind in ["mad", "forest"] {
      let task = try figure(kind, FigureRequest(task: "daily-life"))
      #expect(task.figure.subtitle == "Daily life", "\(kind)")
      #expect(task.caption.hasPrefix("Task: Daily life."), "\(task.caption)")
      let model = try figure(kind, FigureRequest(model: "cedar"))
      #expect(model.figure.subtitle == "Cedar 7B", "\(kind)")
      #expect(model.caption.hasPrefix("Model: Cedar 7B."), "\(model.caption)")
      #expect(try figure(kind).figure.subtitle == nil)
    }
    let narrow = try figure("relevance", FigureRequest(room: .narrow))
    #expect(narrow.figure.subtitle == "Alder 1B · Algebra · projection v")
    #expect(
      try figure("ratio", FigureRequest(projection: .o)).figure.subtitle == "Nuclear norm · projection o")
  }

  @Test func axesOfMADAndTheKeyOfRatiosNameTheStatistic() throws {
    let mad = try figure("mad", FigureRequest(statistic: .effectiveRank))
    #expect(mad.figure.panels[0][0]?.x.title == "MAD of the effective rank")
    let ratio = try figure("ratio", FigureRequest(statistic: .frobeniusNorm))
    #expect(ratio.figure.subtitle == "Frobenius norm")
    #expect(ratio.figure.panels[0][0]?.color.title == "Fast / slow")
  }

  @Test func theKeyOfRatiosEndsAtRoundNumbersBeyondTheLargestAndTheSmallest() throws {
    let panels = try figure("ratio").figure.panels[0].compactMap(\.self)
    for panel in panels {
      let (lower, upper) = (try #require(panel.color.lower), try #require(panel.color.upper))
      #expect(lower * upper == 1 && [1.25, 2, 2.5, 4, 5, 8, 10].contains(upper))
      #expect(panel.marks[0].value.allSatisfy { (lower...upper).contains($0) })
    }
  }

  @Test func rowsOfMADAreNamedLikeAxesWhichIsQuieterThanTheHeadsOfColumns() throws {
    let shown = try figure("mad").figure
    #expect(shown.columnTitles == ["q", "k", "v", "o"])
    #expect(shown.panels.map { $0[0]?.y.title } == ["Algebra", "Daily life"])
    #expect(shown.panels.joined().allSatisfy { $0?.title == nil })
    let text = try shown.draw(.web).altText
    #expect(text.hasPrefix("8 panels, dot plot: MAD of the nuclear norm. "), "\(text)")
    #expect(text.contains("(Algebra, k, Detailed, ") && text.contains("(Daily life, v, None, "), "\(text)")
  }

  @Test func aStudyOfOneModelAndOneTaskNamesThemInTheCaptionNotInThePicture() throws {
    let file = try SyntheticStudy()
    let whole = try file.analysis()
    let text = try String(contentsOf: whole.study.file, encoding: .utf8)
    let partner = try #require(text.range(of: "  - name: tiny-instruct"))
    let tasks = try #require(text.range(of: "tasks:"))
    var shorter = text
    shorter.removeSubrange(partner.lowerBound..<tasks.lowerBound)
    let study = try Study(at: file.folder.write(shorter, to: "alone/study.yml"), checksFiles: false)
    let alone = StudyAnalysis(
      study: study, facts: whole.facts, conditions: whole.conditions.filter { $0.model == "tiny-base" })
    for kind in ["curves", "relevance", "rank", "models"] {
      let shown = try figure(kind, of: alone)
      #expect(shown.figure.subtitle == nil)
      let name = kind == "models" ? "Task: Word Problems." : "Tiny on Word Problems."
      #expect(shown.caption.hasPrefix(name), "\(shown.caption)")
    }
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func namesThatRunDifferentWaysDoNotKeepAFigureFromBeingDrawn(kind: String) throws {
    let file = GalleryStudyFile.text.replacing("label: Algebra", with: "label: חשבון")
      .replacing("label: Places", with: "label: מקומות")
    let study = try GalleryStudyFile.study(file)
    let mixed = StudyAnalysis(
      study: study, facts: analysis.facts, conditions: analysis.conditions, details: analysis.details)
    for preset in [Preset.web, .acl, .aclFull] {
      _ = try PlotJob(.named(kind), FigureRequest(), of: mixed, preset: preset).drawing()
    }
  }

  @Test(arguments: ["curves", "models", "mad", "ratio", "relevance", "rank"])
  func labelsOf200CharactersAreBrokenIntoLinesOrRefusedWithTheRoomThatTheyNeed(kind: String) throws {
    var file = try SyntheticStudy()
    let words = String(String(repeating: "a long name ", count: 17).prefix(199))
    file.modelLabels = [words + "A", String(repeating: "x", count: 200)]
    file.taskLabel = words + "B"
    let long = try file.analysis()
    for preset in Preset.all {
      let job = try PlotJob(.named(kind), FigureRequest(), of: long, preset: preset)
      do {
        let drawing = try job.drawing()
        let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
        let words = drawing.elements.compactMap(\.textBounds)
        #expect(words.allSatisfy { page.contains($0) }, "\(kind) at \(preset.name)")
      } catch {
        guard case .noRoom(_, let needed, let available) = error else { throw error }
        #expect(needed > available, "\(error)")
      }
    }
  }

  @Test func aSingleSampleHasNoIntervalAndNoCaptionPromisesOne() throws {
    var file = try SyntheticStudy()
    file.samples = 2
    let alone = try file.analysis()
    for kind in ["curves", "models", "relevance", "rank"] {
      let caption = try figure(kind, of: alone).caption
      #expect(caption.contains("There are no bands, since one sample gives no interval."), "\(caption)")
      #expect(!caption.contains("Student"), "\(caption)")
    }
    let ratio = try figure("ratio", of: alone).caption
    #expect(ratio.contains("There are no intervals") && !ratio.contains("95 %"), "\(ratio)")
    let whole = try figure("curves").caption
    #expect(whole.contains("Bands are 95 % Student t intervals of the means."), "\(whole)")
  }

  @Test func conditionsWithoutResultsAreCountedAndNamed() throws {
    let part = without { $0.model == "cedar" || $0.model == "alder" && $0.condition.style == .detailed }
    let curves = try figure("curves", FigureRequest(model: "alder", task: "algebra"), of: part)
    #expect(
      curves.caption.contains("No results yet for 1 of 3 conditions: Alder 1B on Algebra (Detailed)."),
      "\(curves.caption)")
    let models = try figure("models", of: part)
    #expect(
      models.caption.contains(
        "No results yet for 4 of 12 conditions: Alder 1B on Algebra (Detailed); Cedar 7B."),
      "\(models.caption)")
    let relevance = try figure(
      "relevance", FigureRequest(model: "alder"),
      of: without { $0.condition.relevance == .irrelevant && $0.condition.style == .none })
    #expect(
      relevance.caption.contains("1 of 6 conditions: Alder 1B on Algebra (None, irrelevant)."),
      "\(relevance.caption)")
    for kind in ["mad", "ratio"] {
      let caption = try figure(kind, of: part).caption
      #expect(caption.contains("No results yet for "), "\(caption)")
      #expect(caption.contains("Cedar 7B"), "\(caption)")
    }
    for kind in FigureKind.all { #expect(try !figure(kind.name).caption.contains("No results yet")) }
  }

  @Test func manyConditionsWithoutResultsAreCountedAndNotAllNamed() throws {
    let part = without { $0.condition.style == .detailed && $0.model != "alder" }
    let caption = try figure("mad", of: part).caption
    #expect(caption.contains("No results yet for 6 of 24 conditions: "), "\(caption)")
    #expect(caption.contains("; and 2 more."), "\(caption)")
  }

  @Test func aModelWithoutResultsKeepsItsRowOfTheRatioFigureWithEmptyCells() throws {
    let part = without { $0.model == "cedar" || $0.model == "alder" && $0.condition.task == "daily-life" }
    let shown = try figure("ratio", FigureRequest(room: .narrow), of: part)
    let panel = try #require(shown.figure.panels[0][0])
    guard case .band(let rows) = panel.y.scale, case .band(let columns) = panel.x.scale else { return }
    #expect(rows == ["Alder 1B", "Alder 1B Instruct", "Cedar 7B", "Cedar 7B Instruct"])
    #expect(columns == ["Algebra", "Daily life"])
    #expect(panel.marks[0].value.count == 5)
    #expect(
      shown.caption.contains("No results yet for 6 of 16 conditions: Alder 1B on Daily life; Cedar 7B."),
      "\(shown.caption)")
    #expect(try shown.figure.draw(.acl).altText.contains("3 of 8 cells have no value."))
  }
}
