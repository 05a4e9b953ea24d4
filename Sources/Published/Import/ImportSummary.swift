import Foundation
import JSON
import Support

/// What an import did.
package struct ImportSummary: Sendable {
  /// The folder of the new study.
  package let study: URL
  /// Files that were read.
  package let files: Int
  /// Models of the study.
  package let models: Int
  /// Conditions of the study.
  package let conditions: Int
  /// Samples that were imported.
  package let samples: Int
  /// Lines that were left out.
  package let invalid: [InvalidLine]
  /// Parameters that are no projection known here, with `*` for the number of their layer; they were left out.
  package let ignored: [String]

  /// A line or two for people.
  package var text: String {
    var lines = [
      "imported \(NumberText.count(samples, "sample")) of \(NumberText.count(models, "model")) under "
        + "\(NumberText.count(conditions, "condition")) into \(study.path)"
    ]
    if !invalid.isEmpty {
      lines.append("left out \(NumberText.count(invalid.count, "line")) that cannot be read")
    }
    return lines.joined(separator: "\n")
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("study", study.path)
      json.member("files", files)
      json.member("models", models)
      json.member("conditions", conditions)
      json.member("samples", samples)
      json.key("ignored")
      json.array { json in for name in ignored { json.value(name) } }
      json.key("invalid")
      json.array { json in
        for line in invalid {
          json.object { json in
            json.member("file", line.file)
            json.member("line", line.line)
            json.member("problem", line.problem.description)
          }
        }
      }
    }
    return json.text
  }
}
