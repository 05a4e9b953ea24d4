import Foundation
import Yams

/// A YAML text of bounded size and depth, without aliases.
///
/// Aliases are refused because a few lines of them can stand for a tree of billions of nodes, which
/// no study needs; libyaml itself refuses nesting beyond 1000.
package enum YAMLDocument {
  /// The root node, or nil for an empty text.
  ///
  /// - Throws: `FileError.problems` of `file`.
  package static func root(of text: String, file: String) throws(FileError) -> Node? {
    // Some editors begin a file with a byte order mark, which libyaml takes for content.
    let mark = "\u{FEFF}".unicodeScalars
    let text = text.unicodeScalars.starts(with: mark) ? String(text.unicodeScalars.dropFirst()) : text
    if let problem = repeatedPart(in: text) { throw FileError.problems(file: file, [problem]) }
    do {
      return try compose(yaml: text, .basic, .default, .utf8)
    } catch {
      throw FileError.problems(file: file, [problem(of: error, in: text)])
    }
  }

  /// The first alias of the text. Looks for the names alone, not for YAML's token rules: a text that
  /// writes both `&name` and `*name` is refused even where they are prose, and no alias slips through.
  private static func repeatedPart(in text: String) -> ProblemList.Entry? {
    let anchors = Set(names(after: UInt8(ascii: "&"), in: text).map(\.name))
    guard !anchors.isEmpty,
      let alias = names(after: UInt8(ascii: "*"), in: text).first(where: { anchors.contains($0.name) })
    else { return nil }
    return ProblemList.Entry(
      line: alias.line,
      message: "`*\(alias.name)` repeats the part marked `&\(alias.name)`; a study file has no aliases: "
        + "write the part out")
  }

  private static func names(after mark: UInt8, in text: String) -> [(name: String, line: Int)] {
    var found: [(name: String, line: Int)] = []
    for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      for part in line.split(separator: mark, omittingEmptySubsequences: false).dropFirst() {
        let name = part.prefix(while: isNameByte)
        if !name.isEmpty { found.append((String(Substring(name)), number + 1)) }
      }
    }
    return found
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func problem(of error: any Error, in text: String) -> ProblemList.Entry {
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _):
      // A quote that is never closed is noticed at the end of the file; the context knows its beginning.
      let doing = context.map { "\($0.text), " } ?? ""
      return YAMLMistake.entry("\(doing)\(problem)", line: context?.mark.line ?? mark.line, in: text)
    case .parser(let context, let problem, let mark, _), .composer(let context, let problem, let mark, _):
      let doing = context.map { "\($0.text) of line \($0.mark.line), " } ?? ""
      return YAMLMistake.entry("\(doing)\(problem)", line: mark.line, in: text)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { Quoted.text($0) }.joined(separator: ", ")
      return ProblemList.Entry(
        line: context.mark.line, message: "\(keys) stands twice in one mapping; keep one")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0).utf8
      return ProblemList.Entry(
        line: before.count { $0 == UInt8(ascii: "\n") } + 1, message: "not YAML: \(problem)")
    default:
      return ProblemList.Entry(line: 1, message: "not YAML: \(error)")
    }
  }
}
