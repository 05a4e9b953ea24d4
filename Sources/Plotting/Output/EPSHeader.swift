import Foundation

/// The comments at the top of a PostScript file.
enum EPSHeader {
  /// Takes the creation date, which is the clock's, out and puts the title in; and gives the figure the size
  /// it was asked for, where Cairo writes how far its ink reaches.
  static func mended(_ bytes: [UInt8], title: String, width: Double, height: Double) -> [UInt8] {
    let whole = "0 0 \(Int(width.rounded(.up))) \(Int(height.rounded(.up)))"
    let exact = String(format: "0 0 %.3f %.3f", width, height)
    let lines = [
      ("%%CreationDate:", "%%Title: \(comment(title))\n"),
      ("%%BoundingBox:", "%%BoundingBox: \(whole)\n%%HiResBoundingBox: \(exact)\n"),
      ("%%PageBoundingBox:", "%%PageBoundingBox: \(whole)\n"),
    ]
    return lines.reduce(bytes) { bytes, line in
      guard let start = firstLine(beginningWith: Array(line.0.utf8), in: bytes) else { return bytes }
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex - 1
      return Array(bytes[..<start]) + Array(line.1.utf8) + Array(bytes[(end + 1)...])
    }
  }

  /// PostScript comments are ASCII and at most 255 characters long.
  private static func comment(_ text: String) -> String {
    let ascii = ASCIIText.from(text)
    return ascii.isEmpty ? "Figure" : String(ascii.prefix(200))
  }

  private static func firstLine(beginningWith key: [UInt8], in bytes: [UInt8]) -> Int? {
    var start = 0
    while start < bytes.count {
      if bytes[start...].starts(with: key) { return start }
      guard let newline = bytes[start...].firstIndex(of: 0x0A) else { return nil }
      start = newline + 1
    }
    return nil
  }
}

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
