import Plotting
import Testing

/// The key of a heatmap's colours is read at its ends.
@Suite struct ColorKeyTests {
  /// Values, and the scale that colours them.
  private static let scales: [(values: [Double], scale: ColorScale)] = [
    ([0.106, 9.41], ColorScale(.diverging(center: 1), isLogarithmic: true, title: "Fast / slow")),
    ([0.97, 1.04], ColorScale(.diverging(center: 1), isLogarithmic: true, title: "Fast / slow")),
    ([0.5, 2], ColorScale(.diverging(center: 1), isLogarithmic: true)),
    ([1e-7, 3e9], ColorScale(.diverging(center: 1), isLogarithmic: true)),
    ([-0.647, 0.3], ColorScale(.diverging(center: 0), title: "Cosine")),
    ([0, 0.0957], ColorScale(lower: 0, title: "Share")), ([3, 3], ColorScale()),
    ([1234.4, 1234.9], ColorScale()), ([-1, 7e8], ColorScale()), ([3, 700], ColorScale(isLogarithmic: true)),
  ]

  @Test(arguments: Preset.all) func everyKeyHasNumbersAtItsEnds(preset: Preset) throws {
    var presets = [preset]
    for height in [7, 10, 14, 20, 30, 60, 120] as [Double] {
      presets.append(preset.sized(.panels(width: 100, height: height * preset.fontSize / 7)))
    }
    for (values, scale) in Self.scales {
      for preset in presets { try check(values, scale, preset) }
    }
  }

  private func check(_ values: [Double], _ scale: ColorScale, _ preset: Preset) throws {
    let panel = Panel(
      x: Axis(scale: .band(["a", "b"])), y: Axis(scale: .band(["c"])),
      marks: [.heatmap(x: .categories(["a", "b"]), y: .categories(["c", "c"]), values: values)], color: scale)
    let drawing = try Figure(panel).draw(preset)
    let frame = try #require(drawing.panels.first)
    let ticks = drawing.elements.filter { $0.role == .tickLabel }.compactMap(\.textBounds)
      .filter { $0.left > frame.right }.sorted { $0.centerY < $1.centerY }
    let room = frame.height / preset.smallFontSize
    #expect(ticks.count >= (room > 4.5 ? 3 : 2), "\(values) at \(preset.name), \(frame.height) pt")
    guard let first = ticks.first, let last = ticks.last else { return }
    // The middle of a number's box is a little below that of its digits.
    let slack = 0.2 * frame.height + 0.2 * preset.smallFontSize
    #expect(first.centerY - frame.top <= slack && frame.bottom - last.centerY <= slack, "\(values)")
    for (upper, lower) in zip(ticks, ticks.dropFirst()) {
      #expect(!upper.overlaps(lower), "\(values) at \(preset.name)")
    }
  }

  @Test func numbersAreRoundAndTheCentreIsAmongThem() throws {
    func texts(_ values: [Double], _ scale: ColorScale) throws -> [String] {
      let panel = Panel(
        marks: [.heatmap(x: [0, 1], y: [0, 0], values: values)], color: scale)
      let drawing = try Figure(panel).draw(Preset.acl.sized(.panels(width: 80, height: 60)))
      let right = try #require(drawing.panels.first).right
      return drawing.elements.filter { $0.role == .tickLabel }.compactMap { element in
        guard case .text(let line, let at, _, _) = element.shape, at.x > right else { return nil }
        return line.plain
      }
    }
    let ratio = ColorScale(.diverging(center: 1), isLogarithmic: true)
    #expect(try texts([0.106, 9.41], ratio) == ["0.125", "1", "8"])
    #expect(try texts([0.2, 5.0], ratio) == ["0.2", "1", "5"])
    #expect(try texts([-0.647, 0.3], ColorScale(.diverging(center: 0))) == ["−0.5", "0.0", "0.5"])
    #expect(try texts([0, 0.0957], ColorScale(lower: 0)) == ["0.00", "0.05", "0.09"])
  }
}
