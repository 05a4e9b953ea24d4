import Gradients
import JSON
import Support

extension RunSummary {
  /// A line or two for people.
  package var text: String {
    var parts = ["computed \(NumberText.count(finished, "sample")) in \(NumberText.duration(seconds))"]
    if found > 0 { parts.append("\(NumberText.count(found)) were there") }
    if missing > 0 { parts.append("\(NumberText.count(missing)) are missing") }
    return ([parts.joined(separator: ", ")] + skippedLines).joined(separator: "\n")
  }

  /// One line for each reason: `skipped 2 samples: no labelled position`.
  private var skippedLines: [String] {
    SkipReason.allCases.compactMap { reason in
      skipped[reason].map { "skipped \(NumberText.count($0, "sample")): \(reason.rawValue)" }
    }
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("finished", finished)
      json.member("found", found)
      json.member("missing", missing)
      json.key("skipped")
      json.object { json in
        for reason in SkipReason.allCases { json.member(reason.rawValue, skipped[reason] ?? 0) }
      }
      json.member("cancelled", wasCancelled)
      json.member("tokens", tokens)
      json.member("seconds", seconds)
    }
    return json.text
  }
}
