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
}
