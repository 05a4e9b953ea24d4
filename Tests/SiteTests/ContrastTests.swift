import Foundation
import Testing

/// Every word on its own ground, as a browser shows it: at least 4.5, 3 where letters are large, and 3 for marks of figures and edges
/// of fields (WCAG 2.2, 1.4.3 and 1.4.11).
///
/// Grounds are mixed from all that lies under the words: tints, headers that let the page through, cells and bands of figures. Tools such
/// as axe leave most of these undecided.
@Suite(.serialized)
struct ContrastTests {
  private struct Findings: Decodable {
    /// How many words and marks were looked at.
    let words: Int
    let marks: Int
    /// What stands out too little, with its place and contrast.
    let problems: [String]
  }

  private static let script = """
    // Sees the words of what is folded, as a reader may.
    document.querySelectorAll("details").forEach(function (part) { part.open = true; });

    function color(text) {
      var known = /^rgba?\\(([^)]*)\\)|^color\\(srgb ([^)]*)\\)/.exec(text);
      if (!known) return { parts: [0, 0, 0], alpha: 0 };
      var numbers = (known[1] || known[2]).split(/[\\s,\\/]+/).map(Number), scale = known[1] ? 255 : 1;
      return { parts: numbers.slice(0, 3).map(function (v) { return v / scale; }), alpha: numbers.length > 3 ? numbers[3] : 1 };
    }
    function over(ground, text, opacity) {
      var top = color(text), alpha = top.alpha * opacity;
      return ground.map(function (v, i) { return v + (top.parts[i] - v) * alpha; });
    }
    function luminance(parts) {
      var linear = parts.map(function (v) { return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
    function contrast(one, other) {
      var a = luminance(one), b = luminance(other);
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    // What lies under an element of the page.
    function ground(element) {
      var under = element.parentElement ? ground(element.parentElement) : [1, 1, 1];
      return over(under, getComputedStyle(element).backgroundColor, 1);
    }
    // The places of words of a figure: in the middle of the height, where letters are.
    function places(text) {
      var box = text.getBBox(), turn = text.transform.baseVal.consolidate(), found = [];
      [0.1, 0.3, 0.5, 0.7, 0.9].forEach(function (share) {
        [0.35, 0.6].forEach(function (height) {
          var point = new DOMPoint(box.x + share * box.width, box.y + height * box.height);
          found.push(turn ? point.matrixTransform(DOMMatrix.fromMatrix(turn.matrix)) : point);
        });
      });
      return found;
    }
    // What lies under words of a figure at a place: the areas that were drawn before them, not lines.
    function groundAt(text, point) {
      return areas(text.ownerSVGElement).reduce(function (under, area) {
        var isBefore = area.part.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
        var holds = isBefore && (area.isDots ? area.part.isPointInStroke(point) : area.part.isPointInFill(point));
        return holds ? over(under, area.color, area.opacity) : under;
      }, ground(text.ownerSVGElement));
    }
    function areas(plot) {
      if (!plot.areas) {
        plot.areas = Array.from(plot.querySelectorAll("path")).map(function (part) {
          var style = getComputedStyle(part), isDots = part.closest(".dots") !== null;
          return {
            part: part, isDots: isDots, isArea: isDots || style.fill !== "none", color: isDots ? style.stroke : style.fill,
            opacity: Number(isDots ? style.strokeOpacity : style.fillOpacity)
          };
        }).filter(function (area) { return area.isArea; });
      }
      return plot.areas;
    }

    var seen = { words: 0, marks: 0, problems: [] };
    function check(what, element, one, other, least) {
      var found = contrast(one, other);
      if (found < least) {
        var kind = element.tagName + "." + (element.getAttribute("class") || (element.parentElement.getAttribute("class") || "")).trim();
        seen.problems.push(what + " in " + kind + ": " + found.toFixed(2) + " is less than " + least + ", " + location.pathname.split("/").pop());
      }
    }
    function least(style) {
      var size = parseFloat(style.fontSize);
      return size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700 ? 3 : 4.5;
    }
    function checkWords(element, words, style) {
      seen.words += 1;
      if (element.ownerSVGElement) {
        return places(element.closest("text")).forEach(function (point) {
          var under = groundAt(element, point);
          check("“" + words + "”", element, over(under, style.fill, 1), under, 4.5);
        });
      }
      var under = [ground(element)];
      // Rows and entries are tinted under the pointer.
      if (element.closest("tbody tr, .site-nav a, .theme-button, .copy-button")) under.push(over([1, 1, 1], surface, 1));
      under.forEach(function (under) {
        check("“" + words + "”", element, over(under, style.color, 1), under, least(style));
      });
    }

    var sample = document.createElement("i");
    sample.style.color = "var(--surface)";
    document.body.append(sample);
    var surface = getComputedStyle(sample).color;
    sample.remove();

    // As a reader sees it who has chosen no numbers, and each choice.
    ["", "raw", "loss", "matched"].forEach(function (choice) {
      root.setAttribute("data-by", choice || "all");
      var texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), text;
      while ((text = texts.nextNode())) {
        var parent = text.parentElement, words = text.textContent.trim().slice(0, 30);
        if (!words || !parent.getClientRects().length) continue;
        checkWords(parent, words, getComputedStyle(parent));
      }
      document.querySelectorAll("body *").forEach(function (element) {
        if (!element.getClientRects().length) return;
        ["::before", "::after"].forEach(function (part) {
          var style = getComputedStyle(element, part);
          if (/[^"'\\s]/.test(style.content) && !/^(none|normal)$/.test(style.content)) checkWords(element, style.content, style);
        });
        if (/^(SELECT|INPUT)$/.test(element.tagName)) {
          var style = getComputedStyle(element), outside = ground(element.parentElement);
          checkWords(element, element.value, style);
          if (element.type !== "checkbox" && element.type !== "radio") {
            check("the edge", element, over(outside, style.borderTopColor, 1), outside, 3);
          }
        }
      });
      // Bands, areas and what is drawn through let their ground through; the lines and markers beside them say the same.
      document.querySelectorAll(".plot").forEach(function (plot) {
        if (!plot.getClientRects().length) return;
        var under = ground(plot);
        plot.querySelectorAll("path").forEach(function (part) {
          var style = getComputedStyle(part), isFill = style.fill !== "none";
          var name = /\\b[sw]\\d\\b/.exec((part.getAttribute("class") || "") + " " + (part.parentElement.getAttribute("class") || ""));
          var opacity = Number(isFill ? style.fillOpacity : style.strokeOpacity);
          if (!name || opacity < 0.5) return;
          seen.marks += 1;
          check("a mark " + name[0], part, over(under, isFill ? style.fill : style.stroke, opacity), under, 3);
        });
      });
    });
    report(seen);
    """

  private let browser: Browser

  init() throws { browser = try Browser() }

  private func findings(_ site: BuiltSite, _ paths: [String], isDark: Bool) throws -> [Findings] {
    try PageProbe(browser: browser, script: Self.script).open(paths, of: site, width: 1280, isDark: isDark)
  }

  /// The small site, which has no shares of tokens, with a response of which each token has another tint.
  private static func siteWithTokens() throws -> BuiltSite {
    let site = try BuiltSite.copyOfSmall()
    let tokens = (0...9).map { "<span class=\"share-\($0)\">share \($0)</span> " }.joined()
    let response = "<p class=\"response-text\">\(tokens)</p></main>"
    try site.write(try site.text("index.html").replacing("</main>", with: response), to: "index.html")
    return site
  }

  @Test(arguments: [false, true])
  func wordsMarksAndEdgesStandOutOnEveryPageInBothThemes(isDark: Bool) throws {
    let site = try Self.siteWithTokens()
    let paths = try site.pages().map(\.path)
    let findings = try findings(site, paths, isDark: isDark)
    #expect(findings.count == paths.count)
    #expect(findings.allSatisfy { $0.words > 20 })
    #expect(findings.reduce(0) { $0 + $1.marks } > 100)
    #expect(Set(findings.flatMap(\.problems)).sorted() == [])
  }

  /// What is wrong must be found: words on a page and in a figure, the edge of a field, and a mark.
  @Test(arguments: [
    ("assets/site.css", "--quiet: #5a626c", "--quiet: #8a929c", "index.html", "”"),
    ("assets/site.css", "--edge: #7d858f", "--edge: #c3c9d1", "search.html", "the edge in INPUT"),
    (
      "figures/figures.css", "--plot-quiet: light-dark(#5a626c", "--plot-quiet: light-dark(#8a929c",
      "index.html", " in text"
    ),
    (
      "figures/figures.css", "--plot-s0: light-dark(#2b3fb0", "--plot-s0: light-dark(#abcdef",
      "models/tiny-instruct/word-problems.html", "a mark s0"
    ),
    ("assets/site.css", "var(--accent) 42%", "var(--accent) 92%", "index.html", "“share 9”"),
  ])
  func whatStandsOutTooLittleIsFound(
    file: String, color: String, pale: String, page: String, problem: String
  ) throws {
    let site = try Self.siteWithTokens()
    let style = try site.text(file)
    try #require(style.contains(color))
    try site.write(style.replacing(color, with: pale), to: file)
    let problems = try findings(site, [page], isDark: false).flatMap(\.problems)
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }
}
