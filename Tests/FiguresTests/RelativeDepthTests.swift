import Analysis
import FigureSupport
import Figures
import Plotting
import Testing

/// Layers at their relative depth, by which models of different depth can be compared.
@Suite struct RelativeDepthTests {
  private let analysis: StudyAnalysis

  init() throws {
    var study = try SyntheticStudy.small()
    study.depths = ["tiny-base": 3, "tiny-instruct": 5]
    study.settings = "settings: { projections: [q] }"
    analysis = try study.analysis()
  }

  private func figure(_ kind: String, _ depth: FigureRequest.DepthChoice?) throws -> StudyFigure {
    try FigureKind.named(kind).figure(FigureRequest(depth: depth), of: analysis)
  }

  /// The places of the layers in every panel, each once.
  private func places(_ figure: StudyFigure) -> Set<[Double]> {
    var found: Set<[Double]> = []
    for panel in figure.figure.panels.joined() {
      for mark in panel?.marks ?? [] where mark.kind == .line {
        if case .numbers(let places) = mark.x { found.insert(places) }
      }
    }
    return found
  }

  @Test(arguments: ["curves", "models", "rank", "relevance"])
  func goesFromTheFirstLayerToTheLastWhateverTheDepth(kind: String) throws {
    let all: Set = [[0, 0.5, 1], [0, 0.25, 0.5, 0.75, 1]]
    let relative = try figure(kind, .relative)
    #expect(kind == "models" ? places(relative) == all : places(relative).isSubset(of: all))
    #expect(!places(relative).isEmpty)
    let axes = relative.figure.panels.joined().compactMap { $0?.x }
    #expect(axes.allSatisfy { $0.title == "Relative depth" && $0.lower == 0 && $0.upper == 1 })
    #expect(
      relative.caption.contains("relative depth: 0 is the first layer, 1 the last"), "\(relative.caption)")
    #expect(relative.id.hasSuffix("-relative"))
    #expect(try relative.figure.draw(.web).omittedValues == 0)
  }

  /// A figure of one model is not relative unasked.
  @Test(arguments: ["curves", "rank", "relevance"])
  func isNotChosenForOneModel(kind: String) throws {
    let usual = try figure(kind, nil)
    #expect(places(usual).isSubset(of: [[0, 1, 2], [0, 1, 2, 3, 4]]))
    #expect(usual.figure.panels.joined().compactMap { $0?.x.title }.allSatisfy { $0 == "Layer" })
    #expect(!usual.caption.contains("relative depth"))
    #expect(try figure(kind, .layers).data == usual.data)
  }

  @Test func isChosenWhereTheModelsOfAFigureHaveDifferentDepth() throws {
    let usual = try figure("models", nil)
    #expect(try usual.data == figure("models", .relative).data && !usual.id.hasSuffix("-relative"))
    #expect(usual.figure.panels.joined().compactMap { $0?.x.title }.allSatisfy { $0 == "Relative depth" })
    #expect(usual.caption.contains("relative depth: 0 is the first layer, 1 the last"))
    let layers = try figure("models", .layers)
    #expect(places(layers).isSubset(of: [[0, 1, 2], [0, 1, 2, 3, 4]]))
  }

  @Test func standsInTheDataBesideTheNumbersOfLayers() throws {
    let lines = try figure("models", .relative).data.csv.split(whereSeparator: \.isNewline).map(String.init)
    #expect(lines[0].hasSuffix(",layer,mean,lower,upper,n,left_out,relative_depth"))
    func depths(_ model: String) -> [[Substring]] {
      lines.filter { $0.hasPrefix("\(model),word-problems,none,correct") }.map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return [cells[6], cells[12]]
      }
    }
    #expect(depths("tiny-base") == [["0", "0.0"], ["1", "0.5"], ["2", "1.0"]])
    #expect(
      depths("tiny-instruct") == [
        ["0", "0.0"], ["1", "0.25"], ["2", "0.5"], ["3", "0.75"], ["4", "1.0"],
      ])
    let relevance = try figure("relevance", .relative).data.csv
    #expect(relevance.prefix { !$0.isNewline }.hasSuffix(",rd,relative_depth"))
  }

  @Test func isNoChoiceOfFiguresWithoutCurvesOverLayers() throws {
    for kind in FigureKind.all where !["curves", "models", "rank", "relevance"].contains(kind.name) {
      let error = #expect(throws: FigureError.self) { try figure(kind.name, .relative) }
      #expect(error?.description.contains("--depth") == true, "\(kind.name)")
    }
  }
}
