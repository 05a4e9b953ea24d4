import Foundation
import JSON
import Studies
import Support

/// What a site was built from and by what, as far as the study's repository and the command line say.
package struct Provenance: Sendable, Equatable {
  /// The commit of the repository that the study lies in; nil where it lies in none.
  package let commit: String?
  /// Whether files in the study's folder differ from that commit.
  package let hasChanges: Bool
  /// The command line, the program's name first.
  package let command: [String]

  /// Asks git for the commit of the folder of `study`.
  package init(of study: Study, command: [String]) {
    let folder = study.folder
    commit = Self.git(["rev-parse", "HEAD"], in: folder)
    let changes = commit.flatMap { _ in Self.git(["status", "--porcelain", "--", "."], in: folder) }
    hasChanges = changes.map { !$0.isEmpty } ?? false
    self.command = command
  }

  package init(commit: String?, hasChanges: Bool, command: [String]) {
    (self.commit, self.hasChanges, self.command) = (commit, hasChanges, command)
  }

  /// What git prints, without the line's end; nil when there is no git or no repository.
  private static func git(_ arguments: [String], in folder: URL) -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
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
