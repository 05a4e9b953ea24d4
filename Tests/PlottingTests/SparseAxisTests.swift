import Plotting
import Testing

/// Axes of which little or nothing is known have no made-up ticks.
@Suite struct SparseAxisTests {
  private func labels(_ drawing: Drawing) -> [String] {
    drawing.elements.filter { $0.role == .tickLabel }.compactMap { element in
      guard case .text(let line, _, _, _) = element.shape else { return nil }
      return line.plain
    }
  }

  @Test(arguments: [ScaleKind.linear, .log10, .symlog(threshold: 1)])
  func anEmptyPanelHasNoTicks(scale: ScaleKind) throws {
    let empty = Panel(x: Axis(ticks: .whole), y: Axis(scale: scale, includesZero: true))
    let drawing = try Figure(empty).draw()
    #expect(labels(drawing).isEmpty)
    let nan = Panel(y: Axis(includesZero: true), marks: [.line(x: [0, 1], y: [.nan, .nan])])
    #expect(labels(try Figure(nan).draw()) == ["0", "1"], "its x has values")
  }

  @Test func nothingRunsThroughTheWordsOfAnEmptyPanel() throws {
    let full = Panel(x: Axis(title: "Layer"), y: Axis(title: "y"), marks: [.line(x: [0, 5], y: [-1, 1])])
    let empty = Panel(x: Axis(title: "Layer"), y: Axis(title: "y"))
    let drawing = try Figure(panels: [[full, empty]], sharedX: .all, sharedY: .all).draw()
    let frame = drawing.panels[1]
    let remark = try #require(drawing.elements.last { $0.role == .notice }?.textBounds)
    #expect(frame.contains(remark))
    for element in drawing.elements where element.role == .grid {
      guard case .stroke(let path, _) = element.shape, let bounds = path.bounds else { continue }
      #expect(!bounds.grown(by: 0.5).overlaps(remark))
    }
    // The shared axis keeps its labels under it.
    let under = drawing.elements.filter { $0.role == .tickLabel }.compactMap(\.textBounds)
      .filter { $0.top > frame.bottom && $0.centerX > frame.left - 4 }
    #expect(under.count >= 2)
  }

  @Test func anAxisOfOneIndexHasOneTick() throws {
    let panel = Panel(
      x: Axis(title: "Layer", ticks: .whole), y: Axis(includesZero: true, isNonNegative: true),
      marks: [.line(x: [0], y: [2.5], series: "q")])
    let drawing = try Figure(panel).draw()
    let frame = try #require(drawing.panels.first)
    let under = drawing.elements.filter { $0.role == .tickLabel }.compactMap(\.textBounds)
      .filter { $0.top > frame.bottom }
    #expect(under.count == 1)
    #expect(labels(drawing).allSatisfy { !$0.hasPrefix("−") })
  }

  @Test func whatCannotBeNegativeHasNoNegativeSide() throws {
    for values in [[0, 0, 0], [0.001, 3, 5], [0.2, 8, 9]] as [[Double]] {
      let axis = Axis(includesZero: values[0] == 0, isNonNegative: true)
      let upright = try Figure(Panel(y: axis, marks: [.line(x: [0, 1, 2], y: values)])).draw()
      let lying = try Figure(
        Panel(
          x: axis, y: Axis(scale: .band(["a", "b", "c"])),
          marks: [.points(x: .numbers(values), y: .categories(["a", "b", "c"]))])
      ).draw()
      for drawing in [upright, lying] {
        #expect(labels(drawing).allSatisfy { !$0.hasPrefix("−") }, "\(labels(drawing))")
      }
    }
    let zeros = try Figure(Panel(y: Axis(isNonNegative: true), marks: [.line(x: [0, 1], y: [0, 0])])).draw()
    let frame = try #require(zeros.panels.first)
    let line = zeros.elements.compactMap { element -> Rect? in
      guard element.role == .mark, case .stroke(let path, _) = element.shape else { return nil }
      return path.bounds
    }
    #expect(line.allSatisfy { abs($0.bottom - frame.bottom) < 0.01 })
  }

  @Test func bandsOfWhatCannotBeNegativeMayBe() throws {
    let panel = Panel(
      y: Axis(isNonNegative: true),
      marks: [.band(x: [0, 1], low: [-3, -2], high: [4, 5]), .line(x: [0, 1], y: [1, 1])])
    #expect(labels(try Figure(panel).draw()).contains { $0.hasPrefix("−") })
  }

  @Test func axesOfOneTitleWriteNumbersAlike() throws {
    func panel(_ largest: Double) -> Panel {
      Panel(y: Axis(title: "Mean"), marks: [.line(x: [0.5, 1], y: [0, largest])])
    }
    let small = labels(try Figure(panels: [[panel(9e-5), panel(2.2e-4)]]).draw())
    #expect(small.contains("8") && small.contains("20"), "\(small)")
    let far = labels(try Figure(panels: [[panel(9e-5), panel(3)]]).draw())
    #expect(far.contains("3") && far.contains("8"), "\(far)")
  }
}
