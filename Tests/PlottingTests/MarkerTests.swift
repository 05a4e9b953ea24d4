import Plotting
import Testing

@Suite struct MarkerTests {
  @Test func upToEightSeriesHaveMarkersAndDashesOfTheirOwn() {
    for palette in Theme.all.map(\.palette) {
      for count in 5...8 {
        let looks = (0..<count).map { palette.look(slot: $0, of: count) }
        #expect(looks.allSatisfy { $0.hasMarkers })
        for (index, look) in looks.enumerated() {
          #expect(!looks[..<index].contains { $0.marker == look.marker }, "\(index) of \(count)")
          #expect(!looks[..<index].contains { $0.dash == look.dash && $0.color == look.color })
        }
      }
    }
  }

  /// The outlines of markers without their rims.
  private func markers(_ drawing: Drawing) -> [Rect] {
    drawing.elements.compactMap { element in
      guard element.role == .mark, case .fill(let path, let color) = element.shape,
        color != Theme.print.paper
      else { return nil }
      return path.bounds
    }
  }

  @Test(arguments: [3.5, 4.2, 5.5, 12]) func markersOfNeighbouringRowsDoNotOverlap(row: Double) throws {
    let names = (0..<10).map { "\($0)" }
    let marks = ["slow", "fast"].map {
      Mark.points(
        x: .numbers(Array(repeating: $0 == "slow" ? 1 : 2, count: 10)), y: .categories(names), series: $0)
    }
    var y = Axis(scale: .band(names))
    y.mayOmitNames = true
    let preset = Preset.acl.sized(.panels(width: 100, height: 10 * row))
    let found = markers(try Figure(Panel(y: y, marks: marks)).draw(preset, theme: .print))
    #expect(found.count >= 20)
    for (index, marker) in found.enumerated() {
      #expect(marker.height > 2.19 && !found[..<index].contains { marker.overlaps($0) })
    }
    if row >= 12 { #expect(found.allSatisfy { $0.height > 4 }) }
  }

  @Test func markersThatTakeTurnsInARowShrinkToo() throws {
    let names = (0..<6).map { "\($0)" }
    let values = Array(repeating: 1.0, count: 6)
    let marks = ["a", "b", "c"].flatMap { key -> [Mark] in
      [
        .interval(
          y: .categories(names), low: values.map { $0 - 0.1 }, high: values.map { $0 + 0.1 }, series: key),
        .points(x: .numbers(values), y: .categories(names), series: key),
      ]
    }
    let preset = Preset.acl.sized(.panels(width: 100, height: 6 * 14))
    let found = markers(
      try Figure(Panel(y: Axis(scale: .band(names)), marks: marks)).draw(preset, theme: .print))
    #expect(found.count >= 18)
    for (index, marker) in found.enumerated() {
      #expect(!found[..<index].contains { marker.overlaps($0) })
    }
  }
}
