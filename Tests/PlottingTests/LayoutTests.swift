import Plotting
import Testing

/// Every example at every preset, by geometry: a drawing holds all strokes and glyphs in their places, so
/// nothing needs to be rendered.
@Suite struct LayoutTests {
  static let cases = ExampleFigures.all.flatMap { example in
    Preset.all.map { Case(name: example.name, figure: example.figure, preset: $0) }
  }.filter { !($0.name == "longLabels" && $0.preset == .slide) }  // see aTooSmallFigureSaysHowMuchIsNeeded

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let figure: Figure
    let preset: Preset
    var testDescription: String { "\(name) at \(preset.name)" }
  }

  @Test(arguments: cases) func nothingIsClipped(example: Case) throws {
    let drawing = try example.figure.draw(example.preset, theme: .print)
    let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
    for element in drawing.elements {
      switch element.shape {
      case .text(let line, _, _, _):
        let bounds = try #require(element.textBounds)
        #expect(page.contains(bounds), "“\(line.plain)” (\(element.role)) leaves the page: \(bounds)")
      case .fill(let path, _), .stroke(let path, _):
        // A pure stroke or marker may stick out by half of itself.
        let bounds = try #require(path.bounds)
        #expect(page.grown(by: 2.6).contains(bounds), "a \(element.role) leaves the page: \(bounds)")
      }
    }
  }

  @Test(arguments: cases) func noWordsOverlap(example: Case) throws {
    let drawing = try example.figure.draw(example.preset, theme: .print)
    let words = drawing.elements.compactMap { element -> (Element.Role, String, Rect)? in
      guard case .text(let line, _, _, _) = element.shape, let bounds = element.textBounds else { return nil }
      return (element.role, line.plain, bounds)
    }
    for (index, (role, text, bounds)) in words.enumerated() {
      for (_, other, otherBounds) in words[(index + 1)...] {
        #expect(!bounds.overlaps(otherBounds), "“\(text)” meets “\(other)”")
      }
      // Words of marks belong into their panel; labels of ticks may stand at its very edge.
      let inside = drawing.panels.contains { $0.contains(bounds) }
      let over = drawing.panels.contains { $0.grown(by: -1).overlaps(bounds) }
      let belongsInside = role == .markText || text == "No data"
      #expect(belongsInside ? inside : !over, "“\(text)” is on the wrong side of the edge of a panel")
    }
  }

  @Test func numbersInCellsAreAllShownOrNone() throws {
    for preset in Preset.all {
      let drawing = try ExampleFigures.heatmap.draw(preset)
      let numbers = drawing.elements.filter { $0.role == .markText }
      // Columns of 3.25 in with letters of 9 pt are too narrow for six columns of numbers.
      #expect(numbers.count == 24 || numbers.isEmpty && ["aistats", "uai", "aaai"].contains(preset.name))
      #expect(numbers.allSatisfy { element in element.size >= 0.66 * preset.smallFontSize })
    }
  }

  @Test func labelsThatTurnOutToHaveNoRoomBecomeALegend() throws {
    let lines = (0..<8).map { Mark.line(x: [0, 1], y: [0, Double($0)], series: "Series \($0)") }
    let long = String(repeating: "A title that takes the room of the panel ", count: 5)
    let figure = Figure(title: long, Panel(title: long, marks: lines))
    let drawing = try figure.draw(Preset.acl.sized(.exact(width: 300, height: 160)))
    #expect(drawing.elements.filter { $0.role == .legendText }.count == 8)
    #expect(!drawing.elements.contains { $0.role == .label })
  }

  @Test func aLegendHasItsTitleInFrontWhereItHasRoom() throws {
    var figure = Figure(
      Panel(marks: ["q", "k"].map { .line(x: [0, 1], y: [1, 2], series: $0) }), legend: .top)
    figure.legendTitle = "Projection"
    let words = { (drawing: Drawing) in
      drawing.elements.compactMap { element -> (text: String, x: Double)? in
        guard element.role == .legendText, case .text(let line, let at, _, _) = element.shape else {
          return nil
        }
        return (line.plain, at.x)
      }
    }
    let wide = words(try figure.draw(.acl))
    #expect(wide.map(\.text) == ["Projection", "q", "k"])
    #expect(wide[0].x < wide[1].x && wide[1].x < wide[2].x)
    let narrow = words(try figure.draw(.acl.sized(.width(90))))
    #expect(narrow.map(\.text) == ["q", "k"])
  }

  @Test func labelsUnderAnAxisShareOneBaseline() throws {
    let panel = Panel(
      x: Axis(scale: .symlog(threshold: 1)), marks: [.line(x: [-100, 0, 100], y: [1, 2, 3])])
    let drawing = try Figure(panel).draw()
    let frame = try #require(drawing.panels.first)
    let baselines = drawing.elements.compactMap { element -> Double? in
      guard element.role == .tickLabel, case .text(_, let at, _, _) = element.shape, at.y > frame.bottom + 5
      else { return nil }
      return at.y
    }
    #expect(baselines.count >= 3 && Set(baselines).count == 1)
  }

  @Test(arguments: cases) func panelsDoNotOverlapAndAreOfOneSize(example: Case) throws {
    let panels = try example.figure.draw(example.preset, theme: .print).panels
    for (index, panel) in panels.enumerated() {
      #expect(panel.width > 0 && panel.height > 0)
      #expect(abs(panel.width - panels[0].width) < 1e-9)
      for other in panels[(index + 1)...] { #expect(!panel.overlaps(other)) }
    }
  }

  @Test(arguments: cases) func marksStayInTheirPanels(example: Case) throws {
    let drawing = try example.figure.draw(example.preset, theme: .print)
    for element in drawing.elements where element.role == .mark {
      let bounds: Rect?
      switch element.shape {
      case .fill(let path, _), .stroke(let path, _): bounds = path.bounds
      case .text: bounds = nil
      }
      guard let bounds else { continue }
      #expect(
        drawing.panels.contains { $0.grown(by: 3).contains(bounds) }, "a mark leaves its panel: \(bounds)")
    }
  }

  @Test func theWidthAskedForIsTheWidthDrawn() throws {
    for preset in Preset.all {
      let drawing = try ExampleFigures.curves.draw(preset)
      switch preset.size {
      case .exact(let width, let height): #expect(drawing.width == width && drawing.height == height)
      case .width(let width, _): #expect(drawing.width == width)
      case .panels: Issue.record("no preset fixes panels")
      }
    }
  }

  @Test func panelsOfAnExactSize() throws {
    let preset = Preset.acl.sized(.panels(width: 90, height: 60))
    for figure in [ExampleFigures.curves, ExampleFigures.heatmap, ExampleFigures.grid] {
      for panel in try figure.draw(preset).panels {
        #expect(abs(panel.width - 90) < 1e-9 && abs(panel.height - 60) < 1e-9)
      }
    }
  }

  @Test func sharedAxesAreLabelledOnce() throws {
    func labels(_ sharing: AxisSharing) throws -> Int {
      var figure = ExampleFigures.curves
      figure.sharedY = sharing
      return try figure.draw(.aclFull).elements.filter { $0.role == .tickLabel }.count
    }
    #expect(try labels(.all) < labels(.none))
  }

  @Test func sharedColoursHaveOneKey() throws {
    var figure = ExampleFigures.layerMaps
    let titles = try figure.draw().elements.filter { $0.role == .axisTitle && $0.text == "Cosine" }
    #expect(titles.count == 1)
    figure.sharesColors = false
    #expect(try figure.draw().elements.filter { $0.role == .axisTitle && $0.text == "Cosine" }.count == 2)
  }

  @Test func wordsStandBesideTheirPlaces() throws {
    let words = try ExampleFigures.rules.draw().elements.filter { $0.role == .markText }.compactMap(\.text)
    #expect(words == ["start"])
  }

  @Test func altTextSaysWhereLinesDiffer() throws {
    let panel = Panel(
      x: Axis(title: "Layer"), y: Axis(title: "Norm"),
      marks: [
        .line(x: [0, 1, 2], y: [5, 9, 5], series: "q"), .line(x: [0, 1, 2], y: [1, 2, 3], series: "k"),
      ])
    let text = try Figure(panel).draw().altText
    #expect(text.contains("Line chart: Norm by Layer. Series: q, k."))
    #expect(text.contains("q from 5.00 (Layer 0) to 9.00 (Layer 1)"))
    #expect(text.contains("On average q is highest and k lowest; they are furthest apart at Layer 1."))
    var own = Figure(panel)
    own.altText = "My words"
    #expect(try own.draw().altText == "My words")
  }

  @Test func valuesLeftOutAreCountedOnTheFigure() throws {
    let drawing = try ExampleFigures.gaps.draw()
    #expect(drawing.omittedValues == 4)
    let notices = drawing.elements.filter { $0.role == .notice }
    #expect(notices.count == 1)
    guard case .text(let line, _, _, _) = notices[0].shape else { return }
    #expect(line.plain.contains("4 values not shown"))
    #expect(drawing.altText.contains("4 values are not shown"))
  }

  @Test func aTooSmallFigureSaysHowMuchIsNeeded() {
    for (figure, preset) in [
      (ExampleFigures.curves, Preset.acl.sized(.exact(width: 40, height: 30))),
      (ExampleFigures.longLabels, Preset.slide),
    ] {
      #expect {
        try figure.draw(preset)
      } throws: { error in
        guard case .noRoom? = error as? PlotError else { return false }
        return true
      }
    }
  }

  @Test func seriesKeepTheirColoursAcrossPanelsAndFigures() throws {
    let pinned = [Series("v", slot: 2), Series("q", slot: 0)]
    func colors(_ panels: [Panel]) throws -> Set<Color> {
      let figure = Figure(panels: [panels], legend: .none, series: pinned)
      return Set(
        try figure.draw().elements.compactMap { element in
          guard element.role == .mark, case .stroke(_, let stroke) = element.shape else { return nil }
          return stroke.color
        })
    }
    let panel = Panel(marks: [.line(x: [1, 2], y: [1, 2], series: "v")])
    #expect(try colors([panel]) == [Theme.light.palette.colors[2]])
    #expect(try colors([panel, panel]) == [Theme.light.palette.colors[2]])
  }
}

extension Element {
  /// The size of the letters, 0 for anything but text.
  fileprivate var size: Double {
    guard case .text(let line, _, _, _) = shape else { return 0 }
    return line.size
  }

  /// The words, `nil` for anything but text.
  fileprivate var text: String? {
    guard case .text(let line, _, _, _) = shape else { return nil }
    return line.plain
  }
}

/// The mark of an axis that does not begin at zero.
@Suite struct ZeroBreakTests {
  private func axisPieces(_ axis: Axis, _ values: [Double]) throws -> Int {
    let panel = Panel(
      x: Axis(ticks: .whole), y: axis, marks: [.line(x: .indices(0..<values.count), y: values, series: "a")])
    return try Figure(panel).draw().elements.count { $0.role == .axis }
  }

  @Test func anAxisOfAmountsThatLeavesZeroOutIsMarkedAndNoOther() throws {
    let high = [100.0, 101, 103]
    let plain = try axisPieces(Axis(), high)
    #expect(try axisPieces(Axis(isNonNegative: true), high) == plain + 1)
    #expect(try axisPieces(Axis(includesZero: true, isNonNegative: true), high) == plain)
    #expect(try axisPieces(Axis(isNonNegative: true), [0, 1, 3]) == plain)
  }
}
