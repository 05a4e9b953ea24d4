import Foundation
import Studies

/// The size of a made-up study, and its study file.
///
/// Models and tasks are those of the papers by number, kind and depth, under names of nobody: pairs of a base and an
/// instruct model with 26 to 42 layers, tasks of all three kinds, every response style, correct and irrelevant.
struct StudyScope {
  /// Models, at most 10.
  var models = 10
  /// Tasks, at most 13.
  var tasks = 13
  /// Samples of every condition.
  var samples = 500

  /// Depth and width of each pair of models.
  static let pairs = [
    (name: "alder", label: "Alder 2B", layers: 26, width: 2304),
    (name: "birch", label: "Birch 3B", layers: 28, width: 3072),
    (name: "cedar", label: "Cedar 7B", layers: 32, width: 4096),
    (name: "dogwood", label: "Dogwood 8B", layers: 32, width: 4096),
    (name: "elm", label: "Elm 9B", layers: 42, width: 3584),
  ]

  private static let kinds: [(name: String, kind: TaskKind)] = [
    ("word-problems", .math), ("strategy", .commonsense), ("people", .knowledge), ("algebra", .math),
    ("everyday", .commonsense), ("counting", .math), ("claims", .commonsense), ("geometry", .math),
    ("places", .knowledge), ("sense", .commonsense), ("sums", .math), ("reasons", .commonsense),
    ("events", .knowledge),
  ]

  /// The study file.
  var text: String {
    let models = (0..<models).map { index in
      let pair = Self.pairs[index / 2 % Self.pairs.count]
      return index.isMultiple(of: 2)
        ? "  - { name: \(pair.name), label: \(pair.label), path: models/\(pair.name), stage: base }"
        : "  - { name: \(pair.name)-instruct, label: \(pair.label) Instruct, path: models/\(pair.name)-instruct, "
          + "stage: instruct, partner: \(pair.name) }"
    }
    return """
      name: full-scope
      title: A study of full scope, made up
      description: Numbers of a seeded generator, to measure what a whole study costs. They mean nothing.
      models:
      \(models.joined(separator: "\n"))
      tasks:
      \(Self.kinds.prefix(tasks).map(Self.task).joined(separator: "\n"))
      settings: { samples: \(samples) }
      """
  }

  private static func task(_ name: String, _ kind: TaskKind) -> String {
    let data = kind.styles.map { style in
      let file = "data/\(name)-\(style.rawValue)"
      return "      \(style.rawValue): { correct: \(file).json, irrelevant: \(file)-irrelevant.json }"
    }
    return "  - name: \(name)\n    label: \(name.replacing("-", with: " ").capitalized)\n"
      + "    kind: \(kind.rawValue)\n    data:\n\(data.joined(separator: "\n"))"
  }
}
