import ArgumentParser
import Foundation
import Setup
import Support

/// `strata init`
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a study with comments that runs at once.",
    discussion: """
      The study has two tiny models with random weights and 24 made-up examples in two styles, so that everything can be \
      tried: run, build, plot. Then put your own models and data in their place. What is there is never overwritten.

      EXAMPLES:
        strata init first-study
        strata run first-study
        strata build first-study --output _site
      """)

  @Argument(help: "The folder of the study, which is made where it is missing.", completion: .directory)
  var folder: String

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  func validate() throws {
    if folder.isEmpty {
      throw ValidationError("The folder of a study has a name; `.` is the one that you are in.")
    }
  }

  func run() throws {
    let files = try StarterStudy.write(to: UserPath.place(folder))
    if quiet { return }
    let place = Self.shellWord(folder)
    try Console.result(
      """
      \(NumberText.count(files.count, "file")) in \(folder); \(folder)/study.yml says what each line means.
      Next: strata run \(place) && strata build \(place)
      """)
  }

  /// `text` as one word of a shell's command line.
  private static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      Self.plainBytes.contains($0)
    }
    return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }

  private static let plainBytes = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-".utf8)
}
