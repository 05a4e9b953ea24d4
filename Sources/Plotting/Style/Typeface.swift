/// A family of fonts that a theme asks for, and where to get it.
///
/// Fonts are a build input: the files are found by name, the name found is compared with the name asked for,
/// and a family that is not installed is an error, never silently another family.
public struct Typeface: Sendable, Equatable, Hashable {
  /// The name of the family, as the font file spells it.
  public var family: String
  /// The Debian package that installs it, for the error message.
  public var debianPackage: String
  /// The style names of the files that serve each weight.
  public var regular: String
  /// The style that serves ``FontWeight/medium``.
  public var medium: String
  /// The style that serves ``FontWeight/bold``.
  public var bold: String
  /// Characters for which this family is asked before those ahead of it.
  public var leads: String

  /// A family with the style names of its weights.
  public init(
    family: String, debianPackage: String, regular: String = "Regular", medium: String = "Medium",
    bold: String = "Bold", leads: String = ""
  ) {
    self.family = family
    self.debianPackage = debianPackage
    self.regular = regular
    self.medium = medium
    self.bold = bold
    self.leads = leads
  }

  /// Inter for text, DejaVu Sans for the mathematical characters that Inter lacks (∇, ∗, ⟨⟩) and for the
  /// bars of norms, which reach far above the capitals in Inter.
  public static let standard = [
    Typeface(family: "Inter", debianPackage: "fonts-inter", bold: "Semi Bold"),
    Typeface(
      family: "DejaVu Sans", debianPackage: "fonts-dejavu-core", regular: "Book", medium: "Book",
      leads: "‖∥|"),
  ]

  func style(for weight: FontWeight) -> String {
    switch weight {
    case .regular: regular
    case .medium: medium
    case .bold: bold
    }
  }
}

/// The weight of letters.
public enum FontWeight: Sendable, Equatable, Hashable, CaseIterable {
  /// Weight for almost everything.
  case regular
  /// Weight for panel titles and legends.
  case medium
  /// Weight for the title.
  case bold
}
