/// The names under which figures in a page refer to the colours of a theme, and the style sheet that gives each its value for
/// light and for dark pages.
///
/// A drawing has concrete colours. Those of its theme are written as classes, so that one figure follows the page; a colour
/// that the theme does not have is written as it is.
package enum WebStyle {
  /// The class of a figure, under which all rules of ``sheet`` stand.
  static let root = "plot"
  /// Points of the widest figure that has the class `small` too: one that a phone shows whole.
  static let small = 360.0
  /// The class of words that lie on a colour of a ramp.
  static let onRamp = "on"

  /// The colours of a theme by class, in the same order for every theme.
  static func names(_ theme: Theme) -> [(name: String, color: Color)] {
    let ground = [
      ("ink", theme.ink), ("quiet", theme.quietInk), ("axis", theme.axis), ("grid", theme.grid),
      ("notice", theme.notice), ("paper", theme.paper),
    ]
    let series = theme.palette.colors.enumerated().map { ("s\($0.offset)", $0.element) }
    let labels = theme.palette.colors.enumerated().map {
      ("w\($0.offset)", Theme.wordColor(of: $0.element, ink: theme.ink))
    }
    return ground + series + labels + ramp("q", theme.sequential) + ramp("d", theme.diverging)
  }

  private static func ramp(_ letter: String, _ colors: [Color]) -> [(String, Color)] {
    (0...ColorRamp.steps).map { step in
      ("\(letter)\(step)", ColorRamp.color(at: Double(step) / Double(ColorRamp.steps), of: colors))
    }
  }

  /// The style sheet of all figures in pages. A page says by `color-scheme` whether it is light or dark.
  package static let sheet: String = {
    let all = zip(names(.light), names(.dark)).map { ($0.name, $0.color, $1.color) }
    let own = all.prefix { $0.0 != "q0" }
    let ramps = all.dropFirst(own.count)
    let values = own.map { "  --\(root)-\($0.0): \(pair($0.1, $0.2));\n" }.joined()
    let classes = own.dropFirst().map { ".\(root) .\($0.0) { color: var(--\(root)-\($0.0)); }\n" }.joined()
    let steps = ramps.map { ".\(root) .\($0.0) { color: \(pair($0.1, $0.2)); }\n" }.joined()
    return """
      /* Figures in pages: written by the program from the light and the dark theme of its figures. */

      :root {
      \(values)}

      .\(root) { display: block; max-width: 100%; height: auto; overflow: visible; fill: currentColor; color: var(--\(root)-ink); }
      .\(root) .line { fill: none; stroke: currentColor; stroke-linejoin: round; }
      .\(root) .dots { fill: none; stroke: currentColor; stroke-linecap: round; }
      .\(root) text { white-space: pre; font-kerning: normal; font-feature-settings: "calt" 0; }
      .\(root) .number text, .\(root) text.number { font-feature-settings: "calt" 0, "tnum"; }

      \(classes)
      \(steps)
      \(inks(Array(ramps)))
      """
  }()

  /// Rules for words on ramps: black or white, whichever reads better on the colour of that class.
  private static func inks(_ ramps: [(String, Color, Color)]) -> String {
    var groups: [String: [String]] = [:]
    for (name, light, dark) in ramps {
      groups[pair(ink(on: light), ink(on: dark)), default: []].append(".\(onRamp).\(name)")
    }
    return groups.sorted { $0.key < $1.key }.map { ink, names in
      ".\(root) :is(\(names.joined(separator: ", "))) { color: \(ink); }\n"
    }.joined()
  }

  /// On colours of middle luminance only pure black has a contrast of 4.5; the tinted black of figures has 4.3.
  private static func ink(on color: Color) -> Color {
    (0.179...0.21).contains(color.luminance) ? Color(0) : color.readableInk
  }

  private static func pair(_ light: Color, _ dark: Color) -> String {
    light == dark ? hex(light) : "light-dark(\(hex(light)), \(hex(dark)))"
  }

  /// `#rrggbb`, without the opacity.
  static func hex(_ color: Color) -> String {
    let digits = [color.red, color.green, color.blue].map { component in
      let text = String(Int((min(max(component, 0), 1) * 255).rounded()), radix: 16)
      return text.count < 2 ? "0" + text : text
    }
    return "#" + digits.joined()
  }
}

extension Theme {
  /// The colour of the words that name a series: its own, nearer to ink, so that small letters are read.
  static func wordColor(of series: Color, ink: Color) -> Color { series.mixed(with: ink, 0.3) }
}
