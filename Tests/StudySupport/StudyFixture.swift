import Foundation
import Studies
import Support
import TestSupport

/// A small study on disk: two models that are empty folders and one task with three data files.
package struct StudyFixture {
  package let folder: TemporaryFolder

  package init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("models/base")
    try folder.makeFolder("models/instruct")
    for name in ["fast", "fast-wrong", "slow"] {
      try folder.write(Self.records(3, answer: name), to: "data/\(name).json")
    }
  }

  package static let text = """
    name: small
    title: A small study
    models:
      - name: one-base
        label: One
        path: models/base
        stage: base
      - name: one-instruct
        path: models/instruct
        stage: instruct
        partner: one-base
    tasks:
      - name: sums
        label: Sums
        kind: math
        data:
          none: { correct: data/fast.json, irrelevant: data/fast-wrong.json }
          detailed: { correct: data/slow.json }
    settings:
      max_length: 64
      samples: 2
    """

  /// `count` records whose instructions are the same for every `answer`.
  package static func records(_ count: Int, answer: String) -> String {
    let records = (0..<count).map {
      #"{"instruction": "Add \#($0) and 1.", "output": "\#(answer) \#($0 + 1)"}"#
    }
    return "[\n" + records.joined(separator: ",\n") + "\n]\n"
  }

  /// Writes the study file, with `find` replaced by `replacement`, and reads it.
  package func read(replacing find: String = "", with replacement: String = "") throws -> Study {
    let text = find.isEmpty ? Self.text : Self.text.replacingOccurrences(of: find, with: replacement)
    try folder.write(text, to: "study.yml")
    return try Study(at: folder.url)
  }

  /// The mistakes that reading `text` finds, as `line: message`.
  package func problems(in text: String) throws -> [ProblemList.Entry] {
    try folder.write(text, to: "study.yml")
    do {
      _ = try Study(at: folder.url)
      return []
    } catch FileError.problems(_, let problems) {
      return problems
    }
  }

  /// The mistakes of the fixture's study with `find` replaced by `replacement`.
  package func problems(replacing find: String, with replacement: String) throws -> [ProblemList.Entry] {
    try problems(in: Self.text.replacingOccurrences(of: find, with: replacement))
  }
}
