import Foundation
import JSON
import Studies
import Support

/// What a site was built from and by what, as far as the study's repository and the command line say.
package struct Provenance: Sendable, Equatable {
  /// The commit of the repository that the study lies in; nil where it lies in none.
  package let commit: String?
  /// Whether files in the study's folder that belong to the repository differ from that commit.
  package let hasChanges: Bool
  /// Why there is no commit, in a sentence; nil where there is one.
  package let problem: String?
  /// The command line, the program's name first.
  package let command: [String]

  /// Asks git for the commit of the folder of `study`.
  package init(of study: Study, command: [String]) {
    let folder = study.folder
    let found = Self.git(["rev-parse", "HEAD"], in: folder)
    commit = found.output
    problem =
      commit == nil
      ? Sentence.closed("The manifest tells no commit: git says of \(folder.path): \(found.problem)") : nil
    // What a build leaves in the folder belongs to no commit and changes none.
    let changes = ["status", "--porcelain", "--untracked-files=no", "--", "."]
    hasChanges = commit != nil && Self.git(changes, in: folder).output?.isEmpty == false
    self.command = command
  }

  package init(commit: String?, hasChanges: Bool, command: [String]) {
    (self.commit, self.hasChanges, self.command) = (commit, hasChanges, command)
    problem = nil
  }

  /// What git prints, without the line's end; nil when there is no git or no repository, and what it says then.
  private static func git(_ arguments: [String], in folder: URL) -> (output: String?, problem: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path] + arguments
    // Both in one: what git says is a line or two, and the caller wants one of them.
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    guard (try? process.run()) != nil else { return (nil, "there is no git") }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard process.terminationStatus == 0 else {
      return (nil, text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
    return (text, "")
  }

  /// Writes it as an object.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("commit", commit)
      json.member("has_changes", commit == nil ? nil : hasChanges)
      json.key("command")
      json.array { json in for word in command { json.value(word) } }
    }
  }

  /// Its words, to compare one with another.
  var fields: [String] { [commit ?? "", "\(hasChanges)"] + command }
}
