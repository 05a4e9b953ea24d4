import Foundation
import FoundationXML
import Plotting
import Testing

/// Figures as elements of a page.
@Suite struct PagePictureTests {
  private static func markup(_ figure: Figure) throws -> String {
    String(decoding: try figure.render(as: .page), as: UTF8.self)
  }

  /// Parsed as XML, which is stricter than a page.
  private static func element(_ markup: String) throws -> XMLElement {
    let document = try XMLDocument(xmlString: markup)
    return try #require(document.rootElement())
  }

  @Test func itIsWellFormedAndHoldsNoStyleNoScriptAndNoId() throws {
    for (name, figure) in ExampleFigures.all {
      let markup = try Self.markup(figure)
      _ = try Self.element(markup)
      #expect(markup.hasPrefix("<svg class=\"plot\" viewBox=\"0 0 "), "\(name)")
      #expect(markup.firstMatch(of: /\s(id|style|on[a-z]+|href)=/) == nil, "\(name)")
      #expect(!markup.contains("<style") && !markup.contains("<script"), "\(name)")
    }
  }

  @Test func wordsAreTextAndAreTheSameAsInTheDrawing() throws {
    for (name, figure) in ExampleFigures.all {
      let drawing = try figure.draw()
      let lines = drawing.elements.compactMap { element -> String? in
        guard case .text(let line, _, _, _) = element.shape else { return nil }
        return line.runs.map(\.text).joined()
      }
      let root = try Self.element(String(decoding: try drawing.encode(as: .page), as: UTF8.self))
      let texts = try root.nodes(forXPath: "//*[local-name()='text']").map { $0.stringValue ?? "" }
      #expect(texts == lines, "\(name)")
    }
  }

  @Test func everyColourIsAClassOfTheStyleSheet() throws {
    let sheet = OutputFormat.pageStyle
    for (name, figure) in ExampleFigures.all {
      let markup = try Self.markup(figure)
      #expect(!markup.contains(" color=\""), "\(name) has a colour that its theme has not")
      #expect(markup.firstMatch(of: /(fill|stroke)="/) == nil, "\(name)")
      for match in markup.matches(of: /class="([^"]+)"/) {
        for word in match.output.1.split(separator: " ")
        where !["plot", "line", "dots", "number", "on"].contains(word) {
          #expect(sheet.contains(".plot .\(word) "), "\(name): \(word)")
        }
      }
    }
  }

  @Test func aThemeOfItsOwnKeepsItsColours() throws {
    var theme = Theme.light
    theme.notice = Color(0x123456)
    theme.palette.colors[0] = Color(0xABCDEF)
    let drawing = try ExampleFigures.single.draw(.web, theme: theme)
    // What the theme has is a class, whatever its value is.
    let markup = String(decoding: try drawing.encode(as: .page), as: UTF8.self)
    #expect(markup.contains("s0") && !markup.contains("#abcdef"))
  }

  @Test func namesThatWouldBeMarkupAreWords() throws {
    var figure = ExampleFigures.single
    figure.title = "</svg><script>alert(1)</script> & \"x\" 'y'"
    figure.altText = "\"><img src=x onerror=alert(1)>"
    figure.panels[0][0]?.x.title = "a\"b<c>"
    let markup = try Self.markup(figure)
    #expect(!markup.contains("<script") && !markup.contains("<img"))
    let root = try Self.element(markup)
    #expect(root.attribute(forName: "aria-label")?.stringValue == figure.altText)
    let texts = try root.nodes(forXPath: "//*[local-name()='text']").map { $0.stringValue ?? "" }
    #expect(texts.joined().contains("</svg><script>alert(1)</script> & \"x\" 'y'"))
  }

  @Test func itHasTheValuesOfItsSeriesAtEachPlace() throws {
    struct Panel: Decodable {
      let box: [Double]
      let x: [String]?
      let xat: [Double]?
      let y: [String]?
      let cells: [Double?]?
    }
    let figure = Figure(
      Self.panel(
        x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Norm"), values: [7.25, 4.125, .nan, 1e-7]),
      series: [Series("fast", name: "Fast “<1>”")])
    let root = try Self.element(try Self.markup(figure))
    let json = try #require(root.attribute(forName: "data-readings")?.stringValue)
    let panels = try JSONDecoder().decode([Panel].self, from: Data(json.utf8))
    #expect(panels.count == 1)
    #expect(panels[0].x == ["Layer 0", "Layer 1", "Layer 3"])
    #expect(panels[0].xat?.sorted() == panels[0].xat)
    let series = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    let first = try #require((series[0]["series"] as? [[Any]])?.first)
    #expect(first[0] as? String == "Fast “<1>”")
    #expect((first[1] as? [Double]) == [7.25, 4.125, 1e-7])
  }

  @Test func stopsOfTheFirstPanelAreWrittenOnce() throws {
    let panel = { (count: Int) in
      Self.panel(
        x: Axis(title: "Layer", ticks: .whole), y: Axis(title: "Norm"),
        values: Array(repeating: 1, count: count))
    }
    let figure = Figure(
      panels: [[panel(3), panel(3), panel(2)]], series: [Series("fast", name: "Fast")])
    let root = try Self.element(try Self.markup(figure))
    let json = try #require(root.attribute(forName: "data-readings")?.stringValue)
    let panels = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(panels[0]["x"] as? [String] == ["Layer 0", "Layer 1", "Layer 2"])
    #expect(panels[1]["x"] as? Int == 0)
    #expect(panels[2]["x"] as? [String] == ["Layer 0", "Layer 1"])
  }

  private static func panel(x: Axis, y: Axis, values: [Double]) -> Plotting.Panel {
    Plotting.Panel(x: x, y: y, marks: [.line(x: .indices(0..<values.count), y: values, series: "fast")])
  }

  @Test func itIsMuchSmallerThanTheFile() throws {
    let drawing = try ExampleFigures.curves.draw()
    let (page, file) = (try drawing.encode(as: .page), try drawing.encode(as: .svg(idPrefix: "a")))
    #expect(page.count * 2 < file.count, "\(page.count) of \(file.count)")
  }
}
