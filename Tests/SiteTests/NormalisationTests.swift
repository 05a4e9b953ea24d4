import FigureSupport
import Foundation
import Testing

/// The switch between the numbers under all normalisations and those under one.
@Suite(.serialized)
struct NormalisationTests {
  /// What a reader sees.
  private struct Seen: Decodable {
    /// The choice that the switch shows; nil where there is no switch.
    let choice: String?
    let address: String
    /// Where the first link to another page leads when it is followed.
    let link: String
    let figures: [String]
    /// Columns of the first table that can be sorted.
    let columns: [String]
    /// Names of the numbers in the table of verdicts.
    let effects: [String]
    let text: String
  }

  /// Looks at the page as `chosen` on the switch has it; nil leaves the switch alone.
  private static func script(_ chosen: String?) -> String {
    """
    addEventListener("load", function () {
      var label = document.getElementById("view-switch"), select = label.querySelector("select");
      var chosen = \(chosen.map { "\"\($0)\"" } ?? "null");
      if (chosen) { select.value = chosen; select.dispatchEvent(new Event("change")); }
      function isSeen(element) { return element.getClientRects().length > 0; }
      function words(selector) {
        return Array.from(document.querySelectorAll(selector)).filter(isSeen).map(function (e) { return e.innerText.trim(); });
      }
      var link = Array.from(document.querySelectorAll("main a[href$='.html']"))[0];
      if (link) {
        link.addEventListener("click", function (event) { event.preventDefault(); });
        link.click();
      }
      var table = document.querySelector("table[data-sortable]");
      var seen = {
        choice: label.hidden ? null : select.value, address: location.search, link: link ? link.search : "",
        figures: Array.from(document.querySelectorAll("figure[id]")).filter(isSeen).map(function (f) { return f.id; }),
        columns: table ? Array.from(table.tHead.rows[0].cells).filter(isSeen).map(function (c) { return c.innerText.trim(); }) : [],
        effects: Array.from(new Set(words(".effect-name"))), text: document.querySelector("main").innerText,
      };
      document.documentElement.setAttribute("data-seen", JSON.stringify(seen));
    });
    """
  }

  private func open(_ path: String, _ query: String = "", choosing chosen: String? = nil) throws -> Seen {
    let site = try BuiltSite.copyOfSmall()
    let root = String(repeating: "../", count: path.count { $0 == "/" })
    try site.write(
      try site.text(path).replacing("</head>", with: "<script src=\"\(root)seen.js\"></script></head>"),
      to: path)
    try site.write(Self.script(chosen), to: "seen.js")
    let outcome = try Browser().open(
      try #require(URL(string: "file://\(site.folder.path)/\(path)\(query)")), isDark: false)
    #expect(outcome.console == [])
    let json = try #require(outcome.document.firstMatch(of: /data-seen="([^"]*)"/)).output.1
      .replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&nbsp;", with: " ").replacing("&amp;", with: "&")
    return try JSONDecoder().decode(Seen.self, from: Data(json.utf8))
  }

  @Test func withoutAChoiceAPageShowsAll() throws {
    let seen = try open("claims/unevenness.html")
    #expect(seen.choice == "all" && seen.address == "" && seen.link == "")
    #expect(
      ["Raw", "Per loss", "Matched"].allSatisfy { name in seen.columns.contains { $0.hasPrefix(name) } })
    #expect(!seen.figures.contains { $0.contains("per-loss") })
    #expect(!seen.text.contains("Numbers under one normalisation only"))
  }

  @Test(arguments: [("raw", "Raw"), ("loss", "Per loss"), ("matched", "Matched")])
  func theAddressChoosesOneAndLinksCarryIt(name: String, label: String) throws {
    let seen = try open("claims/unevenness.html", "?by=\(name)")
    #expect(seen.choice == name && seen.address == "?by=\(name)" && seen.link == "?by=\(name)")
    for other in ["Raw", "Per loss", "Matched"] {
      #expect(seen.columns.contains { $0.hasPrefix(other) } == (other == label), "\(other)")
    }
    #expect(seen.text.contains("Numbers under one normalisation only"))
    #expect(seen.figures.contains("forest-unevenness"))
    #expect(seen.figures.contains("mad-nuclear-norm-per-loss") == (name == "loss"))
    #expect(seen.figures.contains("mad-nuclear-norm") == (name != "loss"))
  }

  @Test func theSwitchChangesTheOverviewWhereItStandsAndTheAddress() throws {
    let all = try open("index.html")
    #expect(Set(all.effects) == ["raw", "per loss", "relative"])
    let seen = try open("index.html", choosing: "loss")
    #expect(seen.address == "?by=loss" && seen.link == "?by=loss")
    #expect(Set(seen.effects) == ["per loss", "relative"])
    #expect(seen.text.contains(", per loss:") && !seen.text.contains(", raw:"))
    let back = try open("index.html", "?by=loss", choosing: "all")
    #expect(back.effects == all.effects && back.address == "")
  }

  @Test func aWordThatTheSwitchDoesNotKnowIsAsNone() throws {
    let seen = try open("models/tiny-base/word-problems.html", "?by=length")
    #expect(seen.choice == "all")
    #expect(seen.figures.contains("curves-tiny-base-word-problems-nuclear-norm"))
  }

  @Test func aPageOnWhichNothingWouldChangeHasNoSwitch() throws {
    let seen = try open("data.html", "?by=raw")
    #expect(seen.choice == nil)
  }
}
