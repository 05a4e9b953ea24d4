import Plotting
import Testing

/// What cells of heatmaps without a value look like, and cells below the middle where there is no second hue.
@Suite struct BlankCellTests {
  /// A map of layer by layer without its diagonal; negative above it.
  private static func map(_ size: Int, text: Bool = false) -> Panel {
    let places = (0..<size).flatMap { row in (0..<size).map { (Double(row), Double($0)) } }.filter {
      $0 != $1
    }
    let values = places.map { $0 > $1 ? -0.5 : 0.5 }
    return Panel(
      x: Axis(ticks: .whole), y: Axis(ticks: .whole),
      marks: [
        .heatmap(
          x: .numbers(places.map(\.1)), y: .numbers(places.map(\.0)), values: values,
          text: text ? values.map { "\($0)" } : [])
      ],
      color: ColorScale(.diverging(center: 0)))
  }

  private struct Shapes {
    var fills: [(bounds: Rect, color: Color)] = []
    var strokes: [(path: Path, color: Color)] = []

    init(_ drawing: Drawing, _ role: Element.Role) {
      for element in drawing.elements where element.role == role {
        switch element.shape {
        case .fill(let path, let color): fills += path.bounds.map { [($0, color)] } ?? []
        case .stroke(let path, let stroke): strokes.append((path, stroke.color))
        case .text: break
        }
      }
    }
  }

  @Test(arguments: Theme.all) func theDiagonalHasAMarkAndNoColour(theme: Theme) throws {
    let drawing = try Figure(Self.map(4)).draw(.web, theme: theme)
    let frame = try #require(drawing.panels.first)
    let shapes = Shapes(drawing, .mark)
    let side = (frame.width / 4, frame.height / 4)
    for index in 0..<4 {
      let center = Point(
        frame.left + (Double(index) + 0.5) * side.0, frame.bottom - (Double(index) + 0.5) * side.1)
      let here = Rect(left: center.x - 1, top: center.y - 1, right: center.x + 1, bottom: center.y + 1)
      #expect(!shapes.fills.contains { $0.bounds.overlaps(here) }, "\(theme.name)")
    }
    let blanks = try #require(shapes.strokes.first { $0.color == theme.axis })
    // A frame of four corners and a dash for each.
    #expect(blanks.path.points.count == 4 * (4 + 2))
  }

  @Test func aValueThatIsNoNumberIsBlankToo() throws {
    let panel = Panel(
      x: Axis(scale: .band(["a", "b"])), y: Axis(scale: .band(["c"])),
      marks: [.heatmap(x: .categories(["a", "b"]), y: .categories(["c", "c"]), values: [1, .nan])])
    let shapes = Shapes(try Figure(panel).draw(), .mark)
    #expect(shapes.fills.count == 1)
    #expect(shapes.strokes.contains { $0.color == Theme.light.axis && $0.path.points.count == 6 })
  }

  @Test func theGapsOfLargeMapsAreMarkedAndOfScatteredCellsNot() throws {
    let large = Shapes(try Figure(Self.map(80)).draw(.acl, theme: .greyscale), .mark)
    #expect(large.strokes.contains { $0.color == Theme.greyscale.axis })
    let places = (0..<60).map(Double.init)
    let scattered = Panel(
      marks: [.heatmap(x: .numbers(places), y: .numbers(places.map { $0 * $0 }), values: places)])
    #expect(Shapes(try Figure(scattered).draw(), .mark).strokes.isEmpty)
  }

  /// Without a hue darkness says how far from the middle, and hatching on which side.
  @Test func greyscaleTellsTheSidesApart() throws {
    let drawing = try Figure(Self.map(4)).draw(.acl, theme: .greyscale)
    let marks = Shapes(drawing, .mark)
    let reds = marks.fills.map(\.color.red)
    #expect(reds.allSatisfy { abs($0 - reds[0]) < 1e-9 }, "both sides are equally dark")
    let hatched = marks.strokes.filter { $0.color != Theme.greyscale.axis }.compactMap(\.path.bounds)
    #expect(hatched.count == 6)
    let frame = try #require(drawing.panels.first)
    for bounds in hatched {
      let (x, y) = (bounds.centerX - frame.left, frame.bottom - bounds.centerY)
      #expect(y / frame.height > x / frame.width, "only negative cells, which are above the diagonal")
    }
    let key = Shapes(drawing, .colorBar)
    let strokes = key.strokes.compactMap(\.path.bounds)
    #expect(!strokes.isEmpty && strokes.allSatisfy { $0.top >= frame.centerY - 0.01 })
    for theme in Theme.all where theme.name != "greyscale" {
      #expect(Shapes(try Figure(Self.map(4)).draw(.acl, theme: theme), .colorBar).strokes.isEmpty)
    }
  }

  @Test func wordsStandOnACellWithoutHatching() throws {
    let drawing = try Figure(Self.map(3, text: true)).draw(.web, theme: .greyscale)
    let words = drawing.elements.filter { $0.role == .markText }.compactMap(\.textBounds)
    let plates = Shapes(drawing, .mark).fills.map(\.bounds)
    #expect(words.count == 6)
    // Of the cells that are hatched.
    let plated = words.count { word in
      plates.contains { word.grown(by: 0.51).contains($0) && $0.contains(word) }
    }
    #expect(plated == 3)
  }
}
