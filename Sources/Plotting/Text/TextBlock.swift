/// Lines of text one under the other.
struct TextBlock {
  var lines: [TextLine]
  var size: Double

  /// Distance from one baseline to the next, in multiples of the font size.
  static let leading = 1.22

  static let empty = TextBlock(lines: [], size: 0)

  var isEmpty: Bool { lines.isEmpty }
  var width: Double { lines.map(\.width).max() ?? 0 }
  /// Height from the top of the first line to its baseline.
  var ascent: Double { lines.first?.ascent ?? 0 }

  /// Height from the top of the capitals of the first line to the lowest part of the last.
  var height: Double {
    guard let first = lines.first, let last = lines.last else { return 0 }
    return first.ascent + Double(lines.count - 1) * size * Self.leading + last.descent
  }

  /// The baseline of a line when the block's top is at `top`.
  func baseline(_ index: Int, top: Double) -> Double {
    top + ascent + Double(index) * size * Self.leading
  }
}

/// Breaks text into lines that fit a width.
struct TextWrapper {
  let engine: TextEngine
  let style: TextStyle

  /// The text in lines no wider than `width`, broken at spaces other than those about a relation such as `= 3`.
  ///
  /// Where a piece is wider than that, lines are as wide as it, up to `widest` (`width` when `nil`). Beyond that relations
  /// are broken too, and at last words. Superscripts and subscripts stay with their letter. A single letter that is
  /// wider than `widest` gets a line of its own.
  func wrap(_ source: String?, width: Double, widest: Double? = nil) throws(PlotError) -> TextBlock {
    guard let source, !source.isEmpty else { return .empty }
    var lines: [TextLine] = []
    for paragraph in source.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += try wrapParagraph(String(paragraph), width: width, widest: max(widest ?? width, width))
    }
    return TextBlock(lines: lines, size: style.size)
  }

  /// The width of the widest piece of a text that had better stay whole.
  func leastWidth(_ source: String?) throws(PlotError) -> Double {
    var least = 0.0
    for paragraph in (source ?? "").split(separator: "\n") {
      least = max(least, try widest(of: Self.units(of: String(paragraph))))
    }
    return least
  }

  private func widest(of pieces: [String]) throws(PlotError) -> Double {
    var widest = 0.0
    for piece in pieces { widest = max(widest, try engine.line(piece, style).width) }
    return widest
  }

  private func wrapParagraph(
    _ source: String, width: Double, widest: Double
  ) throws(PlotError) -> [TextLine] {
    let whole = try engine.line(source, style)
    if whole.width <= width { return [whole] }
    var pieces = Self.units(of: source)
    var least = try self.widest(of: pieces)
    if least > widest {
      pieces = Self.pieces(of: source, atSpaces: true)
      least = try self.widest(of: pieces)
    }
    return try lines(of: pieces, width: min(max(width, least), widest))
  }

  private func lines(of pieces: [String], width: Double) throws(PlotError) -> [TextLine] {
    var lines: [TextLine] = []
    var current = ""
    for word in pieces {
      let candidate = current.isEmpty ? word : current + " " + word
      if try engine.line(candidate, style).width <= width {
        current = candidate
        continue
      }
      if !current.isEmpty { lines.append(try engine.line(current, style)) }
      current = word
      if try engine.line(word, style).width > width {
        var parts = try breakWord(word, width: width)
        current = parts.popLast() ?? ""
        for part in parts { lines.append(try engine.line(part, style)) }
      }
    }
    if !current.isEmpty { lines.append(try engine.line(current, style)) }
    return lines
  }

  private func breakWord(_ word: String, width: Double) throws(PlotError) -> [String] {
    var parts: [String] = []
    var current = ""
    for piece in Self.pieces(of: word, atSpaces: false) {
      if !current.isEmpty, try engine.line(current + piece, style).width > width {
        let end = Self.seam(of: current)
        parts.append(String(current[..<end]))
        current = current[end...] + piece
      } else {
        current += piece
      }
    }
    return current.isEmpty ? parts : parts + [current]
  }

  /// Finds the best place to break a word that is too long: after its last hyphen, slash or underscore,
  /// otherwise at its end.
  private static func seam(of word: String) -> String.Index {
    var seam = word.endIndex
    var previous: Character?
    for place in word.indices {
      let isSeam = word[place] == "-" || word[place] == "/" || word[place] == "_" && previous == "\\"
      if isSeam, place > word.startIndex { seam = word.index(after: place) }
      previous = word[place]
    }
    return seam
  }

  private static let relations: Set<Character> = ["=", "≤", "≥", "<", ">", "×", "≈"]

  /// Words, those about a relation with it: `ρ = 0.5`, `(≤ 0)`.
  static func units(of source: String) -> [String] {
    var units: [String] = []
    var isOpen = false
    for word in pieces(of: source, atSpaces: true) {
      let isRelation =
        word.contains(where: relations.contains)
        && word.allSatisfy { relations.contains($0) || $0 == "(" || $0 == ")" }
      if isOpen || isRelation, let last = units.popLast() {
        units.append(last + " " + word)
      } else {
        units.append(word)
      }
      isOpen = isRelation
    }
    return units
  }

  /// Words, or else characters, with the braces of the notation and what they hold left whole.
  static func pieces(of source: String, atSpaces: Bool) -> [String] {
    var result: [String] = []
    var current = ""
    var depth = 0
    var isEscaped = false
    var previous: Character = " "
    for character in source {
      let opens = character == "{" && (depth > 0 || previous == "^" || previous == "_")
      if atSpaces, character == " ", depth == 0, !isEscaped {
        if !current.isEmpty { result.append(current) }
        current = ""
      } else {
        let joins = depth > 0 || opens || isEscaped || character == "^" || character == "_"
        if !atSpaces, !joins, !current.isEmpty {
          result.append(current)
          current = ""
        }
        current.append(character)
      }
      if opens { depth += 1 }
      if character == "}", depth > 0 { depth -= 1 }
      isEscaped = character == "\\" && !isEscaped
      previous = character
    }
    return current.isEmpty ? result : result + [current]
  }
}
