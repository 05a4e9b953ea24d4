import ArgumentParser
import Figures
import Papers
import Plotting

/// The size, colours and resolution of a figure.
struct StyleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The size and letters of a venue (default: web).", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "One of \(Theme.all.map(\.name).joined(separator: ", ")) (default: print for papers, else light).",
      valueName: "name"))
  var theme: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Another width than the preset's, such as 3.03in, 7.7cm or 219.08pt, as TeX prints \\columnwidth.",
      valueName: "length"))
  var width: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The height; it follows from the panels when left out.", valueName: "length"))
  var height: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size of each panel, such as 1.2inx0.9in; the size of the figure follows.", valueName: "w×h"))
  var panelSize: String?

  @Option(
    help: ArgumentHelp(
      "Which files paint their background; documents are PDF and EPS. Left out, PNG files do, and of dark all.",
      valueName: "files"))
  var background: Theme.Background?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The resolution of PNG files (default: 300).", valueName: "n")
  )
  var dpi: Double?

  func validate() throws {
    if panelSize != nil, width != nil || height != nil {
      throw ValidationError("--panel-size gives the size of the figure; leave --width and --height out.")
    }
  }

  /// The colours asked for, nil when they follow from the preset.
  ///
  /// - Throws: `FigureError.unknownName`.
  func namedTheme() throws -> Theme? {
    try theme.map { name in
      try Theme.all.first { $0.name == name } ?? Self.unknown("theme", name, Theme.all.map(\.name))
    }
  }

  /// Whether everything is left to the figure.
  var isEmpty: Bool {
    [preset, theme, width, height, panelSize].allSatisfy { $0 == nil } && background == nil && dpi == nil
  }

  /// The preset asked for, in its own size.
  ///
  /// - Throws: `FigureError.unknownName`.
  func namedPreset() throws -> Preset {
    guard let preset else { return .web }
    return try Preset.all.first { $0.name == preset }
      ?? Self.unknown("preset", preset, Preset.all.map(\.name))
  }

  /// The preset with the size asked for.
  ///
  /// - Throws: `FigureError.unknownName`, or `OptionError.value` for a size that cannot be read.
  func sizedPreset() throws -> Preset {
    let base = try namedPreset()
    if let panelSize {
      let sides = panelSize.split(whereSeparator: { $0 == "x" || $0 == "×" })
      let lengths = sides.compactMap { PaperLength(String($0))?.points }.filter(
        FigureSize.panelSides.contains)
      guard sides.count == 2, lengths.count == 2 else {
        throw OptionError.value(
          option: "--panel-size", value: panelSize,
          expected:
            "two lengths of \(Self.inches(FigureSize.panelSides)) with their units, such as 1.2inx0.9in")
      }
      return base.sized(.panels(width: lengths[0], height: lengths[1]))
    }
    let wide = try width.map { try length($0, "--width") } ?? base.width
    guard let height else { return width == nil ? base : base.sized(.width(wide)) }
    return base.sized(.exact(width: wide, height: try length(height, "--height")))
  }

  private static func unknown<Wanted>(_ kind: String, _ name: String, _ known: [String]) throws -> Wanted {
    throw FigureError.unknownName(kind: kind, name: name, known: known)
  }

  /// The resolution asked for.
  ///
  /// - Throws: `OptionError.value` for one that cannot be.
  func resolution() throws -> Double {
    guard let dpi else { return PlotJob.usualResolution }
    let allowed = Drawing.resolutions
    guard allowed.contains(dpi) else {
      throw OptionError.value(
        option: "--dpi", value: Self.number(dpi),
        expected: "\(Self.number(allowed.lowerBound)) to \(Self.number(allowed.upperBound)) dots per inch")
    }
    return dpi
  }

  private func length(_ text: String, _ option: String) throws -> Double {
    guard let points = PaperLength(text)?.points, FigureSize.sides.contains(points) else {
      throw OptionError.value(
        option: option, value: text,
        expected: "a positive number with a unit (in, cm, mm, pt, bp or px), \(Self.inches(FigureSize.sides))"
      )
    }
    return points
  }

  /// Limits in inches; the lower one rounded up, so that it is allowed.
  private static func inches(_ points: ClosedRange<Double>) -> String {
    let least = (points.lowerBound / 72 * 100).rounded(.up) / 100
    return "\(number(least)) to \(number(points.upperBound / 72)) in"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e9 ? String(Int(value)) : String(value)
  }
}

extension Theme.Background: ExpressibleByArgument {}

extension Preset {
  /// The width in points; of panels of a given size, that of one.
  fileprivate var width: Double {
    switch size {
    case .exact(let width, _), .width(let width, _), .panels(let width, _): width
    }
  }
}
