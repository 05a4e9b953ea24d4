import JSON
import Support

/// Something that was looked at on a machine or of a study.
package struct Finding: Sendable, Equatable {
  /// How it is.
  package enum State: String, Sendable {
    /// As it should be.
    case good
    /// Nothing fails for it, but somebody should know.
    case odd
    /// Something needs it and it is not there.
    case missing
  }

  /// What was looked at, in a word or two.
  package let subject: String
  package let state: State
  /// What there is, without a full stop where it is one line.
  package let text: String
  /// The command or the change that mends it; nil where there is nothing to mend or the text says it.
  package let mend: String?

  package init(_ subject: String, _ state: State, _ text: String, mend: String? = nil) {
    (self.subject, self.state, self.text, self.mend) = (subject, state, text, mend)
  }

  /// A finding of what is as it should be.
  package init(_ subject: String, _ text: String) { self.init(subject, .good, text) }
}

/// Everything that was found.
package struct Diagnosis: Sendable, Equatable {
  package var findings: [Finding]

  package init(_ findings: [Finding]) { self.findings = findings }

  /// Whether something that is needed is missing.
  package var lacksSomething: Bool { findings.contains { $0.state == .missing } }

  /// A line for each finding, what is not as it should be marked, and its mend below.
  package var text: String {
    let width = (findings.map(\.subject.count).max() ?? 0) + 2
    let lines = findings.flatMap { finding in
      let mark =
        switch finding.state {
        case .good: "ok       "
        case .odd: "odd      "
        case .missing: "missing  "
        }
      let subject = finding.subject.padding(toLength: width, withPad: " ", startingAt: 0)
      let indent = String(repeating: " ", count: mark.count + width)
      return [mark + subject + finding.text] + (finding.mend.map { ["\(indent)→ \($0)"] } ?? [])
    }
    return (lines + ["", summary]).joined(separator: "\n")
  }

  private var summary: String {
    let counts = [(Finding.State.missing, "missing"), (.odd, "odd")].map { state, word in
      (findings.count { $0.state == state }, word)
    }
    if counts.allSatisfy({ $0.0 == 0 }) { return "Everything is there." }
    return counts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "."
  }

  /// One JSON object.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("ok", !lacksSomething)
      json.key("findings")
      json.array { json in
        for finding in findings {
          json.object { json in
            json.member("subject", finding.subject)
            json.member("state", finding.state.rawValue)
            json.member("text", finding.text)
            json.member("mend", finding.mend)
          }
        }
      }
    }
    return json.text
  }
}
