/// Text as LaTeX source that prints it, with nothing but the standard packages.
public enum LaTeX {
  /// Escapes `text` for a paragraph, a caption or a cell of a table.
  ///
  /// Signs of TeX's own are escaped, mathematical letters, signs, superscripts and subscripts become formulas, line
  /// ends become spaces, and ligatures that TeX makes of hyphens and quotes are kept from arising. Letters of other
  /// scripts stay as they are.
  public static func escaped(_ text: String) -> String {
    var writer = Writer()
    for scalar in text.unicodeScalars { writer.add(scalar) }
    return writer.finish()
  }

  /// How a character stands in a formula.
  private enum Formula {
    case sign(String)
    case raised(String)
    case lowered(String)
  }

  private struct Writer {
    private var text = ""
    private var formula = ""
    /// Which scripts the last sign of the formula has.
    private var isRaised = false
    private var isLowered = false
    private var last: Unicode.Scalar?

    mutating func add(_ scalar: Unicode.Scalar) {
      defer { last = scalar }
      if let sign = LaTeX.formulas[scalar] { return add(sign, after: last.flatMap { LaTeX.formulas[$0] }) }
      endFormula()
      if let command = LaTeX.commands[scalar] {
        text += command
      } else if scalar == "-", last == "-" {
        text += "{}-"
      } else if scalar.properties.isWhitespace {
        text += " "
      } else if scalar.value >= 0x20, scalar.value != 0x7F {
        text.unicodeScalars.append(scalar)
      }
    }

    private mutating func add(_ sign: Formula, after last: Formula?) {
      switch sign {
      case .sign(let source):
        formula += source
        (isRaised, isLowered) = (false, false)
      case .raised(let source):
        if case .raised = last, isRaised {
          formula.removeLast()
          formula += source + "}"
        } else {
          formula += (isRaised ? "{}" : "") + "^{" + source + "}"
          isRaised = true
        }
      case .lowered(let source):
        if case .lowered = last, isLowered {
          formula.removeLast()
          formula += source + "}"
        } else {
          formula += (isLowered ? "{}" : "") + "_{" + source + "}"
          isLowered = true
        }
      }
    }

    private mutating func endFormula() {
      if !formula.isEmpty { text += "$\(formula)$" }
      formula = ""
      (isRaised, isLowered) = (false, false)
    }

    mutating func finish() -> String {
      endFormula()
      return text
    }
  }

  private static let commands: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "_": "\\_",
    "%": "\\%", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}",
    ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "''", "`": "\\textasciigrave{}", "’": "'", "‘": "`",
    "“": "``", "”": "''", "–": "--", "—": "---", "…": "\\ldots{}", "\u{A0}": "~", "\u{202F}": "\\,",
    "\u{2009}": "\\,",
  ]

  private static let formulas: [Unicode.Scalar: Formula] = {
    var all: [Unicode.Scalar: Formula] = [
      "−": .sign("-"), "×": .sign("\\times"), "·": .sign("\\cdot"), "±": .sign("\\pm"), "≤": .sign("\\le"),
      "≥": .sign("\\ge"), "≈": .sign("\\approx"), "∞": .sign("\\infty"), "∇": .sign("\\nabla"),
      "‖": .sign("\\|"), "∗": .sign("\\ast"), "→": .sign("\\to"), "√": .sign("\\surd"),
      "⟨": .sign("\\langle"),
      "⟩": .sign("\\rangle"), "∂": .sign("\\partial"), "⁻": .raised("-"), "⁺": .raised("+"),
    ]
    let greek = [
      "αalpha", "βbeta", "γgamma", "δdelta", "εvarepsilon", "λlambda", "μmu", "ρrho", "σsigma", "τtau",
      "φvarphi", "ΔDelta", "ΣSigma", "ΓGamma", "ΛLambda", "ΦPhi",
    ]
    for entry in greek {
      if let letter = entry.unicodeScalars.first { all[letter] = .sign("\\" + entry.dropFirst()) }
    }
    for (digit, scalar) in "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.enumerated() { all[scalar] = .raised(String(digit)) }
    for (digit, scalar) in "₀₁₂₃₄₅₆₇₈₉".unicodeScalars.enumerated() { all[scalar] = .lowered(String(digit)) }
    return all
  }()
}
