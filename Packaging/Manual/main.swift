import Foundation

// manual-pages PROGRAM FOLDER: writes a manual page for every command of PROGRAM, from what its parser says of itself.

guard CommandLine.arguments.count == 3 else {
  print("usage: manual-pages PROGRAM FOLDER")
  exit(2)
}
let program = URL(filePath: CommandLine.arguments[1])
let folder = URL(filePath: CommandLine.arguments[2], directoryHint: .isDirectory)

func output(of argument: String) throws -> Data {
  let process = Process()
  process.executableURL = program
  process.arguments = [argument]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    print("manual-pages: \(program.path) \(argument) failed")
    exit(1)
  }
  return data
}

let version = String(decoding: try output(of: "--version"), as: UTF8.self)
  .trimmingCharacters(in: .whitespacesAndNewlines)
let root = try JSONDecoder().decode(DumpedHelp.self, from: output(of: "--experimental-dump-help")).command
let subcommands = (root.subcommands ?? []).filter { $0.commandName != "help" }
let pages =
  [ManualPage(command: root, parents: [], version: version)]
  + subcommands.map { ManualPage(command: $0, parents: [root.commandName], version: version) }
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
for page in pages { try Data(page.text.utf8).write(to: folder.appending(path: page.file)) }
