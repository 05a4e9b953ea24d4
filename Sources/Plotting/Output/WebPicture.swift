/// Writes a drawing as an SVG element to stand inside a page: with words as text, which can be selected and searched, and
/// classes in place of colours, which follow the page.
///
/// It holds no style, no script and no id, so that any number of them can stand in one page under a strict content security
/// policy. ``WebStyle/sheet`` is the style sheet that it needs.
struct WebPicture {
  private let drawing: Drawing
  private let classes: [Color: String]
  /// The size that most letters have.
  private let fontSize: Double

  init(_ drawing: Drawing) {
    self.drawing = drawing
    // Where two names have one colour the first of them is meant: ink before the words of a black series.
    classes = Dictionary(WebStyle.names(drawing.theme).map { ($0.color, $0.name) }) { first, _ in first }
    let sizes = drawing.elements.compactMap { element -> Double? in
      if case .text(let line, _, _, _) = element.shape { line.size } else { nil }
    }
    let counts = Dictionary(sizes.map { ($0, 1) }, uniquingKeysWith: +)
    fontSize = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 10
  }

  /// An element with what it has in common with its neighbours apart, so that it is written once for all.
  private struct Item {
    var shared: String
    var name: String
    var own: String
    /// What the element holds, `nil` where it is empty.
    var content: String?
  }

  /// The element.
  var markup: String {
    let size = [drawing.width, drawing.height].map(WebPath.number)
    let pixels = [drawing.width, drawing.height].map { WebPath.number(($0 / 0.75).rounded()) }
    let label = SVGRewriter.escaped(drawing.altText)
    let head =
      "<svg class=\"\(WebStyle.root)\(drawing.width <= WebStyle.small ? " small" : "")\" viewBox=\"0 0 \(size[0]) \(size[1])\" width=\"\(pixels[0])\" height=\"\(pixels[1])\" "
      + "font-size=\"\(WebPath.number(fontSize))\" stroke-width=\"\(WebPath.number(drawing.theme.hairline))\" role=\"img\" "
      + "aria-label=\"\(label)\"\(readings)\(strips)>"
    let elements = MarkerLayers.merged(drawing.elements, paper: drawing.theme.paper)
    return head + written(elements.map(item)) + "</svg>"
  }

  /// The values that the page may show, as JSON in an attribute.
  private var readings: String {
    guard !drawing.readings.isEmpty else { return "" }
    // Most of its characters that a tag must not hold are double quotes, which stand between single ones as they are.
    let json = SVGRewriter.escaped(PanelReadings.json(drawing.readings), quote: "'")
    return " data-readings='\(json)'"
  }

  /// The columns that a narrow page shows one below the other, as JSON in an attribute.
  private var strips: String { drawing.stripsJSON.map { " data-strips='\($0)'" } ?? "" }

  /// Neighbours that share their attributes stand in a group that has them.
  private func written(_ items: [Item]) -> String {
    var text = ""
    var start = 0
    while start < items.count {
      let end = items[start...].firstIndex { $0.shared != items[start].shared } ?? items.count
      let isGroup = end - start > 1 && !items[start].shared.isEmpty
      if isGroup { text += "<g\(items[start].shared)>" }
      for item in items[start..<end] {
        text += "<\(item.name)\(isGroup ? "" : item.shared)\(item.own)"
        text += item.content.map { ">\($0)</\(item.name)>" } ?? "/>"
      }
      if isGroup { text += "</g>" }
      start = end
    }
    return text + "\n"
  }

  private func item(_ element: Element) -> Item {
    switch element.shape {
    case .fill(let path, let color):
      if let dots = WebPath.dots(path) { return item(dots.centers, radius: dots.radius, color) }
      let paint = paint(color)
      let shared = attributes([paint.name], color: paint.literal, opacity: ("fill-opacity", color.alpha))
      return Item(shared: shared, name: "path", own: " d=\"\(WebPath.data(path))\"")
    case .stroke(let path, let stroke):
      return Item(shared: shared(stroke), name: "path", own: " d=\"\(WebPath.data(path))\"")
    case .text(let line, let at, let color, let turned):
      return text(line, at: at, color: color, turned: turned, element)
    }
  }

  /// Dots of one size, which take a few letters each as round ends of lines without a length.
  private func item(_ centers: [Point], radius: Double, _ color: Color) -> Item {
    let paint = paint(color)
    let shared = attributes(
      ["dots", paint.name], color: paint.literal, opacity: ("stroke-opacity", color.alpha))
    let width = " stroke-width=\"\(WebPath.number(2 * radius))\""
    return Item(shared: shared + width, name: "path", own: " d=\"\(WebPath.data(ofDots: centers))\"")
  }

  private func shared(_ stroke: Stroke) -> String {
    let paint = paint(stroke.color)
    var text = attributes(
      ["line", paint.name], color: paint.literal, opacity: ("stroke-opacity", stroke.color.alpha))
    if stroke.width != drawing.theme.hairline { text += " stroke-width=\"\(WebPath.number(stroke.width))\"" }
    if !stroke.dash.isEmpty {
      text += " stroke-dasharray=\"\(stroke.dash.map(WebPath.number).joined(separator: " "))\""
    }
    return stroke.hasRoundCaps ? text + " stroke-linecap=\"round\"" : text
  }

  /// The class of a colour, or the colour itself where its theme does not have it.
  private func paint(_ color: Color) -> (name: String?, literal: String?) {
    let opaque = Color(red: color.red, green: color.green, blue: color.blue)
    if let name = classes[opaque] { return (name == "ink" ? nil : name, nil) }
    return (nil, WebStyle.hex(opaque))
  }

  private func attributes(
    _ names: [String?], color: String?, opacity: (name: String, value: Double)? = nil
  ) -> String {
    let names = names.compactMap(\.self).joined(separator: " ")
    var text = names.isEmpty ? "" : " class=\"\(names)\""
    if let color { text += " color=\"\(color)\"" }
    if let opacity, opacity.value < 1 { text += " \(opacity.name)=\"\(WebPath.number(opacity.value))\"" }
    return text
  }
}

// Words.
extension WebPicture {
  private func text(
    _ line: TextLine, at: Point, color: Color, turned: Bool, _ element: Element
  ) -> Item {
    // Words on a cell stand out from it in either theme; elsewhere they have a colour of their own.
    let ground = element.ground.flatMap { classes[$0] }.map { "\(WebStyle.onRamp) \($0)" }
    let paint = ground == nil ? paint(color) : (name: nil, literal: nil)
    let isNumber = element.role == .tickLabel || element.role == .exponent
    var shared = attributes([ground ?? paint.name, isNumber ? "number" : nil], color: paint.literal)
    if line.size != fontSize { shared += " font-size=\"\(WebPath.number(line.size))\"" }
    if line.runs.contains(where: \.isHeavy) { shared += " font-weight=\"600\"" }
    let isWhole = line.runs.count == 1
    let anchor = isWhole ? element.anchor : .start
    if anchor != .start { shared += " text-anchor=\"\(anchor.rawValue)\"" }
    let along = anchor.share * line.width
    let start = turned ? Point(at.x, at.y - along) : Point(at.x + along, at.y)
    let place = [start.x, start.y].map(WebPath.number)
    let turn = turned ? " transform=\"rotate(-90 \(place[0]) \(place[1]))\"" : ""
    let content =
      isWhole
      ? SVGRewriter.escaped(line.runs[0].text) : line.runs.map { span($0, of: line, at: start) }.joined()
    return Item(
      shared: shared, name: "text", own: " x=\"\(place[0])\" y=\"\(place[1])\"\(turn)", content: content)
  }

  /// A part of a line in a place of its own: raised, lowered, or in letters that another font lends.
  private func span(_ run: GlyphRun, of line: TextLine, at start: Point) -> String {
    let glyph = run.isBackward ? run.glyphs.last : run.glyphs.first
    let place = [start.x + (glyph?.x ?? 0), start.y + (glyph?.y ?? 0)].map(WebPath.number)
    let size = run.size == line.size ? "" : " font-size=\"\(WebPath.number(run.size))\""
    return "<tspan x=\"\(place[0])\" y=\"\(place[1])\"\(size)>\(SVGRewriter.escaped(run.text))</tspan>"
  }
}

extension Drawing {
  /// The strips as JSON, with the ends of the words and signs above and below them; nil for one column.
  ///
  /// `{"head": [bottom, right], "foot": [top, left, right], "base": bottom, "columns": [[side, left, right], ...]}`
  fileprivate var stripsJSON: String? {
    guard let strips else { return nil }
    let words = elements.compactMap { element -> (y: Double, left: Double, right: Double)? in
      guard case .text(let line, let at, _, false) = element.shape else { return nil }
      return (at.y, at.x, at.x + line.width)
    }
    let heads = words.filter { $0.y <= strips.head }
    let feet = words.filter { $0.y >= strips.foot }
    let list = { (numbers: [Double]) in "[\(numbers.map(WebPath.number).joined(separator: ","))]" }
    let columns = strips.columns.map { list([$0.side, $0.left, $0.right]) }
    let head = list([strips.head, heads.map(\.right).max() ?? 0])
    let foot = list([strips.foot, feet.map(\.left).min() ?? 0, feet.map(\.right).max() ?? 0])
    return
      "{\"head\":\(head),\"foot\":\(foot),\"base\":\(WebPath.number(strips.base)),\"columns\":[\(columns.joined(separator: ","))]}"
  }
}

extension GlyphRun {
  /// Whether a page, which has two weights, shows it in the heavier one.
  fileprivate var isHeavy: Bool { face.style.contains("Bold") || face.style.contains("Medium") }
}
