import Analysis
import Figures
import Foundation
import Support

/// A page in Markdown with its shortcodes replaced, so that prose never drifts from the data.
///
/// `{{value TEST MODEL TASK NORMALISATION}}` is an effect with its interval, `{{verdict CLAIM}}` or
/// `{{verdict TEST MODEL TASK}}` a verdict, and `{{figure ID}}`, on a line of its own, a figure of the site. Names are those of
/// the study and of `data/claims.csv`; a normalisation that is left out is `raw`.
struct Narrative: Sendable {
  let document: MarkdownDocument
  /// The text with its figures where they stand.
  let blocks: [Block]

  /// A piece of text, or a figure.
  struct Block: PageModel {
    let body: HTML?
    let figure: FigureModel?

    static let fields: [Field<Block>] = [
      .html("body", optional: \.body), .model("figure", optional: \.figure),
    ]
  }

  /// Replaces the shortcodes of `text`, which stands in `file`.
  ///
  /// - Throws: `SiteError.template` with the line for a shortcode or a name that there is not.
  init(_ text: String, file: String, claims: StudyClaims, figures: FigureSet) throws {
    var shown: [FigureModel] = []
    var lines: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var reader = ShortcodeReader(claims: claims, figures: figures)
      do throws(ShortcodeProblem) {
        lines.append(try reader.replaced(String(line), mark: Self.mark(shown.count)))
      } catch {
        throw SiteError.template(file: file, line: number + 1, problem: error.description)
      }
      if let figure = reader.figure { shown.append(figure) }
    }
    document = MarkdownDocument(lines.joined(separator: "\n"))
    blocks = Self.blocks(document.body.markup, shown)
  }

  /// A paragraph that no author writes: private-use characters.
  private static func mark(_ number: Int) -> String { "\u{E000}\(number)\u{E001}" }

  private static func blocks(_ markup: String, _ figures: [FigureModel]) -> [Block] {
    var blocks: [Block] = []
    var rest = markup[...]
    for (number, figure) in figures.enumerated() {
      guard let place = rest.range(of: "<p>\(mark(number))</p>") else { continue }
      blocks.append(Block(body: HTML(markup: String(rest[..<place.lowerBound])), figure: nil))
      blocks.append(Block(body: nil, figure: figure))
      rest = rest[place.upperBound...]
    }
    return blocks + [Block(body: HTML(markup: String(rest)), figure: nil)]
  }
}

/// A shortcode that cannot be replaced.
private struct ShortcodeProblem: Error {
  let description: String

  init(_ description: String) { self.description = description }

  /// An unknown name, with the nearest of those that there are.
  init(_ kind: String, _ name: String, known: [String]) {
    let nearest = NearestWord.to(name, among: known).map { " Did you mean `\($0)`?" } ?? ""
    description = "there is no \(kind) `\(name)`.\(nearest)"
  }
}

/// Replaces the shortcodes of one line.
private struct ShortcodeReader {
  let claims: StudyClaims
  let figures: FigureSet
  /// The figure of the line, if it is one.
  private(set) var figure: FigureModel?

  init(claims: StudyClaims, figures: FigureSet) {
    self.claims = claims
    self.figures = figures
  }

  mutating func replaced(_ line: String, mark: String) throws(ShortcodeProblem) -> String {
    var text = ""
    var rest = line[...]
    while let start = rest.range(of: "{{") {
      guard let end = rest[start.upperBound...].range(of: "}}") else {
        throw ShortcodeProblem("`{{` has no `}}` on its line")
      }
      let words = rest[start.upperBound..<end.lowerBound].split(separator: " ").map(String.init)
      text += rest[..<start.lowerBound] + (try value(words, isAlone: isAlone(line), mark: mark))
      rest = rest[end.upperBound...]
    }
    return text + rest
  }

  private func isAlone(_ line: String) -> Bool {
    let trimmed = line.trimmingCharacters(in: .whitespaces)
    return trimmed.hasPrefix("{{") && trimmed.hasSuffix("}}")
      && trimmed.components(separatedBy: "{{").count == 2
  }

  private mutating func value(
    _ words: [String], isAlone: Bool, mark: String
  ) throws(ShortcodeProblem) -> String {
    switch (words.first, words.count) {
    case ("figure", 2):
      guard isAlone else { throw ShortcodeProblem("`{{figure …}}` stands on a line of its own") }
      guard figures.figures[words[1]] != nil else {
        throw ShortcodeProblem("figure on this site", words[1], known: figures.sorted.map(\.figure.id))
      }
      figure = figures.model(words[1], always: true)
      return mark
    case ("verdict", 2): return try result(words[1]).verdict.words
    case ("verdict", 4): return try cell(words).verdict.words
    case ("value", 4): return try effect(words, "raw")
    case ("value", 5): return try effect(words, words[4])
    case ("figure", _): throw ShortcodeProblem("write `{{figure ID}}`")
    case ("value", _): throw ShortcodeProblem("write `{{value TEST MODEL TASK NORMALISATION}}`")
    case ("verdict", _): throw ShortcodeProblem("write `{{verdict CLAIM}}` or `{{verdict TEST MODEL TASK}}`")
    case (let name, _):
      throw ShortcodeProblem("shortcode", name ?? "", known: ["figure", "value", "verdict"])
    }
  }

  private func result(_ name: String) throws(ShortcodeProblem) -> ClaimResult {
    if let result = claims.result(name) { return result }
    throw ShortcodeProblem("claim", name, known: claims.results.map(\.claim.name))
  }

  private func cell(_ words: [String]) throws(ShortcodeProblem) -> ClaimCell {
    var cells = claims.results.flatMap(\.cells)
    let parts: [(String, KeyPath<ClaimCell, String>)] = [
      ("test", \.test.name), ("model or pair with this test", \.subject.name),
      ("task with this test", \.task),
    ]
    for (word, (kind, part)) in zip(words.dropFirst(), parts) {
      let found = cells.filter { $0[keyPath: part] == word }
      if found.isEmpty { throw ShortcodeProblem(kind, word, known: cells.map { $0[keyPath: part] }) }
      cells = found
    }
    return cells[0]
  }

  private func effect(_ words: [String], _ name: String) throws(ShortcodeProblem) -> String {
    guard let normalisation = Normalisation(rawValue: name) else {
      throw ShortcodeProblem("normalisation", name, known: Normalisation.allCases.map(\.rawValue))
    }
    let cell = try cell(words)
    return cell.effect(normalisation)?.words ?? "no number"
  }
}
