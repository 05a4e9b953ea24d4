import Analysis
import FigureSupport
import Figures
import Papers
import Plotting
import Studies
import Testing

/// Every figure of the gallery at every preset, and those of studies with little or much in them, by geometry.
@Suite struct FigureGeometryTests {
  @Test(arguments: GalleryFigures.all)
  func nothingIsClippedAndNoWordsOverlapAtAnyPreset(entry: GalleryFigures.Entry) throws {
    for preset in Preset.all { try check(entry, GalleryFigures.analysis.get(), preset) }
  }

  /// Studies that leave panels empty or fill very many.
  enum Odd: String, CaseIterable, Sendable {
    case withoutResults, oneLayer, sevenProjections

    func analysis() throws -> StudyAnalysis {
      var study = try SyntheticStudy()
      study.modelLabels = ["Miniature", "Miniature Instruct"]
      study.tasks = ["word-problems", "knowledge-of-places"]
      switch self {
      case .withoutResults:
        study.isBegun = { model, condition in model.stage == .base || condition.style == .detailed }
      case .oneLayer: study.layers = 1
      case .sevenProjections: study.settings = "settings: { projections: [q, k, v, o, gate, up, down] }"
      }
      return try study.analysis()
    }
  }

  @Test(arguments: Odd.allCases)
  func theSameHoldsOfAStudyWithoutSomeResultsOfOneLayerAndOfSevenProjections(study: Odd) throws {
    let analysis = try study.analysis()
    for name in ["curves", "models", "relevance", "mad", "ratio", "rank"] {
      for statistic in [Statistic.nuclearNorm, .mean] {
        // The rank is that of no other statistic.
        let request = FigureRequest(statistic: name == "rank" ? nil : statistic)
        let entry = GalleryFigures.Entry(name: name, kind: name, request: request)
        for preset in [Preset.web, .slide, .acl, .aclFull] {
          do { try check(entry, analysis, preset) } catch FigureError.figure {
            // Without results there is nothing to draw.
          } catch PlotError.noRoom where study == .sevenProjections && statistic == .mean {
            // Seven columns of long numbers are too many, and it is said how wide they would be.
          }
        }
      }
    }
  }

  @Test(arguments: ["mad", "ratio"])
  func moreModelsThanAPageHoldsMakeHigherPanelsNoneOfWhichIsBroken(kind: String) throws {
    var study = try SyntheticStudy()
    (study.layers, study.samples) = (3, 4)
    study.modelLabels = (1...60).map { "Model \($0)" }
    let analysis = try study.analysis()
    for preset in [Preset.acl, .aclFull] {
      try check(.init(name: kind, kind: kind), analysis, preset)
      let job = try PlotJob(.named(kind), FigureRequest(), of: analysis, preset: preset)
      for panel in job.figure.figure.panels.joined() {
        guard case .band(let names)? = panel?.y.scale else { continue }
        #expect(names.count == 60)
      }
    }
  }

  private func check(_ entry: GalleryFigures.Entry, _ analysis: StudyAnalysis, _ preset: Preset) throws {
    let job = try PlotJob(.named(entry.kind), entry.request, of: analysis, preset: preset)
    check(try job.drawing(), entry, preset)
  }

  private func check(_ drawing: Drawing, _ entry: GalleryFigures.Entry, _ preset: Preset) {
    let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
    var words: [(text: String, bounds: Rect)] = []
    for element in drawing.elements {
      switch element.shape {
      case .text(let line, _, _, _):
        guard let bounds = element.textBounds else { continue }
        #expect(page.contains(bounds), "“\(line.plain)” of \(entry) leaves the page at \(preset.name)")
        for other in words where bounds.overlaps(other.bounds) {
          Issue.record("“\(line.plain)” of \(entry) meets “\(other.text)” at \(preset.name)")
        }
        words.append((line.plain, bounds))
      case .fill(let path, _), .stroke(let path, _):
        // A pure stroke or marker may stick out by half of itself.
        guard let bounds = path.bounds else { continue }
        #expect(page.grown(by: 2.6).contains(bounds), "a \(element.role) leaves the page at \(preset.name)")
      }
    }
  }
}
