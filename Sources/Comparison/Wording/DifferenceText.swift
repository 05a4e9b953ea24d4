import Support

extension StudyDifference {
  /// Lines of a list that the text shows; all are in the JSON.
  private static let mostLines = 60

  /// The difference for a terminal; lists that are long end with how many more there are.
  package var text: String {
    let lines = DifferenceLines(difference: self)
    let sections: [(head: String, lines: [String])] = [
      ("Verdicts that changed", lines.verdicts.map(Self.row)),
      ("Beyond their intervals", lines.beyond.map(Self.row)), ("Appeared or gone", lines.presence),
      ("Samples", lines.counts.map(Self.row)), ("Other changes", lines.others.map(Self.row)),
    ]
    let shown = sections.filter { !$0.lines.isEmpty }.map { head, lines in
      let more = lines.count - Self.mostLines
      let rest = more > 0 ? ["… and \(NumberText.count(more)) more, which --format json has"] : []
      return "\(head)\n" + (lines.prefix(Self.mostLines) + rest).map { "  \($0)" }.joined(separator: "\n")
    }
    let head = names.old == names.new ? names.new : "\(names.old) → \(names.new)"
    return (["\(head): \(summary)"] + shown).joined(separator: "\n\n")
  }

  private static func row(_ line: DifferenceLines.Line) -> String {
    "\(line.what): \(line.old) → \(line.new)" + (line.change.isEmpty ? "" : " (\(line.change))")
  }
}
