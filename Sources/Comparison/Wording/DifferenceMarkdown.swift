import Support

extension StudyDifference {
  /// Characters that the Markdown may have: GitHub takes 65,536 in a comment, and some of them are for the caller.
  package static let mostCharacters = 60_000

  /// The difference as a comment on a pull request or a summary of a step: what is most important first, and what does not
  /// fit counted.
  package var markdown: String {
    let lines = DifferenceLines(difference: self)
    let head = names.old == names.new ? names.new : "\(names.old) → \(names.new)"
    var comment = BoundedMarkdown(limit: Self.mostCharacters)
    comment.add("### \(Markdown.escaped(head)): what changed\n\n\(Markdown.escaped(summary))\n")
    comment.add(table: lines.verdicts, "Verdicts that changed", columns: ["Test", "Old", "New"], share: 0.4)
    let columns = ["Number", "Old", "New", "Change"]
    comment.add(table: lines.beyond, "Beyond their intervals", columns: columns, share: 0.6)
    comment.add(list: lines.presence, folded: "Appeared or gone", share: 0.3)
    comment.add(
      table: lines.counts, "Samples", columns: ["Condition", "Old", "New"], isFolded: true, share: 0.5)
    comment.add(table: lines.others, "Other changes", columns: columns, isFolded: true)
    return comment.text
  }
}

/// Markdown that grows up to a limit of characters.
private struct BoundedMarkdown {
  let limit: Int
  private(set) var text = ""

  init(limit: Int) { self.limit = limit }

  /// Characters, as GitHub counts them: no more than UTF-16 has units.
  private var left: Int { limit - text.utf16.count }

  mutating func add(_ piece: String) { text += piece }

  /// Adds the rows that fit in a `share` of what is left.
  mutating func add(
    table lines: [DifferenceLines.Line], _ title: String, columns: [String], isFolded: Bool = false,
    share: Double = 1
  ) {
    let head =
      "| \(columns.joined(separator: " | ")) |\n|\(String(repeating: " --- |", count: columns.count))\n"
    let rows = lines.map { line in
      let cells = [line.what, line.old, line.new, line.change].prefix(columns.count)
      return "| \(cells.map(Markdown.escaped).joined(separator: " | ")) |\n"
    }
    add(rows, head: head, title, isFolded, share)
  }

  mutating func add(list: [String], folded title: String, share: Double) {
    add(list.map { "- \(Markdown.escaped($0))\n" }, head: "", title, true, share)
  }

  private mutating func add(
    _ rows: [String], head: String, _ title: String, _ isFolded: Bool, _ share: Double
  ) {
    if rows.isEmpty { return }
    let opening =
      isFolded
      ? "\n<details><summary>\(title): \(rows.count)</summary>\n\n\(head)" : "\n**\(title)**\n\n\(head)"
    let closing = isFolded ? "\n</details>\n" : ""
    var room = Int(Double(left) * share) - opening.utf16.count - closing.utf16.count - Self.noteLength
    guard room > 0 else { return text += "\n\(title): \(rows.count).\n" }
    let shown = rows.prefix { row in
      room -= row.utf16.count
      return room >= 0
    }
    let more = rows.count - shown.count
    let note = more > 0 ? "\n… and \(more) more; `strata diff --format json` has all.\n" : ""
    text += opening + shown.joined() + note + closing
  }

  private static let noteLength = 80
}
