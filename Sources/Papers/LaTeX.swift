import Figures
import Studies

/// Text as LaTeX source that prints it, with nothing but the base of LaTeX.
package enum LaTeX {
  /// Escapes `text` for a paragraph, a caption or a cell of a table.
  ///
  /// Signs of TeX's own are escaped, mathematical letters, signs, superscripts and subscripts become formulas, line
  /// ends become spaces, a zero-width space a place where a line may end, and ligatures that TeX makes of hyphens and
  /// quotes are kept from arising. Characters that pdflatex would stop at are named by their code points, in brackets.
  package static func escaped(_ text: String) -> String {
    var writer = Writer()
    for scalar in composed(text) { writer.add(scalar) }
    return writer.finish()
  }

  /// Escapes `text` for a description that is not set: TeX's own signs alone, in one line.
  static func plain(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { source, scalar in
      if scalar.properties.isWhitespace {
        source += " "
      } else if "\\{}$&#_%^~".unicodeScalars.contains(scalar) {
        source += commands[scalar] ?? ""
      } else if scalar.properties.generalCategory != .control {
        source.unicodeScalars.append(scalar)
      }
    }
  }

  /// The first character of `text` that LaTeX cannot set without further packages.
  static func unknown(in text: String) -> Unicode.Scalar? { composed(text).first { !isKnown($0) } }

  /// Name of a character in an error: `U+6570 (数)`.
  static func name(of scalar: Unicode.Scalar) -> String {
    let isSeen = scalar.properties.generalCategory != .format && scalar.properties.generalCategory != .control
    return code(of: scalar) + (isSeen ? " (\(Character(scalar)))" : "")
  }

  private static func code(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// pdflatex has no accents that follow their letter.
  private static func composed(_ text: String) -> String.UnicodeScalarView {
    text.precomposedStringWithCanonicalMapping.unicodeScalars
  }

  private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80 || scalar.properties.isWhitespace || commands[scalar] != nil
      || formulas[scalar] != nil
      || LaTeXLetters.isKnown(scalar)
  }

  /// A character in a formula, with its place.
  private enum Formula {
    case sign(String)
    case raised(String)
    case lowered(String)
  }

  private struct Writer {
    private var text = ""
    private var formula = ""
    /// Whether the last sign of the formula has a raised script, and whether a lowered one.
    private var isRaised = false
    private var isLowered = false
    private var last: Unicode.Scalar?
    /// The code points of the unknown characters that come last.
    private var unknown: [String] = []

    mutating func add(_ scalar: Unicode.Scalar) {
      defer { last = scalar }
      if !LaTeX.isKnown(scalar) {
        endFormula()
        return unknown.append(LaTeX.code(of: scalar))
      }
      endUnknown()
      if let sign = LaTeX.formulas[scalar] { return add(sign, after: last.flatMap { LaTeX.formulas[$0] }) }
      endFormula()
      if let command = LaTeX.commands[scalar] {
        text += command
      } else if scalar == "-", last == "-" {
        text += "{}-"
      } else if scalar.properties.isWhitespace {
        text += " "
      } else if LaTeXLetters.needT1.contains(scalar) {
        text += "{\\fontencoding{T1}\\selectfont \(Character(scalar))}"
      } else if scalar.value >= 0x20, scalar.value != 0x7F {
        text.unicodeScalars.append(scalar)
      }
    }

    private mutating func add(_ sign: Formula, after last: Formula?) {
      switch sign {
      case .sign(let source):
        // A letter would go on the name of a command: omicron and Greek capitals like Latin ones are letters.
        if source.first?.isLetter == true, formula.last?.isLetter == true { formula += " " }
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

    private mutating func endUnknown() {
      if !unknown.isEmpty { text += "[\(unknown.joined(separator: " "))]" }
      unknown = []
    }

    mutating func finish() -> String {
      endFormula()
      endUnknown()
      return text
    }
  }

  private static let commands: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "_": "\\_",
    "%": "\\%", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}",
    ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "''", "`": "\\textasciigrave{}", "’": "'", "‘": "`",
    "“": "``", "”": "''", "–": "--", "—": "---", "…": "\\ldots{}", "\u{A0}": "~", "\u{202F}": "\\,",
    "\u{2009}": "\\,", "\u{200B}": "\\hspace{0pt}", "␣": "\\textvisiblespace{}", "€": "\\texteuro{}",
    // A frame with nothing in it, as high as a small letter; \protect, since a caption goes to lists of figures too.
    "□":
      "{\\fboxsep0pt\\protect\\fbox{\\protect\\rule{0pt}{1.2ex}\\protect\\rule{1.2ex}{0pt}}}",
  ]

  private static let formulas: [Unicode.Scalar: Formula] = {
    var all: [Unicode.Scalar: Formula] = [
      "−": .sign("-"), "×": .sign("\\times"), "·": .sign("\\cdot"), "±": .sign("\\pm"), "≤": .sign("\\le"),
      "≥": .sign("\\ge"), "≈": .sign("\\approx"), "∞": .sign("\\infty"), "∇": .sign("\\nabla"),
      "‖": .sign("\\|"), "∗": .sign("\\ast"), "→": .sign("\\to"), "√": .sign("\\surd"),
      "⟨": .sign("\\langle"),
      "⟩": .sign("\\rangle"), "↵": .sign("\\hookleftarrow"), "≠": .sign("\\ne"), "←": .sign("\\leftarrow"),
      "↑": .sign("\\uparrow"), "↓": .sign("\\downarrow"), "⇒": .sign("\\Rightarrow"), "∈": .sign("\\in"),
      "∑": .sign("\\sum"), "∏": .sign("\\prod"), "∝": .sign("\\propto"), "≡": .sign("\\equiv"),
      "∼": .sign("\\sim"), "⊕": .sign("\\oplus"), "⊗": .sign("\\otimes"), "★": .sign("\\star"),
      "∂": .sign("\\partial"), "⁻": .raised("-"), "⁺": .raised("+"),
    ]
    let greek = [
      "αalpha", "βbeta", "γgamma", "δdelta", "εvarepsilon", "ζzeta", "ηeta", "θtheta", "ιiota", "κkappa",
      "λlambda",
      "μmu", "νnu", "ξxi", "πpi", "ρrho", "ςvarsigma", "σsigma", "τtau", "υupsilon", "φvarphi", "χchi",
      "ψpsi",
      "ωomega", "ΓGamma", "ΔDelta", "ΘTheta", "ΛLambda", "ΞXi", "ΠPi", "ΣSigma", "ΥUpsilon", "ΦPhi", "ΨPsi",
      "ΩOmega",
    ]
    // Those that look like Latin ones have no command.
    for (letter, latin) in zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ".unicodeScalars, "ABEZHIKMNOPTX") {
      all[letter] = .sign("\\mathrm{\(latin)}")
    }
    all["ο"] = .sign("o")
    for entry in greek {
      if let letter = entry.unicodeScalars.first { all[letter] = .sign("\\" + entry.dropFirst()) }
    }
    for (digit, scalar) in "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.enumerated() { all[scalar] = .raised(String(digit)) }
    for (digit, scalar) in "₀₁₂₃₄₅₆₇₈₉".unicodeScalars.enumerated() { all[scalar] = .lowered(String(digit)) }
    return all
  }()
}

/// The characters beyond ASCII that pdflatex sets as they are, with nothing but the base of LaTeX.
///
/// Seen with TeX Live 2022, in which UTF-8 is the encoding of documents: what stops at no error and leaves no character
/// out, in the encodings OT1 (without `fontenc`) and T1.
private enum LaTeXLetters {
  /// Whether pdflatex can set `scalar`, where those of ``needT1`` are set in T1.
  static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } && !missing.contains(scalar)
  }

  /// Letters that only T1 has. Every LaTeX knows that encoding, whether the document uses it or not.
  static let needT1 = Set("«»ÐÞðþĄąĐđĘęĮįŊŋŲų‚„‹›".unicodeScalars)

  /// Latin-1, Latin Extended-A, the comma letters of Romanian, the capital ß, dashes, quotes, daggers and bullet, the
  /// ellipsis, per mille, the numero and trade mark signs.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xA0...0x17F, 0x218...0x21B, 0x1E9E...0x1E9E, 0x2010...0x2016, 0x2018...0x201E, 0x2020...0x2022,
    0x2026...0x2026, 0x2030...0x2031, 0x2039...0x203A, 0x2116...0x2116, 0x2122...0x2122,
  ]

  /// Letters of the ranges that neither encoding has.
  private static let missing = Set("ĦħĸĿŀŉŦŧſ‛".unicodeScalars)
}

extension LabelCheck {
  /// Checks that LaTeX can set what a table calls its models and tasks, those of `request`.
  ///
  /// - Throws: `FigureError.label` for the first that has a character which LaTeX has none of its own for.
  package static func checkLaTeX(_ request: FigureRequest, of study: Study) throws {
    for entry in entries(request.chosen(study.models), request.chosen(study.tasks)) {
      guard let scalar = LaTeX.unknown(in: entry.label) else { continue }
      let fault = "LaTeX without further packages has no character \(LaTeX.name(of: scalar))"
      throw problem(fault, entry, in: study, place: "set by LaTeX")
    }
  }
}
