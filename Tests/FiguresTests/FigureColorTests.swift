import Analysis
import FigureSupport
import Figures
import Plotting
import Studies
import Testing

/// A colour means one thing in all figures, and scales follow the data.
@Suite struct FigureColorTests {
  private func figure(_ kind: String, _ request: FigureRequest = FigureRequest()) throws -> StudyFigure {
    try FigureKind.named(kind).figure(request, of: GalleryFigures.analysis.get())
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func theFirstFourColoursAreThoseOfResponseStyles(kind: String) throws {
    for series in try figure(kind).figure.series {
      let slot = try #require(series.slot, "\(series.key) takes whatever colour comes")
      let isStyle = ResponseStyle(rawValue: series.key) != nil
      #expect((slot % 8 < 4) == isStyle, "\(kind): \(series.key)")
    }
  }

  @Test func noTwoStylesHaveOneLook() {
    let looks = ResponseStyle.allCases.map { Palette.onLight.look(slot: $0.slot, of: 3) }
    for (index, look) in looks.enumerated() {
      #expect(!looks[..<index].contains { $0.color == look.color && $0.dash == look.dash })
    }
    // Chains of thought, which most studies have, have colours of their own without a dash.
    #expect(looks[..<3].allSatisfy { $0.dash.isEmpty } && Set(looks[..<3].map(\.color)).count == 3)
  }

  @Test func projectionsHaveOtherColoursThanStyles() throws {
    let series = try figure("curves", FigureRequest(panels: .styles)).figure.series
    #expect(series.count == 4 && Set(series.compactMap(\.slot)).isDisjoint(with: 0..<4))
  }

  /// More series than colours differ by their dashes and markers.
  @Test func manySubjectsAreToldApart() {
    let palette = Palette.onLight
    let slots = [7, 6, 5, 4, 15, 14, 13, 12]
    let looks = slots.map { palette.look(slot: $0, of: slots.count) }
    for (index, look) in looks.enumerated() {
      #expect(!looks[..<index].contains { $0.color == look.color && $0.dash == look.dash })
    }
  }

  @Test func curvesThatLieFarApartAreLogarithmicUnasked() throws {
    // The norms of the gallery differ more than five times between styles; shares of σ₁ do not.
    let (norm, share) = (try figure("curves"), try figure("curves", FigureRequest(statistic: .largestRatio)))
    for (shown, isLogarithmic) in [(norm, true), (share, false)] {
      let scales = shown.figure.panels.joined().compactMap { $0?.y.scale }
      #expect(scales.allSatisfy { $0 == (isLogarithmic ? .log10 : .linear) }, "\(shown.id)")
      let titles = shown.figure.panels.joined().compactMap { $0?.y.title }
      #expect(titles.allSatisfy { $0.hasSuffix(", log scale") == isLogarithmic }, "\(titles)")
      #expect(shown.caption.contains("Heights are logarithmic.") == isLogarithmic)
    }
    let asked = try figure("curves", FigureRequest(scale: .linear))
    #expect(asked.figure.panels.joined().allSatisfy { $0?.y.scale == .linear })
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func aCaptionBeginsWithWhatThereIsToSeeInAtMost40Words(kind: String) throws {
    let words = try figure(kind).words
    #expect(words.lead.split(separator: " ").count <= 40, "\(words.lead)")
    #expect(words.lead.contains("n = "), "\(words.lead)")
    #expect(!words.details.isEmpty)
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func aFigureNamesTheCommandThatDrawsIt(kind: String) throws {
    let request = FigureRequest(model: kind == "forest" ? nil : "alder")
    let shown = try figure(kind, request)
    #expect(shown.command.hasPrefix("strata plot \(kind) STUDY "), "\(shown.command)")
    #expect(shown.command.contains("--model alder") == (request.model != nil))
    #expect(shown.command.hasSuffix("--output \(shown.id).pdf"))
  }
}
