import Foundation
import Plotting
import Testing

/// What a reader hears who does not see the figure.
@Suite struct AltTextTests {
  private let ratios = Panel(
    x: Axis(scale: .band(["Algebra", "Daily life"])),
    y: Axis(scale: .band(["Alder", "Cedar", "Elm"]), isReversed: true),
    marks: [
      .heatmap(
        x: .categories(["Algebra", "Daily life", "Algebra"]), y: .categories(["Alder", "Alder", "Cedar"]),
        values: [2, 8, 0.5])
    ],
    color: ColorScale(.diverging(center: 1), isLogarithmic: true, title: "Fast / slow"))

  @Test func heatmapsSayTheirRowsRangePlacesAndColours() throws {
    let text = try Figure(ratios).draw().altText
    #expect(text.hasPrefix("Heatmap: Fast / slow."), "\(text)")
    #expect(text.contains("3 rows (Alder, Cedar, Elm) by 2 columns (Algebra, Daily life)."), "\(text)")
    #expect(
      text.contains("Values from 0.500 (Cedar, Algebra) to 8.00 (Alder, Daily life)."), "\(text)")
    #expect(text.contains("the row Alder is highest and Cedar lowest"), "\(text)")
    #expect(text.contains("3 of 6 cells have no value."), "\(text)")
    #expect(
      text.contains(
        "Colour stands for Fast / slow, on a logarithmic scale from 0.125 to 8.00 that is neutral at 1.00."),
      "\(text)")
  }

  @Test func heatmapsOfNumbersAndMissingValuesAreDescribedToo() throws {
    let panel = Panel(
      x: Axis(title: "Token", ticks: .whole), y: Axis(title: "Layer", ticks: .whole),
      marks: [.heatmap(x: [0, 1, 0, 1], y: [0, 0, 1, 1], values: [0.5, 0.5, 0.25, .nan])],
      color: ColorScale(lower: 0, title: "Share"))
    let text = try Figure(panel).draw().altText
    #expect(text.contains("Share by Layer and Token."), "\(text)")
    #expect(text.contains("2 rows (Layer 0 to Layer 1) by 2 columns (Token 0 to Token 1)."), "\(text)")
    #expect(text.contains("to 0.500 (Layer 0, Token 0)."), "\(text)")
    #expect(text.contains("1 of 4 cells has no value."), "\(text)")
    #expect(text.contains("on a scale from 0 to 0.500."), "\(text)")
    #expect(text.contains("1 value is not shown: not a number."), "\(text)")
  }

  @Test func equalNamesAreCounted() throws {
    let names = ["the", "pen", "the "]
    let panel = Panel(
      x: Axis(title: "Token; words", scale: .band(names)), y: Axis(title: "Layer; from 0", ticks: .whole),
      marks: [.heatmap(x: .categories(names), y: [1, 1, 1], values: [0.5, 0.25, 0.75])])
    let text = try Figure(panel).draw().altText
    #expect(
      text.contains("Values from 0.250 (Layer 1, pen) to 0.750 (Layer 1, the (occurrence 2))."), "\(text)")
  }

  @Test func intervalsThatEndAtTheLineButForRoundingHoldIt() throws {
    let panel = Panel(
      x: Axis(title: "Ratio"), y: Axis(scale: .band(["a", "b"])),
      marks: [
        .rule(x: [1]), .interval(y: .categories(["a", "b"]), low: [1 + 1e-15, 1.1], high: [2, 2]),
      ])
    #expect(try Figure(panel).draw().altText.contains("1 of 2 intervals holds 1.00."))
  }

  @Test func onlySeriesThatOccurAreListed() throws {
    let panel = Panel(marks: ["a", "c"].map { .line(x: [0, 1], y: [1, 2], series: $0) })
    let figure = Figure(panels: [[panel]], series: ["a", "b", "c"].map { Series($0) })
    #expect(try figure.draw().altText.contains("Series: a, c."))
  }

  @Test func dumbbellsAreDotPlots() throws {
    let panel = Panel(
      x: Axis(title: "MAD"), y: Axis(scale: .band(["a"])),
      marks: [
        .segments(x: [1], y: .categories(["a"]), x2: [2], y2: .categories(["a"])),
        .points(x: [1, 2], y: .categories(["a", "a"])),
      ])
    #expect(try Figure(panel).draw().altText.hasPrefix("Dot plot: MAD."))
  }

  @Test func panelsAreCalledByRowColumnAndMeasure() throws {
    let line = { (title: String?) in
      Panel(x: Axis(title: "Layer"), y: Axis(title: title), marks: [.line(x: [0, 1], y: [1, 2])])
    }
    let figure = Figure(
      subtitle: "Alder · Algebra", panels: [[line("Norm"), line(nil)], [line("RD"), line(nil)]],
      columnTitles: ["q", "k"], rowTitles: ["None", ""], sharedX: .all)
    let text = try figure.draw().altText
    for name in ["Alder · Algebra.", "None, q, Norm: from", "None, k, Norm: from", "None, k, RD: from"] {
      #expect(text.contains(name), "\(text)")
    }
  }

  @Test func whatHoldsOfAllPanelsIsSaidOnce() throws {
    let panel = { (title: String) in
      Panel(
        title: title, x: Axis(title: "Layer"),
        marks: [.line(x: [0, 1], y: [4, 9], series: "a"), .line(x: [0, 1], y: [1, 2], series: "b")])
    }
    let text = try Figure(panels: [[panel("q"), panel("k")]]).draw().altText
    #expect(text.contains("In every panel with lines, on average, a is highest and b lowest."), "\(text)")
    #expect(!text.contains("On average"), "\(text)")
    #expect(text.contains("k: a from 4.00 (Layer 0) to 9.00 (Layer 1)"), "\(text)")
    #expect(text.contains("Furthest apart at Layer 1."), "\(text)")
  }

  @Test func formsWithNamesSayWhichReachesFurthest() throws {
    let panel = Panel(
      x: Axis(title: "MAD"), y: Axis(scale: .band(["Alder", "Cedar"])),
      marks: [.points(x: [3, 1], y: .categories(["Alder", "Cedar"]))])
    #expect(try Figure(panel).draw().altText.contains("from 1.00 (Cedar) to 3.00 (Alder)."))
  }

  /// Nobody listens to a sentence for each of many panels.
  @Test func manyPanelsAreDescribedTogether() throws {
    let panel = { (level: Double, swaps: Bool) in
      Panel(
        x: Axis(title: "Layer"), y: Axis(title: "σ_{i}"),
        marks: [
          .line(x: [0, 1], y: [level + (swaps ? 0 : 1), level], series: "a"),
          .line(x: [0, 1], y: [level, level + (swaps ? 2 : 0)], series: "b"),
        ])
    }
    let rows = (1...4).map { row in (1...6).map { panel(Double(row * $0), row == 4 && $0 > 4) } }
    var figure = Figure(
      panels: rows, columnTitles: (1...6).map { "c\($0)" }, rowTitles: (1...4).map { "r\($0)" })
    let text = try figure.draw().altText
    #expect(text.split(separator: " ").count < 100, "\(text)")
    #expect(text.hasPrefix("24 panels, line chart: σᵢ by Layer. Series: a, b."), "\(text)")
    #expect(text.contains("On average a is highest in 22 of 24 panels, b in 2."), "\(text)")
    #expect(text.contains("From 1.00 (r1, c1, a, Layer 1) to 26.0 (r4, c6, b, Layer 1)."), "\(text)")
    figure.panels[0][0]?.marks = []
    figure.panels[0][1]?.marks[0].y = [.nan, 4]
    let holed = try figure.draw().altText
    #expect(holed.contains("No data in 1 of 24 panels (r1, c1)."), "\(holed)")
    #expect(holed.contains("1 value is not shown: not a number."), "\(holed)")
  }

  @Test func manyHeatmapsAreDescribedTogether() throws {
    let panel = { (level: Double) in
      Panel(
        x: Axis(title: "Token", ticks: .whole), y: Axis(title: "Layer", ticks: .whole),
        marks: [.heatmap(x: [0, 1, 0, 1], y: [0, 0, 1, 1], values: [level, 2 * level, 0, 1])],
        color: ColorScale(title: "Share"))
    }
    let figure = Figure(
      panels: [(1...8).map { panel(Double($0)) }], columnTitles: (1...8).map { "c\($0)" }, sharesColors: true)
    let text = try figure.draw(.aclFull).altText
    #expect(text.contains("8 heatmaps, each 2 rows (Layer 0 to Layer 1) by 2 columns"), "\(text)")
    #expect(text.contains("to 16.0 (c8, Layer 0, Token 1)."), "\(text)")
    #expect(text.components(separatedBy: "Colour stands for").count == 2, "\(text)")
  }

  @Test func intervalsAndWhatPanelsMeasureAreSaid() throws {
    let panel = { (title: String, ratio: String) in
      Panel(
        title: title, x: Axis(title: ratio), y: Axis(scale: .band(["Alder", "Cedar"])),
        marks: [
          .rule(x: [1]),
          .interval(y: .categories(["Alder", "Cedar"]), low: [2, 0.5], high: [4, 1.5], series: "a"),
          .points(x: [3, 0.8], y: .categories(["Alder", "Cedar"]), series: "a"),
        ])
    }
    let figure = Figure(
      panels: [[panel("Strength", "Fast / slow"), panel("Relevance", "Irrelevant / correct")]])
    let text = try figure.draw().altText
    #expect(text.hasPrefix("2 panels, interval plot: Fast / slow; Irrelevant / correct."), "\(text)")
    #expect(text.contains("Relevance, Irrelevant / correct: from 0.800 (Cedar, interval 0.500 to 1.50) to"))
    #expect(text.contains("2 of 4 intervals hold 1.00."), "\(text)")
  }

  @Test func stepsSayWhereTheyAreLargest() throws {
    let names = Values.categories(["Alder", "Cedar", "Elm"])
    let panel = Panel(
      x: Axis(title: "MAD"), y: Axis(scale: .band(["Alder", "Cedar", "Elm"])),
      marks: [
        .segments(x: [1, 2, 3], y: names, x2: [4, 4, 6], y2: names),
        .points(x: [4, 4, 3], y: names, series: "none"), .points(x: [1, 2, 6], y: names, series: "detailed"),
      ])
    let figure = Figure(panel, series: [Series("none", name: "None"), Series("detailed", name: "Detailed")])
    let text = try figure.draw().altText
    #expect(
      text.contains(
        "From None to Detailed 2 of 3 fall, by the largest factor Alder: 4.00 to 1.00; 1 of 3 rise, "
          + "by the largest factor Elm: 3.00 to 6.00."), "\(text)")
  }
}
