import Foundation
import TestSupport

/// Debian's LaTeX, for what a text of it does on a page.
struct TeX {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdflatex")

  /// Two columns as wide as the ACL's, or one as wide as given.
  static func preamble(letters: String, textWidth: String? = nil) -> String {
    let page =
      textWidth.map { "\\usepackage[a4paper,textwidth=\($0),vmargin=2.5cm]{geometry}" }
      ?? "\\usepackage[a4paper,margin=2.5cm,columnsep=0.6cm]{geometry}"
    return """
      \\documentclass[11pt\(textWidth == nil ? ",twocolumn" : "")]{article}
      \(page)
      \\usepackage[T1]{fontenc}
      \\usepackage[utf8]{inputenc}
      \(letters)
      \\usepackage{graphicx}
      \\usepackage{booktabs}
      \\begin{document}

      """
  }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The log of a document with this text, or of what TeX made of it before an error.
  func log(_ text: String) throws -> String {
    try folder.write(text + "\n\\end{document}\n", to: "document.tex")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/pdflatex")
    process.arguments = ["-interaction=nonstopmode", "-halt-on-error", "document.tex"]
    process.environment = ProcessInfo.processInfo.environment.merging(["max_print_line": "1000"]) { $1 }
    process.currentDirectoryURL = folder.url
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: folder.file("document.log"), encoding: .isoLatin1)
  }
}
