import Plotting
import Testing

@Suite struct PlotErrorTests {
  private func refuses(_ figure: Figure, _ preset: Preset = .web, _ isRight: @escaping (PlotError) -> Bool) {
    #expect {
      try figure.draw(preset)
    } throws: { error in
      (error as? PlotError).map(isRight) ?? false
    }
  }

  private let simple = Figure(Panel(marks: [.line(x: [1, 2], y: [1, 2])]))

  @Test func noPanels() {
    refuses(Figure(panels: [])) { $0 == .noPanels }
    refuses(Figure(panels: [[], []])) { $0 == .noPanels }
    refuses(Figure(panels: [[nil]])) { $0 == .noPanels }
  }

  @Test func listsOfDifferentLength() {
    refuses(Figure(Panel(marks: [.line(x: [1, 2], y: [1])]))) {
      $0 == .lengths(what: "Channel y of a line mark", expected: 2, found: 1)
    }
    refuses(Figure(Panel(marks: [.band(x: [1], low: [1], high: [])]))) {
      $0 == .lengths(what: "Channel y2 of a band mark", expected: 1, found: 0)
    }
    refuses(Figure(Panel(marks: [.heatmap(x: [1], y: [1], values: [])]))) { "\($0)".contains("value") }
    refuses(Figure(Panel(marks: [.text(x: [1], y: [1], text: ["a", "b"])]))) { "\($0)".contains("text") }
    refuses(Figure(panels: simple.panels, columnTitles: ["a", "b"])) { "\($0)".contains("Column titles") }
  }

  @Test(arguments: [-1, 0, .nan, .infinity, 1e7]) func sizes(size: Double) {
    refuses(simple, Preset.web.sized(.width(size))) { "\($0)".contains("width") }
    refuses(simple, Preset.web.sized(.exact(width: 100, height: size))) { "\($0)".contains("height") }
    refuses(simple, Preset.web.sized(.panels(width: size, height: 50))) { "\($0)".contains("panel width") }
    var preset = Preset.web
    preset.fontSize = size
    refuses(simple, preset) { "\($0)".contains("font size") }
  }

  @Test func axes() {
    func panel(_ axis: Axis) -> Figure { Figure(Panel(y: axis, marks: [.line(x: [1, 2], y: [1, 2])])) }
    refuses(panel(Axis(lower: 2, upper: 1))) { "\($0)".contains("lower limit") }
    refuses(panel(Axis(upper: .nan))) { "\($0)".contains("finite") }
    refuses(panel(Axis(scale: .log10, lower: 0))) { "\($0)".contains("greater than zero") }
    refuses(panel(Axis(scale: .symlog(threshold: 0)))) { "\($0)".contains("threshold") }
    refuses(Figure(Panel(y: Axis(scale: .log10), marks: [.points(x: [1], y: .categories(["a"]))]))) {
      "\($0)".contains("categories")
    }
    let mixed = [Panel(y: Axis(scale: .log10)), Panel()]
    refuses(Figure(panels: [mixed], sharedY: .all)) { "\($0)".contains("scale") }
  }

  @Test func colourScales() {
    func map(_ scale: ColorScale) -> Figure {
      Figure(Panel(marks: [.heatmap(x: [1], y: [1], values: [1])], color: scale))
    }
    refuses(map(ColorScale(lower: 2, upper: 1))) { "\($0)".contains("colour scale") }
    refuses(map(ColorScale(upper: .nan))) { "\($0)".contains("finite") }
    refuses(map(ColorScale(.diverging(center: 0), isLogarithmic: true))) { "\($0)".contains("positive") }
  }

  @Test func names() {
    #expect(throws: PlotError.unknownName(kind: "preset", name: "acm", known: Preset.all.map(\.name))) {
      try Preset.named("acm")
    }
    #expect(throws: PlotError.self) { try Theme.named("sepia") }
    refuses(Figure(panels: simple.panels, series: [Series("q"), Series("q")])) { "\($0)".contains("twice") }
  }

  @Test func everyPresetAndThemeIsFoundByItsName() throws {
    for preset in Preset.all { #expect(try Preset.named(preset.name) == preset) }
    for theme in Theme.all { #expect(try Theme.named(theme.name) == theme) }
  }
}
