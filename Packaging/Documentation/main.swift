import Foundation
import Site

// documentation PROGRAM PAGES OUTPUT: builds the site of the pages in Markdown of a folder, with a page of the help of every
// command of PROGRAM, which says it of itself.

guard CommandLine.arguments.count == 4 else {
  print("usage: documentation PROGRAM PAGES OUTPUT")
  exit(2)
}
let program = URL(filePath: CommandLine.arguments[1])
let folder = URL(filePath: CommandLine.arguments[2], directoryHint: .isDirectory)
let output = URL(filePath: CommandLine.arguments[3], directoryHint: .isDirectory)

do {
  let commands = try CommandsPage(program)
  let site = try DocumentationSite(
    folder: folder, program: "Strata \(commands.version)", made: ["commands": commands.text])
  print("\(output.path): \(try site.build(into: output)) pages")
} catch {
  FileHandle.standardError.write(Data("documentation: \(error)\n".utf8))
  exit(1)
}
