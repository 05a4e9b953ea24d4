import Foundation

// embed-files OUTPUT.swift ROOT PATH...: writes the files at ROOT/PATH as one Swift source.

let arguments = CommandLine.arguments
guard arguments.count > 2 else {
  print("usage: embed-files OUTPUT.swift ROOT PATH...")
  exit(2)
}
let root = URL(filePath: arguments[2], directoryHint: .isDirectory)
var source = "extension EmbeddedFile {\n  static let all: [EmbeddedFile] = [\n"
for path in arguments.dropFirst(3) {
  let base64 = try Data(contentsOf: root.appending(path: path)).base64EncodedString()
  let name = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  source += "    EmbeddedFile(path: \"\(name)\", base64: \"\(base64)\"),\n"
}
source += "  ]\n}\n"
// A file that does not change is not written: the build compiles what is newer than its output.
let output = URL(filePath: arguments[1])
let written = Data(source.utf8)
if (try? Data(contentsOf: output)) != written { try written.write(to: output) }
