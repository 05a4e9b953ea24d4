import Foundation
import TestSupport

/// A study of two byte models on disk.
struct SmallStudy {
  let folder: TemporaryFolder
  /// Samples of each of its two models and three conditions.
  let count: Int

  var store: URL { folder.file("study.sqlite") }

  init(samples count: Int, settings: String = "max_length: 300") throws {
    self.count = count
    folder = try TemporaryFolder()
    for name in ["base", "instruct"] { try ByteModel().write(to: folder.file("models/\(name)")) }
    for name in ["fast", "fast-wrong", "slow"] {
      try folder.write(Self.records(count, answer: name), to: "data/\(name).json")
    }
    try folder.write(
      """
      name: small
      title: A small study
      models:
        - name: small-base
          label: Small
          path: models/base
          stage: base
        - name: small-instruct
          path: models/instruct
          stage: instruct
          partner: small-base
      tasks:
        - name: sums
          kind: math
          data:
            none: { correct: data/fast.json, irrelevant: data/fast-wrong.json }
            detailed: { correct: data/slow.json }
      settings:
        \(settings)
      """, to: "study.yml")
  }

  static func records(_ count: Int, answer: String) -> String {
    let answer = answer == "slow" ? String(repeating: "One and one make two. ", count: 5) : answer
    let records = (0..<count).map {
      #"{"instruction": "Add \#($0) and 1.", "output": "\#(answer) \#($0 + 1)"}"#
    }
    return "[\n" + records.joined(separator: ",\n") + "\n]\n"
  }
}
