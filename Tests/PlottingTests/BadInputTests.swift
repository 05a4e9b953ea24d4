import Foundation
import Plotting
import Testing

/// What users give by mistake: a right figure that shows what was left out, or an error that says what is wrong.
/// Errors for sizes and names are held by `PlotErrorTests`, for missing characters by `FontTests`.
@Suite struct BadInputTests {
  private func words(_ drawing: Drawing, _ role: Element.Role) -> [String] {
    drawing.elements.filter { $0.role == role }.compactMap { element in
      guard case .text(let line, _, _, _) = element.shape else { return nil }
      return line.plain
    }
  }

  /// The places of the signs at the edge of the panel.
  private func signs(_ drawing: Drawing) -> [Rect] {
    drawing.elements.filter { $0.role == .omission }.compactMap { element in
      switch element.shape {
      case .fill(let path, _), .stroke(let path, _): path.bounds
      case .text: nil
      }
    }
  }

  @Test func aSeriesWithoutPointsIsNamedAsSuch() throws {
    let panel = Panel(marks: [
      .line(x: [1, 2], y: [1, 2], series: "q"), .line(x: [], y: [], series: "k"),
    ])
    #expect(words(try Figure(panel).draw(), .legendText) == ["q", "k (no data)"])
    let alone = Panel(marks: [.line(x: [1, 2], y: [1, 2]), .line(x: [], y: [], series: "k")])
    #expect(words(try Figure(alone).draw(), .legendText) == ["k (no data)"])
  }

  @Test(arguments: [Mark.Kind.line, .points, .band, .interval]) func onePointIsVisible(kind: Mark.Kind)
    throws
  {
    let mark = Mark(kind, x: [3], y: [0.25], y2: [0.5], series: "q")
    let drawing = try Figure(Panel(marks: [mark])).draw()
    #expect(drawing.elements.contains { $0.role == .mark })
    #expect(drawing.omittedValues == 0)
  }

  @Test func nothingButNaNIsNoDataWithItsReason() throws {
    let nan = Double.nan
    let drawing = try Figure(Panel(marks: [.line(x: [1, 2, 3], y: [nan, nan, nan])])).draw()
    #expect(drawing.omittedValues == 3)
    #expect(words(drawing, .notice) == ["× 3 values not shown (NaN)", "No data"])
    #expect(signs(drawing).count == 1 && drawing.altText.contains("3 values are not shown: not a number."))
  }

  @Test func infinitiesArePointedAt() throws {
    let inf = Double.infinity
    let drawing = try Figure(Panel(marks: [.line(x: [1, 2, 3, 4], y: [1, inf, -inf, 2])])).draw()
    #expect(words(drawing, .notice) == ["▲▼ 2 values not shown (infinite)"])
    let bounds = try #require(signs(drawing).first)
    let panel = try #require(drawing.panels.first)
    #expect(abs(bounds.top - panel.top) < 0.01 && abs(bounds.bottom - panel.bottom) < 0.01)
  }

  @Test func zerosOnALogarithmicAxisArePointedAt() throws {
    let panel = Panel(
      y: Axis(scale: .log10), marks: [.line(x: [0, 1, 2, 3, 4], y: [10, 0, -5, 100, 1000])])
    let drawing = try Figure(panel).draw()
    #expect(words(drawing, .notice) == ["▼ 2 values not shown (≤ 0)"])
    let frame = try #require(drawing.panels.first)
    let bounds = try #require(signs(drawing).first)
    #expect(abs(bounds.bottom - frame.bottom) < 0.01 && bounds.right < frame.centerX + 4)
    #expect(drawing.altText.contains("zero or negative on a logarithmic scale"))
  }

  @Test func aBandThatReachesZeroRunsOffALogarithmicAxis() throws {
    let panel = Panel(
      y: Axis(scale: .log10),
      marks: [
        .band(x: [0, 1, 2, 3], low: [1, -2, 0, -1], high: [10, 10, 20, -0.5], series: "q"),
        .line(x: [0, 1, 2, 3], y: [3, 3, 4, 1], series: "q"),
      ])
    let drawing = try Figure(panel).draw()
    // Both ends of the last are below zero.
    #expect(words(drawing, .notice) == ["▼ 1 value not shown (≤ 0)"])
    let frame = try #require(drawing.panels.first)
    let bounds = drawing.elements.filter { $0.role == .mark }.compactMap { element -> Rect? in
      guard case .fill(let path, _) = element.shape else { return nil }
      return path.bounds
    }
    #expect(bounds.contains { abs($0.bottom - frame.bottom) < 0.01 }, "\(bounds)")
  }

  @Test func aCurveAndItsBandAreCountedOnce() throws {
    func marks(_ series: String) -> [Mark] {
      [
        .band(x: [0, 1, 2, 3], low: [-2, -2, 1, -1], high: [-1, -1, 3, 5], series: series),
        .line(x: [0, 1, 2, 3], y: [-1.5, -1.5, 2, 2], series: series),
      ]
    }
    let panel = Panel(y: Axis(scale: .log10), marks: marks("q") + marks("k"))
    let drawing = try Figure(panel).draw()
    #expect(drawing.omittedValues == 4)
    #expect(words(drawing, .notice) == ["▼ 4 values not shown (≤ 0)"])
    // Samples of one length are values of their own.
    let cloud = Panel(
      y: Axis(scale: .log10), marks: [.points(x: [1, 1, 1, 2], y: [0, 0, 0, 2], series: "q")])
    #expect(try Figure(cloud).draw().omittedValues == 3)
  }

  @Test func signsShowWhoseValuesTheyStandFor() throws {
    func marks(_ series: String) -> [Mark] {
      [
        .band(x: [0, 1, 2], low: [-2, -1, 1], high: [-1, 5, 3], series: series),
        .line(x: [0, 1, 2], y: [-1.5, 2, 2], series: series),
      ]
    }
    let panel = Panel(y: Axis(scale: .log10), marks: marks("q") + marks("k"))
    let drawing = try Figure(panel).draw()
    var filled: [(Color, Rect)] = []
    var outlined = 0
    for element in drawing.elements where element.role == .omission {
      switch element.shape {
      case .fill(let path, let color) where color != Theme.light.paper:
        filled.append((color, try #require(path.bounds)))
      case .stroke: outlined += 1
      default: break
      }
    }
    #expect(filled.map(\.0) == Array(Theme.light.palette.colors[..<2]))
    #expect(filled.count == 2 && !filled[0].1.overlaps(filled[1].1))
    // The bands are cut at the second place.
    #expect(outlined == 2)
  }

  @Test func valuesBeyondTheLimitsArePointedAt() throws {
    let panel = Panel(
      x: Axis(upper: 10), y: Axis(lower: 0, upper: 5), marks: [.points(x: [1, 2, 3, 20], y: [1, 9, -2, 3])])
    let drawing = try Figure(panel).draw()
    #expect(words(drawing, .notice) == ["▲▼▶ 3 values not shown (off the axis)"])
    let bounds = try #require(signs(drawing).first)
    let frame = try #require(drawing.panels.first)
    #expect(abs(bounds.top - frame.top) < 0.01 && abs(bounds.right - frame.right) < 0.01)
  }

  /// Kinds of which there may be a million, and how large their file may get.
  private static let large: [(Mark.Kind, Int)] = [
    (.line, 1_000_000), (.band, 2_000_000), (.area, 1_000_000), (.points, 15_000_000), (.heatmap, 30_000_000),
  ]

  @Test(arguments: large) func aMillionPointsMakeAFileThatOpens(kind: Mark.Kind, limit: Int) throws {
    var noise = ExampleFigures.Noise(2)
    let count = 1_000_000
    let y = (0..<count).map { sin(Double($0) / 1e5) + 0.1 * noise.next() }
    let isMap = kind == .heatmap
    let x = isMap ? (0..<count).map { Double($0 % 1000) } : (0..<count).map { Double($0) }
    let rows = isMap ? (0..<count).map { Double($0 / 1000) } : y
    let mark = Mark(
      kind, x: .numbers(x), y: .numbers(rows), y2: kind == .band ? .numbers(y.map { $0 + 0.1 }) : nil,
      value: isMap ? y : [])
    let drawing = try Figure(Panel(marks: [mark])).draw(Preset.web.sized(.width(570)))
    let size = try drawing.encode(as: .svg(idPrefix: "a")).count
    #expect(size < limit, "\(size) bytes")
    let remark =
      isMap
      ? "1,000,000 cells; those too small to be seen are averaged"
      : "1,000,000 points; those that hide each other are drawn once"
    #expect(words(drawing, .notice) == [remark])
  }

  @Test func aLineThatTurnsBackIsThinnedToo() throws {
    let angles = (0..<300_000).map { Double($0) / 1000 }
    let spiral = Mark.line(x: .numbers(angles.map { $0 * cos($0) }), y: angles.map { $0 * sin($0) })
    let preset = Preset.web.sized(.width(570))
    #expect(try Figure(Panel(marks: [spiral])).render(as: .svg(idPrefix: "a"), preset).count < 4_000_000)
  }

  @Test func wordsWithoutEndAreRefused() {
    let many = Array(repeating: 1.0, count: 20_000)
    let mark = Mark.text(x: .numbers(many), y: .numbers(many), text: many.map { "\($0)" })
    #expect(throws: PlotError.self) { try Figure(Panel(marks: [mark])).draw() }
  }

  @Test func sixtySeriesAreAllNamedOrCounted() throws {
    let web = words(try ExampleFigures.sixtySeries.draw(), .legendText)
    #expect(web.count == 60)
    let slide = words(try ExampleFigures.sixtySeries.draw(.slide), .legendText)
    let rest = try #require(slide.last)
    #expect(rest == "and \(60 - slide.count + 1) more")
  }

  @Test func labelsOfTwoHundredCharactersBreakIntoLines() throws {
    let long = String(repeating: "A name of several words ", count: 9)
    let panel = Panel(
      title: long, x: Axis(title: long), y: Axis(title: long),
      marks: [.points(x: .categories([long, "b"]), y: [1, 2], series: long)])
    let drawing = try Figure(title: long, panel, legend: .top).draw(.acl)
    let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
    for element in drawing.elements {
      if let bounds = element.textBounds { #expect(page.contains(bounds)) }
    }
  }

  @Test(arguments: Preset.all) func aWordOfTwoHundredCharactersIsBroken(preset: Preset) throws {
    let long = String(repeating: "Wordwithoutend", count: 15).prefix(200)
    let panel = Panel(
      title: String(long), x: Axis(title: String(long)), y: Axis(title: String(long)),
      marks: [
        .line(x: [1, 2], y: [1, 2], series: String(long)), .line(x: [1, 2], y: [2, 1], series: "b"),
      ])
    let figure = Figure(panel)
    guard let drawing = try? figure.draw(preset) else {
      // A slide is low: words that fill it are refused, with how much room they need.
      #expect(preset == .slide)
      return
    }
    let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
    for element in drawing.elements {
      if let bounds = element.textBounds { #expect(page.contains(bounds), "\(preset.name)") }
    }
  }

  @Test func categoriesThatMeetWithoutADatumAreMarkedAsEmpty() throws {
    func shapes(_ rows: [String], _ columns: [String]) throws -> (fills: Int, strokes: Int) {
      let panel = Panel(
        x: Axis(scale: .band(["a", "b"])), y: Axis(scale: .band(["c", "d"])),
        marks: [
          .heatmap(
            x: .categories(columns), y: .categories(rows), values: rows.indices.map { Double($0) })
        ])
      let marks = try Figure(panel).draw().elements.filter { $0.role == .mark }
      let fills = marks.count { if case .fill = $0.shape { true } else { false } }
      return (fills, marks.count - fills)
    }
    #expect(try shapes(["c", "c", "d", "d"], ["a", "b", "a", "b"]) == (4, 0))
    #expect(try shapes(["c", "c", "d"], ["a", "b", "a"]) == (3, 1))
  }

  @Test func intervalsOfSeveralSeriesStandBesideEachOther() throws {
    let names = Values.categories(["a", "b"])
    let panel = Panel(
      x: Axis(title: "Ratio"), y: Axis(scale: .band(["a", "b"])),
      marks: ["one", "two"].flatMap { series in
        [
          Mark.interval(y: names, low: [1, 2], high: [3, 4], series: series),
          Mark.points(x: [2, 3], y: names, series: series),
        ]
      })
    let bounds = try Figure(panel).draw().elements.filter { $0.role == .mark }.compactMap {
      element -> Rect? in
      guard case .stroke(let path, _) = element.shape else { return nil }
      return path.bounds
    }
    #expect(Set(bounds.map { ($0.top * 10).rounded() }).count > 1, "\(bounds)")
  }

  @Test func panelsOfDifferentScaleSaySo() throws {
    func titles(_ sharing: AxisSharing) throws -> [String] {
      let rows = [[1.0, 2], [30, 4]].map { row in
        row.map {
          Panel(x: Axis(title: "Layer"), y: Axis(title: "Norm"), marks: [.line(x: [0, 1], y: [0, $0])])
        }
      }
      return words(try Figure(panels: rows, sharedX: .all, sharedY: sharing).draw(), .axisTitle)
    }
    #expect(try titles(.all).contains("Norm"))
    #expect(try titles(.none).contains("Norm (scales differ)"))
    #expect(try titles(.rows).contains("Norm (scales differ by row)"))
    #expect(try titles(.columns).contains("Norm (scales differ by column)"))
    #expect(try titles(.none).contains("Layer"))
  }
}
