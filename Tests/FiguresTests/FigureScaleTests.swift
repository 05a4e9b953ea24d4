import Analysis
import FigureSupport
import Figures
import Papers
import Plotting
import Studies
import Testing

/// Linear, logarithmic and symlog axes of a statistic.
@Suite struct FigureScaleTests {
  private func figure(_ kind: String, _ request: FigureRequest) throws -> StudyFigure {
    try FigureKind.named(kind).figure(request, of: GalleryFigures.analysis.get())
  }

  private func scales(_ figure: StudyFigure) -> [ScaleKind] {
    figure.figure.panels.flatMap { $0.compactMap { $0?.y.scale } }
  }

  @Test(arguments: ["curves", "models", "rank", "length"])
  func figuresOfAStatisticCanBeLogarithmicAndSaySo(kind: String) throws {
    let shown = try figure(kind, FigureRequest(scale: .log))
    #expect(scales(shown).allSatisfy { $0 == .log10 })
    #expect(shown.caption.contains("logarithmic"), "\(shown.caption)")
    let titles = shown.figure.panels.flatMap { $0.compactMap { $0?.y.title } }
    #expect(titles.allSatisfy { $0.hasSuffix(", log scale") }, "\(titles)")
    #expect(shown.id.hasSuffix("-log"))
    let linear = try figure(kind, FigureRequest(scale: .linear))
    #expect(scales(linear).allSatisfy { $0 == .linear })
    #expect(!linear.caption.contains("Heights are logarithmic"), "\(linear.caption)")
    for preset in Preset.all {
      let job = try PlotJob(
        .named(kind), FigureRequest(scale: .log), of: GalleryFigures.analysis.get(), preset: preset)
      #expect(try job.drawing().omittedValues == 0, "\(preset.name)")
    }
  }

  @Test func theAxesOfMADCanBeLogarithmicAndSaySo() throws {
    let shown = try figure("mad", FigureRequest(scale: .log))
    let axes = shown.figure.panels.flatMap { $0.compactMap { $0?.x } }
    #expect(axes.allSatisfy { $0.scale == .log10 && $0.title == "MAD of the nuclear norm, log scale" })
    #expect(shown.caption.contains("Axes are logarithmic."), "\(shown.caption)")
    #expect(shown.id.hasSuffix("-log"))
    #expect(try shown.figure.draw(.aclFull).omittedValues == 0)
  }

  @Test func theRelativeDifferenceUnderLogarithmicCurvesStaysLinear() throws {
    let shown = try figure("relevance", FigureRequest(scale: .log))
    #expect(scales(shown).enumerated().allSatisfy { $1 == (($0 / 4).isMultiple(of: 2) ? .log10 : .linear) })
    #expect(shown.caption.contains("In the curves, heights are logarithmic."), "\(shown.caption)")
  }

  @Test func valuesOfBothSignsHaveSymlogOnALogarithmicAxisTheyAreCounted() throws {
    let shown = try figure("curves", FigureRequest(statistic: .mean, scale: .symlog, room: .narrow))
    let kinds = scales(shown)
    guard case .symlog(let threshold) = kinds[0] else {
      Issue.record("\(kinds)")
      return
    }
    #expect(kinds.allSatisfy { $0 == kinds[0] } && threshold > 0)
    #expect(
      shown.caption.contains("Heights are logarithmic beyond ±1×10⁻⁸ and linear between."),
      "\(shown.caption)")
    #expect(try shown.figure.draw(.acl).omittedValues == 0)
    let log = try figure("curves", FigureRequest(statistic: .mean, scale: .log, room: .narrow)).figure.draw(
      .acl)
    #expect(log.omittedValues > 0)
    #expect(log.altText.contains("zero or negative on a logarithmic scale"))
  }

  @Test(arguments: ["curves", "rank", "length", "models"])
  func symlogIsRefusedWhereEveryValueIsAboveZero(kind: String) throws {
    let error = try #require(throws: FigureError.self) {
      try figure(kind, FigureRequest(scale: .symlog, room: .narrow))
    }
    #expect(error.isWrongUsage)
    #expect(error.description.contains("linear or log"), "\(error)")
  }

  @Test(arguments: ["ratio", "spectrum", "forest", "tokens"])
  func aFigureWhoseScaleIsItsOwnRefusesTheChoice(kind: String) throws {
    let error = try #require(throws: FigureError.self) { try figure(kind, FigureRequest(scale: .log)) }
    #expect(error.description.contains("--scale"), "\(error)")
  }
}
