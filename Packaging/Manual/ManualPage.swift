/// The manual page of a command.
struct ManualPage {
  let command: DumpedHelp.Command
  /// `strata` before a subcommand's name; empty for the program itself.
  let parents: [String]
  let version: String

  /// Name of its file.
  var file: String { "\(title).1" }

  private var title: String { (parents + [command.commandName]).joined(separator: "-") }
  private var spoken: String { (parents + [command.commandName]).joined(separator: " ") }
  private var arguments: [DumpedHelp.Argument] { (command.arguments ?? []).filter(\.shouldDisplay) }

  /// The page. It has no date, so that the same program has the same page.
  var text: String {
    var roff = Roff()
    roff.request("TH", title.uppercased(), "1", "", "Strata \(version)", "Strata")
    roff.request("SH", "NAME")
    roff.line("\(title) - \(Self.clause(command.abstract ?? spoken))")
    roff.request("SH", "SYNOPSIS")
    roff.line(markup: synopsis)
    let sections = DiscussionSection.sections(of: command.discussion ?? "")
    if let first = sections.first, first.title == nil { write(first, "DESCRIPTION", to: &roff) }
    writeArguments(to: &roff)
    writeSubcommands(to: &roff)
    for section in sections { if let title = section.title { write(section, title, to: &roff) } }
    if !parents.isEmpty {
      roff.request("SH", "EXIT STATUS")
      roff.line("0 when all is done, 1 when the work failed, 2 for wrong usage. strata(1) lists all.")
      roff.request("SH", "SEE ALSO")
      roff.line(markup: "\(Roff.bold(parents.joined(separator: "-")))(1)")
    }
    return roff.text
  }

  /// A summary as the name section has it: without a capital and without a full stop.
  private static func clause(_ abstract: String) -> String {
    let text = abstract.hasSuffix(".") ? abstract.dropLast() : abstract[...]
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private var synopsis: String {
    if command.subcommands?.isEmpty == false { return "\(Roff.bold(spoken)) \(Roff.italic("command")) ..." }
    let words = arguments.filter { $0.kind == .positional }.map { argument in
      let name = Roff.italic(argument.valueName ?? "") + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(name)]" : name
    }
    return ([Roff.bold(spoken)] + words + ["[\(Roff.italic("options"))]"]).joined(separator: " ")
  }

  private func writeArguments(to roff: inout Roff) {
    var last: String?
    for argument in arguments where argument.kind == .positional || !argument.spelledNames.isEmpty {
      let section = argument.sectionTitle ?? (argument.kind == .positional ? "ARGUMENTS" : "OPTIONS")
      if section != last { roff.request("SH", section.uppercased()) }
      last = section
      roff.request("TP")
      let value = argument.kind == .flag ? "" : Roff.italic(argument.valueName ?? "")
      let names = argument.spelledNames.map(Roff.bold).joined(separator: ", ")
      roff.line(markup: [names, value].filter { !$0.isEmpty }.joined(separator: " "))
      roff.line(argument.text)
    }
  }

  private func writeSubcommands(to roff: inout Roff) {
    let subcommands = command.subcommands ?? []
    if subcommands.isEmpty { return }
    roff.request("SH", "COMMANDS")
    for subcommand in subcommands where subcommand.commandName != "help" {
      roff.request("TP")
      roff.line(markup: "\(Roff.bold("\(title)-\(subcommand.commandName)"))(1)")
      roff.line(subcommand.abstract ?? "")
    }
  }

  private func write(_ section: DiscussionSection, _ title: String, to roff: inout Roff) {
    roff.request("SH", title)
    for paragraph in section.paragraphs {
      if paragraph.isIndented {
        roff.verbatim(paragraph.lines)
      } else {
        roff.request("PP")
        roff.line(paragraph.lines.joined(separator: " "))
      }
    }
  }
}

/// A part of the longer text of a help: what stands before the first head, or under a head such as `EXAMPLES:`.
struct DiscussionSection {
  struct Paragraph {
    let lines: [String]
    let isIndented: Bool
  }

  let title: String?
  private(set) var paragraphs: [Paragraph] = []

  static func sections(of text: String) -> [DiscussionSection] {
    var sections: [DiscussionSection] = []
    for block in text.split(separator: "\n\n") {
      var lines = block.split(separator: "\n").map(String.init)
      let isHead = lines[0].hasSuffix(":") && lines[0] == lines[0].uppercased()
      if isHead {
        sections.append(DiscussionSection(title: String(lines.removeFirst().dropLast())))
      } else if sections.isEmpty {
        sections.append(DiscussionSection(title: nil))
      }
      if !lines.isEmpty { sections[sections.count - 1].paragraphs.append(paragraph(lines)) }
    }
    return sections
  }

  private static func paragraph(_ lines: [String]) -> Paragraph {
    let isIndented = lines.allSatisfy { $0.hasPrefix("  ") }
    return Paragraph(
      lines: isIndented ? lines.map { String($0.dropFirst(2)) } : lines, isIndented: isIndented)
  }
}
