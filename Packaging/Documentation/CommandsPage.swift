import Foundation

/// The page with the help of every command, as the program prints it.
struct CommandsPage {
  let version: String
  /// The page in Markdown.
  let text: String

  /// A program whose help cannot be had.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private struct Dump: Decodable {
    struct Command: Decodable {
      let commandName: String
      let abstract: String?
      let subcommands: [Command]?
    }

    let command: Command
  }

  /// Asks `program`.
  ///
  /// - Throws: `Failure` when it cannot be run or fails.
  init(_ program: URL) throws {
    let ask = { (arguments: [String]) in try Self.output(of: program, arguments) }
    version = try ask(["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)
    let root = try JSONDecoder().decode(Dump.self, from: Data(try ask(["--experimental-dump-help"]).utf8))
      .command
    let commands = (root.subcommands ?? []).filter { $0.commandName != "help" }
    var text = "# Commands\n\n\(root.abstract ?? "")\n"
    text += Self.block(title: root.commandName, try ask(["--help"]))
    for command in commands {
      text += Self.block(
        title: "\(root.commandName) \(command.commandName)", try ask([command.commandName, "--help"]))
    }
    self.text = text
  }

  /// A help under its heading; a fence longer than any in the text.
  private static func block(title: String, _ help: String) -> String {
    "\n## \(title)\n\n~~~~text\n\(help.trimmingCharacters(in: .newlines))\n~~~~\n"
  }

  private static func output(of program: URL, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ["COLUMNS": "80"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program.path) \(arguments.joined(separator: " ")) failed")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
