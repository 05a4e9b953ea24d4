import Foundation
import Testing

/// The site in a browser, opened from disk.
///
/// Each page gets one more script that measures it.
@Suite(.serialized)
struct BrowserTests {
  /// What the script finds.
  private struct Findings: Decodable {
    struct Picture: Decodable {
      let width: Double
      /// The colours of its words, its lines and its marks.
      let colors: [String]
    }
    /// Those that a reader sees who has chosen no normalisation.
    let pictures: [Picture]
    let background: String
    let width: Double
    let contentWidth: Double
    let font: Bool
    /// The line of values of the first figure: before anything, after three arrow keys one after the other, with the pointer
    /// in the middle of its first panel, and when that has left.
    let readouts: [String]
    /// Left, top, right and bottom of the parts that the first figure has on a narrow screen: its legend, its columns, what
    /// stands below them. What it says under the pointer in the second panel.
    let strips: [[Double]]
    let second: String
    let copyButtons: Int
    /// Rows of the table that is made of the first figure's values, and the cells of the first of them.
    let drawnRows: Int
    let drawnCells: [String]
    let saveButtons: Int
  }

  private static let script = """
    var frame = document.querySelector(".figure-scroll"), readouts = [];
    function read() { readouts.push(document.querySelector(".readout").textContent); }
    if (frame && document.querySelector(".readout")) {
      read();
      ["ArrowRight", "ArrowRight", "ArrowDown"].forEach(function (key) {
        frame.dispatchEvent(new KeyboardEvent("keydown", { key: key }));
        read();
      });
      var plot = frame.querySelector(".plot"), place = plot.getBoundingClientRect();
      var box = JSON.parse(plot.getAttribute("data-readings"))[0].box;
      var scale = place.width / plot.viewBox.baseVal.width;
      plot.dispatchEvent(new PointerEvent("pointermove", { bubbles: true,
        clientX: place.left + scale * (box[0] + box[2]) / 2, clientY: place.top + scale * (box[1] + box[3]) / 2 }));
      read();
      frame.dispatchEvent(new PointerEvent("pointerleave"));
      read();
    }
    // The parts of the first figure on a narrow screen, and what it says of the middle of its second panel.
    var strips = frame ? Array.from(frame.querySelectorAll(".strip")) : [], second = "";
    if (strips.length > 2) {
      var middle = JSON.parse(frame.querySelector(".plot").getAttribute("data-readings"))[1].box, strip = strips[2];
      var point = new DOMPoint((middle[0] + middle[2]) / 2, (middle[1] + middle[3]) / 2).matrixTransform(strip.getScreenCTM());
      strip.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: point.x, clientY: point.y }));
      second = document.querySelector(".readout").textContent;
    }
    var details = document.querySelector(".figure-data[data-drawn]"), rows = [];
    if (details) {
      details.open = true;
      details.dispatchEvent(new Event("toggle"));
      rows = Array.from(details.querySelectorAll("tbody tr"));
    }
    report({
      second: second, strips: strips.map(function (strip) {
        var place = strip.getBoundingClientRect();
        return [place.left, place.top, place.right, place.bottom];
      }),
      readouts: readouts, copyButtons: document.querySelectorAll(".copy-button").length,
      drawnRows: rows.length, drawnCells: rows.length ? Array.from(rows[0].cells).map(function (c) { return c.textContent; }) : [],
      saveButtons: document.querySelectorAll(".downloads .save-button").length,
      pictures: Array.from(document.querySelectorAll(".plot")).filter(function (plot) {
        return !plot.closest(".by:not(.by-all)");
      }).map(function (plot) {
        var colors = ["text", ".grid.line", "[class~='s0'], [class~='s1'], [class*='q'], [class*='d']"].map(function (name) {
          var part = plot.querySelector(name) || plot;
          return getComputedStyle(part).color;
        });
        return { width: plot.getBoundingClientRect().width, colors: colors };
      }),
      background: getComputedStyle(document.body).backgroundColor === "rgba(0, 0, 0, 0)"
        ? getComputedStyle(root).backgroundColor : getComputedStyle(document.body).backgroundColor,
      width: root.clientWidth, contentWidth: root.scrollWidth,
      font: document.fonts.check("16px Inter") && Array.from(document.fonts).some(function (f) { return f.status === "loaded"; }),
    });
    """

  private let probe: PageProbe

  init() throws { probe = PageProbe(browser: try Browser(), script: Self.script) }

  @Test(arguments: [
    "index.html", "models/tiny-instruct.html", "tasks/word-problems.html", "methods.html", "data.html",
    "404.html",
  ])
  func scriptsRunFontsAndFiguresLoadTheConsoleStaysSilentAndNothingIsWiderThanThePage(path: String) throws {
    let (outcome, findings) = try open(path)
    #expect(outcome.console == [])
    #expect(findings.font)
    #expect(findings.contentWidth <= findings.width)
    for picture in findings.pictures { #expect(picture.width > 100) }
    // No figure is in the page twice; those that stand for others per loss are there, and hidden.
    let figures = outcome.document.matches(of: /<figure id="[^"]*" class="figure( by by-loss)?[^"]*"/)
    #expect(figures.count { $0.output.1 == nil } == findings.pictures.count)
    #expect(Set(figures.map(\.output.0)).count == figures.count)
    // The scripts found what they work on.
    let button = try #require(outcome.document.firstMatch(of: /<button[^>]* id="theme-button"[^>]*>/)).output
    #expect(button.contains("aria-pressed=\"false\"") && !button.contains(" hidden"))
    let tables = outcome.document.matches(of: /<table data-sortable/).count
    #expect((tables == 0) == !outcome.document.contains("class=\"sort-button\""))
  }

  @Test func aFigureSaysItsValuesByArrowKeysAndUnderThePointerInAllPanelsThatHaveThem() throws {
    let (outcome, findings) = try open("models/tiny-instruct/word-problems.html")
    #expect(outcome.console == [])
    let readouts = findings.readouts
    try #require(readouts.count == 6)
    #expect(readouts[0].contains("arrow keys") && readouts[5] == readouts[0])
    #expect(readouts[1].hasPrefix("Layer 0. q: None ") && readouts[1].contains("; k: None "))
    #expect(readouts[2].hasPrefix("Layer 1. q: None "))
    // The interval of the panel that the reader is in, and of no other.
    #expect(readouts[2].matches(of: /\[[0-9.e−]+, [0-9.e−]+\]/).count == 3)
    #expect(readouts[3].hasPrefix("Layer 1. k: None "))
    #expect(readouts[4].contains(". q: None "))
    let copied = outcome.document.matches(of: /data-copy="/).count
    // A row for each of three layers of four projections, with the styles as columns.
    #expect(findings.drawnRows == 12 && findings.drawnCells.count == 5)
    #expect(findings.drawnCells.prefix(2) == ["q", "Layer 0"])
    #expect(findings.drawnCells.dropFirst(2).allSatisfy { $0.contains(/[0-9] \[[0-9.]+, [0-9.]+\]/) })
    #expect(findings.saveButtons > 2)
    #expect(findings.copyButtons == copied && copied > 2 * findings.pictures.count)
  }

  @Test func onATelephoneOnlyFiguresAndTablesScrollSidewaysNeverThePage() throws {
    let site = try BuiltSite.copyOfSmall()
    let paths = try site.pages().map(\.path)
    let findings = try probe.open(paths, of: site, width: 390, as: Findings.self)
    #expect(findings.count == paths.count)
    for (path, found) in zip(paths, findings) {
      #expect(found.width == 390 && found.contentWidth <= found.width, "\(path): \(found.contentWidth)")
    }
  }

  @Test func onATelephoneColumnsOfPanelsStandOneBelowTheOther() throws {
    let path = "models/tiny-instruct/word-problems.html"
    let narrow = try #require(
      try probe.open([path], of: BuiltSite.copyOfSmall(), width: 390, as: Findings.self).first)
    // The legend, a column for each of four projections, and the title of their axis.
    try #require(narrow.strips.count == 6)
    #expect(narrow.strips.allSatisfy { $0[0] >= 0 && $0[2] <= 390 })
    #expect(narrow.strips.allSatisfy { $0[2] - $0[0] > 20 && $0[3] - $0[1] > 5 })
    let neighbours = zip(narrow.strips, narrow.strips.dropFirst())
    #expect(neighbours.allSatisfy { $0[3] <= $1[1] + 12 && $0[1] < $1[1] })
    // As wide as the screen, and as high as letters need.
    #expect(narrow.strips[1...4].allSatisfy { $0[2] - $0[0] > 250 && $0[3] - $0[1] > 100 })
    #expect(narrow.second.contains(". k: None "))
    #expect(narrow.pictures.allSatisfy { $0.width == 0 || $0.width > 100 })
    let wide = try open(path).findings
    #expect(wide.strips.isEmpty && wide.second.isEmpty)
  }

  @Test func aDarkSystemGetsDarkPagesAndFigures() throws {
    let light = try open("index.html").findings
    let (outcome, dark) = try open("index.html", isDark: true)
    #expect(dark.background != light.background)
    #expect(!dark.pictures.isEmpty)
    for (one, other) in zip(light.pictures, dark.pictures) {
      #expect(zip(one.colors, other.colors).allSatisfy { $0 != $1 }, "\(one.colors), \(other.colors)")
    }
    #expect(outcome.document.contains("aria-pressed=\"true\""))
  }

  @Test(arguments: [("dark", false), ("light", true)])
  func whatTheReaderChoseGoesBeforeWhatTheSystemSays(theme: String, isDark: Bool) throws {
    let asSystem = try open("index.html", isDark: isDark).findings
    let asOther = try open("index.html", isDark: !isDark).findings
    let findings = try open("index.html", isDark: isDark, theme: theme).findings
    #expect(findings.background != asSystem.background)
    #expect(findings.background == asOther.background)
    #expect(!findings.pictures.isEmpty)
    #expect(findings.pictures.map(\.colors) == asOther.pictures.map(\.colors))
  }

  /// Opens the page of a copy of the site with the measuring script.
  private func open(_ path: String, isDark: Bool = false, theme: String? = nil) throws -> (
    outcome: Browser.Outcome, findings: Findings
  ) {
    let site = try BuiltSite.copyOfSmall()
    if let theme {
      try site.write(site.text(path).replacing("<html ", with: "<html data-theme=\"\(theme)\" "), to: path)
    }
    let result = try probe.open(path, of: site, isDark: isDark, as: Findings.self)
    return (result.outcome, result.findings)
  }
}
