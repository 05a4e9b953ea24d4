/// Bounds of a text in Markdown, which a stranger may have written.
///
/// The reader of Markdown fills up the rows of a table to the width of its head, and looks back over every open bracket and
/// mark of a paragraph, so that a text of 20 kB can take a quarter of a gigabyte, and one of 1 MB minutes. What people write
/// is far below these bounds.
enum MarkdownLimits {
  /// Bytes of a text.
  static let longest = 1 << 20
  /// Marks of one kind in a part, which is what stands between two empty lines.
  static let mostMarks = 4000
  /// Brackets, and marks of emphasis, of links and of tags, each of which is counted by itself.
  private static let marks = Array("[]*_~@<&!`".utf8)
  /// Cells of all tables, those that are filled up among them.
  static let mostCells = 100_000
  /// Quotes and lists within each other.
  static let deepest = 100

  /// A bound that a text breaks, and the line.
  struct Problem: Error, Equatable {
    let line: Int
    let text: String
  }

  /// - Throws: `Problem`.
  static func check(_ text: String) throws(Problem) {
    guard text.utf8.count <= longest else {
      throw Problem(line: 1, text: "the text is longer than \(longest) bytes; cut it into several pages")
    }
    var part = Part()
    var cells = 0
    for (number, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      if line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
        part = Part()
        continue
      }
      cells += part.add(line)
      let mark = part.counts.firstIndex { $0 > mostMarks }
      let problem: String? =
        if depth(of: line) > deepest {
          "quotes and lists stand within each other more than \(deepest) deep"
        } else if let mark {
          "more than \(mostMarks) of the sign \(Character(UnicodeScalar(marks[mark]))) stand without an empty line between "
            + "them; put one, or cut the text"
        } else if cells > mostCells {
          "the tables have more than \(mostCells) cells; link to a file of data in place of a table"
        } else {
          nil
        }
      if let problem { throw Problem(line: number + 1, text: problem) }
    }
  }

  /// Marks of quotes and lists that a line begins with.
  private static func depth(of line: Substring.UTF8View) -> Int {
    line.prefix { " \t>-+*.)".utf8.contains($0) || (0x30...0x39).contains($0) }
      .count { ">-+*.)".utf8.contains($0) }
  }

  /// What stands between two empty lines.
  private struct Part {
    /// Marks of each kind.
    var counts = [Int](repeating: 0, count: marks.count)
    private var lines = 0
    private var widest = 0
    private var isTable = false

    /// Counts a line.
    ///
    /// - Returns: how many cells it adds, if the part is a table.
    mutating func add(_ line: Substring.UTF8View) -> Int {
      for (place, mark) in marks.enumerated() { counts[place] += line.count { $0 == mark } }
      lines += 1
      let bars = line.count { $0 == UInt8(ascii: "|") } + 1
      widest = max(widest, bars)
      // The line below the head of a table, which has as many cells as any other.
      let isRule = line.allSatisfy { "|:- \t\r>".utf8.contains($0) }
      guard isRule, !isTable else { return isTable ? widest : 0 }
      isTable = true
      return widest * lines
    }
  }
}

extension SiteFile {
  /// The content as text in Markdown.
  ///
  /// - Throws: `SiteError.source` when it is not UTF-8, `SiteError.template` when it is beyond ``MarkdownLimits``.
  func markdown() throws -> String {
    let text = try text()
    do throws(MarkdownLimits.Problem) {
      try MarkdownLimits.check(text)
    } catch {
      throw SiteError.template(file: place, line: error.line, problem: error.text)
    }
    return text
  }
}
