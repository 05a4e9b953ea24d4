import Gradients
import JSON
import Support

/// Summary of what a run did and how complete its results are.
package struct RunSummary: Sendable, Equatable {
  /// Samples that were computed or skipped this time.
  package let finished: Int
  /// Samples that needed no work: they were there when the run began.
  package let found: Int
  /// All samples without a gradient, this time's and those of earlier runs, by reason.
  package let skipped: [SkipReason: Int]
  /// Samples that are still missing; not zero only after a run that was cancelled.
  package let missing: Int
  /// Whether the run was stopped before its end. Everything finished is stored.
  package let wasCancelled: Bool
  /// Tokens of the samples finished this time.
  package let tokens: Int
  /// Seconds from the first batch to the last.
  package let seconds: Double
  /// What cutting texts did to the samples that are there.
  package let truncation: Truncation

  /// Makes a summary.
  package init(
    finished: Int, found: Int, skipped: [SkipReason: Int], missing: Int, wasCancelled: Bool, tokens: Int,
    seconds: Double, truncation: Truncation = Truncation()
  ) {
    self.truncation = truncation
    self.finished = finished
    self.found = found
    self.skipped = skipped
    self.missing = missing
    self.wasCancelled = wasCancelled
    self.tokens = tokens
    self.seconds = seconds
  }

  /// Samples without a gradient, for whatever reason.
  package var skippedCount: Int { skipped.values.reduce(0, +) }

  /// Whether there are samples and none of them has a gradient.
  package var hasOnlySkipped: Bool { skippedCount > 0 && skippedCount == finished + found && missing == 0 }
}

extension RunSummary {
  /// A line or two for people.
  package var text: String {
    var parts = ["computed \(NumberText.count(finished, "sample")) in \(NumberText.duration(seconds))"]
    if found > 0 { parts.append("\(NumberText.count(found)) were there") }
    if missing > 0 { parts.append("\(NumberText.count(missing)) are missing") }
    let lines = [parts.joined(separator: ", ")] + skippedLines + [truncation.text].compactMap(\.self)
    return lines.joined(separator: "\n")
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
      json.member("cut", truncation.cut)
      json.member("cut_unknown", truncation.unknown)
      json.key("warnings")
      json.array { json in for warning in truncation.warnings { json.value(warning.description) } }
      json.member("cancelled", wasCancelled)
      json.member("tokens", tokens)
      json.member("seconds", seconds)
    }
    return json.text
  }
}
