import Analysis
import FigureSupport
import Figures
import Gradients
import Plotting
import Store
import Studies
import Testing

/// Samples whose words cannot all stand side by side.
@Suite struct TokenFigureTests {
  /// A sample of `count` tokens whose response begins in the middle; a token of the response has three times the share of
  /// one of the prompt.
  private struct LongSample: GradientDetails {
    let count: Int
    func results(model: String, condition: Condition) -> ConditionResults? { nil }
    func spectra(model: String, condition: Condition, layer: Int, projection: Projection) -> [SampleSpectrum]
    { [] }
    func cosines(model: String, condition: Condition) -> ConditionCosines? { nil }
    func tokenShareSamples(model: String, condition: Condition) -> [Int] { [0] }
    func tokenShares(model: String, condition: Condition, sample index: Int) -> TokenShares? {
      let weights = (0..<count - 1).map { $0 < count / 2 ? Float(1) : 3 }
      let sum = weights.reduce(0, +)
      return TokenShares(
        index: index, tokens: (0..<count).map { "w\($0)" }, start: count / 2, layerCount: 2,
        projections: [.q], values: weights.map { $0 / sum } + weights.map { $0 / sum })
    }
  }

  private func figure(_ count: Int, _ room: FigureRequest.Room) throws -> StudyFigure {
    let gallery = try GalleryFigures.analysis.get()
    let long = StudyAnalysis(
      study: gallery.study, facts: gallery.facts, conditions: gallery.conditions,
      details: LongSample(count: count))
    return try FigureKind.named("tokens").figure(FigureRequest(room: room), of: long)
  }

  private func panels(_ figure: StudyFigure) -> [Panel] {
    figure.figure.panels.flatMap { $0.compactMap(\.self) }
  }

  @Test func inAColumnTheWholeSampleIsShownInColumnsOfNeighbours() throws {
    let shown = try figure(401, .narrow)
    let panel = try #require(panels(shown).first)
    #expect(panels(shown).count == 1)
    // 400 positions in 58 columns of 6 or 7, in two layers.
    #expect(panel.marks[0].value.count == 2 * 58)
    let middles = (0..<58).map { (Double($0) + 0.5) * (400.0 / 58) - 0.5 }
    #expect(panel.marks[0].x == .numbers(middles + middles))
    #expect(
      shown.caption.contains("Shown are all 400 tokens, each column the mean of 6 or 7 "), "\(shown.caption)")
    #expect(panel.x.title == "Position; those from 199 on predict the response")
    #expect(shown.data.rows.count == 2 * 400)
    // Means times their counts make up the whole gradient.
    var whole = 0.0
    for place in 0..<58 {
      let size = (place + 1) * 400 / 58 - place * 400 / 58
      whole += Double(size) * panel.marks[0].value[place]
    }
    #expect(abs(whole - 1) < 1e-5)
  }

  @Test func aSampleThatFitsTokenByTokenHasAColumnForEach() throws {
    let shown = try figure(51, .narrow)
    #expect(panels(shown)[0].marks[0].value.count == 2 * 50)
    #expect(shown.caption.contains("Shown are all 50 tokens."), "\(shown.caption)")
  }

  @Test func whereThereIsRoomTheWordsOfAPartStandUnderTheWholeWithTheirShareOfTheGradient() throws {
    let shown = try figure(401, .wide)
    #expect(panels(shown).map(\.title) == ["All 400 tokens", "Positions 200 to 271, 27 % of the gradient"])
    #expect(
      shown.caption.contains(
        "below positions 200 to 271, with words where they have room, from which 27 % of the gradient comes."),
      "\(shown.caption)"
    )
    #expect(shown.data.rows.count == 2 * 400)
    for preset in [Preset.web, .aclFull, .slide] { _ = try shown.figure.draw(preset) }
  }

  @Test(arguments: [FigureRequest.Room.wide, .narrow])
  func aShortSampleIsShownWithAllItsWords(room: FigureRequest.Room) throws {
    let shown = try figure(17, room)
    #expect(panels(shown).count == 1)
    guard case .band(let names) = panels(shown)[0].x.scale else {
      Issue.record("tokens are categories")
      return
    }
    #expect(names.count == 16)
    #expect(panels(shown)[0].x.title == "Token; those from “w7”, position 7, on predict the response")
    #expect(!shown.caption.contains("Shown are"))
  }
}
