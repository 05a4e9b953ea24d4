import Plotting
import Testing

@Suite struct RichTextTests {
  @Test func superscriptsAndSubscripts() {
    let spans = RichText("σ_{1}^{2} x").spans
    #expect(spans.map(\.text) == ["σ", "1", "2", " x"])
    #expect(spans[1].rise < 0 && spans[2].rise > 0 && spans[3].rise == 0)
    #expect(spans[1].scale < 1 && spans[3].scale == 1)
  }

  @Test(arguments: ["q_proj", "x^2", "a_{b", "{}", "100 %", "_", "^{"])
  func everythingElseIsLiteral(text: String) {
    #expect(RichText(text).spans.map(\.text).joined() == text)
  }

  @Test(arguments: ["σ_{1}", "a\\b", "\\_{x}", "^{^{x}}", "plain", "_{"])
  func literalTextIsShownAsItIs(text: String) {
    let spans = RichText(RichText.literal(text)).spans
    #expect(spans.map(\.text).joined() == text)
    #expect(spans.allSatisfy { $0.rise == 0 })
  }

  @Test func bracesNest() {
    #expect(RichText("a_{b{c}d}e").spans.map(\.text) == ["a", "b{c}d", "e"])
    #expect(RichText("x^{y_{z}}").spans.map(\.text) == ["x", "y", "z"])
  }

  @Test func aHyphenBeforeADigitIsAMinusInAnExponent() {
    #expect(RichText("10^{-3}").spans.map(\.text) == ["10", "−3"])
  }

  @Test(arguments: [
    ("10^{-3}", "10⁻³"), ("σ_{i}/σ_{1}", "σᵢ/σ₁"), ("‖∇W_{q}‖_{∗}", "‖∇Wq‖∗"), ("x^{max}", "x^max"),
    ("a_{2k}", "a₂ₖ"),
  ])
  func plainTextHasUnicodesOwn(source: String, plain: String) {
    #expect(RichText(source).plain == plain)
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "^{", count: 5000) + "x" + String(repeating: "}", count: 5000)
    #expect(!RichText(deep).spans.isEmpty)
  }
}

/// Words above and beside panels stay whole where they have room.
@Suite struct WordBreakTests {
  private static let names = [
    "Simplified", "Detailed", "Miniature", "Instruct", "Popular-1000", "distribution", "ρ = −0.02", "(≤ 0)",
  ]

  private func words(_ drawing: Drawing, _ roles: Set<Element.Role>) -> [String] {
    drawing.elements.filter { roles.contains($0.role) }.compactMap { element in
      guard case .text(let line, _, _, _) = element.shape else { return nil }
      return line.plain
    }
  }

  /// A grid of panels with large numbers beside them.
  private func grid(_ titles: [String], columns: Int, scale: ScaleKind = .linear) -> Figure {
    let panel = Panel(
      x: Axis(title: "Layer"), y: Axis(title: "Norm", scale: scale),
      marks: [.line(x: [0, 1, 2], y: [-3e-8, 2e-8, 1.5e-8], series: "a")])
    return Figure(
      panels: titles.map { _ in (0..<columns).map { _ in panel } },
      columnTitles: (0..<columns).map { Self.names[$0] }, rowTitles: titles, sharedX: .all)
  }

  @Test(arguments: Preset.all) func headsOfRowsAndColumnsAreWhole(preset: Preset) throws {
    // As many rows as have room where the height is given.
    let rows = preset == .slide ? ["Miniature Base"] : ["Miniature Base", "Miniature Instruct", "Third"]
    let flat = preset == .slide ? preset : preset.sized(.width(preset.width, panelAspect: 0.3))
    for preset in [preset, flat] {
      // Three columns of numbers such as −2×10⁻⁸ leave nothing of a narrow page.
      for columns in 2...(preset.width < 300 ? 2 : 3) {
        let drawing = try grid(rows, columns: columns).draw(preset)
        let found = words(drawing, [.panelTitle]).flatMap { $0.split(separator: " ") }.map(String.init)
        let known = Set((Self.names + rows).flatMap { $0.split(separator: " ") }.map(String.init))
        #expect(Set(found).isSubset(of: known), "\(found) at \(preset.name)")
        try expectNothingMeets(drawing, preset)
      }
    }
  }

  @Test(arguments: Preset.all) func aRowTitleReachesOverRowsWithoutOne(preset: Preset) throws {
    var figure = grid(["Simplified", "", "Detailed", ""], columns: 2)
    figure.rowWeights = [1, 0.5, 1, 0.5]
    let drawing = try figure.draw(preset == .slide ? .web : preset)
    #expect(Set(words(drawing, [.panelTitle])) == ["Simplified", "Detailed"], "\(preset.name)")
    try expectNothingMeets(drawing, preset)
  }

  @Test(arguments: Preset.all) func relationsStayWithWhatTheyRelate(preset: Preset) throws {
    let panels = ["q, ρ = −0.02", "gate, ρ = 0.66", "v, ρ = −0.45"].map { title in
      Panel(
        title: title, x: Axis(title: "Length"), y: Axis(title: "Norm", scale: .log10),
        marks: [.line(x: [0, 1, 2, 3], y: [1e-8, 0, 0, 3e-7], series: "a")])
    }
    for count in 1...3 {
      let drawing = try Figure(panels: [Array(panels.prefix(count))]).draw(preset)
      for line in words(drawing, [.panelTitle, .notice]) {
        let parts = line.split(separator: " ")
        for (place, part) in parts.enumerated() where part.contains("=") || part.contains("≤") {
          let isInside = place + 1 < parts.count && (place > 0 || part == "(≤")
          #expect(isInside, "“\(line)” at \(preset.name)")
        }
      }
      try expectNothingMeets(drawing, preset)
    }
  }

  @Test func namesOfRowsAreBrokenAfterHyphens() throws {
    let name = "Mistral-Small-24B-Base-2501-Instruct"
    let panel = Panel(
      x: Axis(), y: Axis(scale: .band()), marks: [.points(x: [1, 2], y: .categories([name, "b"]))])
    let lines = words(try Figure(panel).draw(.acl), [.tickLabel]).filter { $0.count > 1 && name.contains($0) }
    #expect(lines.joined() == name)
    #expect(lines.count > 1 && lines.dropLast().allSatisfy { $0.hasSuffix("-") }, "\(lines)")
  }

  @Test func noNameOfARowOrAColumnIsLeftOut() throws {
    let names = Values.categories((0..<60).map { "model-\($0)" })
    let numbers = Values.indices(0..<60)
    let rows = Panel(x: Axis(), y: Axis(scale: .band()), marks: [.points(x: numbers, y: names)])
    let columns = Panel(x: Axis(scale: .band()), y: Axis(), marks: [.points(x: names, y: numbers)])
    for panel in [rows, columns] {
      #expect(throws: PlotError.self) { try Figure(panel).draw(.acl.sized(.exact(width: 218, height: 180))) }
    }
    #expect(words(try Figure(rows).draw(.acl), [.tickLabel]).count { $0.hasPrefix("model-") } == 60)
    var text = columns
    text.x.mayOmitNames = true
    #expect(words(try Figure(text).draw(.acl), [.tickLabel]).count { $0.hasPrefix("model-") } < 60)
  }

  @Test func aWordThatIsWiderThanTheFigureIsBroken() throws {
    let word = String(repeating: "Donaudampfschiff", count: 8)
    let drawing = try Figure(Panel(title: word, marks: [.line(x: [0, 1], y: [0, 1])])).draw(.acl)
    #expect(words(drawing, [.panelTitle]).count > 1)
    #expect(words(drawing, [.panelTitle]).joined() == word)
  }

  private func expectNothingMeets(_ drawing: Drawing, _ preset: Preset) throws {
    let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
    let bounds = drawing.elements.compactMap(\.textBounds)
    for (place, one) in bounds.enumerated() {
      #expect(page.contains(one), "\(one) leaves the page at \(preset.name)")
      for other in bounds[(place + 1)...] {
        #expect(!one.overlaps(other), "\(one) meets \(other) at \(preset.name)")
      }
    }
  }
}

extension Preset {
  fileprivate var width: Double {
    switch size {
    case .exact(let width, _), .width(let width, _), .panels(let width, _): width
    }
  }
}
