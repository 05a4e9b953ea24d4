import Foundation

/// Text in ASCII, for formats that hold no other: signs become words and letters their nearest ones.
enum ASCIIText {
  private static let words: [Character: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "Delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "λ": "lambda", "μ": "mu", "µ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma", "Σ": "Sigma",
    "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "∇": "grad", "‖": "|", "∥": "|",
    "∗": "*", "×": "x", "·": ",", "−": "-", "–": "-", "—": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∞": "infinity", "…": "...", "→": "->", "±": "+-",
  ]

  /// `text` in printable ASCII on one line; empty when nothing of it can be written so.
  static func from(_ text: String) -> String {
    let named = text.map { words[$0] ?? String($0) }.joined()
    let latin = named.applyingTransform(.toLatin, reverse: false) ?? named
    let letters = latin.decomposedStringWithCompatibilityMapping.unicodeScalars.map { scalar -> Character in
      scalar.properties.isWhitespace ? " " : Character(scalar)
    }
    // Accents are scalars of their own here, and are left out.
    let ascii = letters.filter { $0.isASCII && $0 >= " " && $0 != "\u{7F}" }
    return ascii.split(separator: " ").map { String($0) }.joined(separator: " ")
  }
}
