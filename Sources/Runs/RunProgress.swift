import Support

/// Progress of a run.
package struct RunProgress: Sendable, Equatable {
  /// Work that is being done, for people: the model's label, the task's and the condition.
  package let activity: String
  /// Samples that are done, of those that were missing when the run began.
  package let samplesDone: Int
  /// Samples that were missing when the run began.
  package let samplesTotal: Int
  /// Samples skipped so far.
  package let samplesSkipped: Int
  /// Share of the work that is done, from 0 to 1, the batch in flight with it.
  package let share: Double
  /// Tokens per second since the computing began, or nil before anything is done.
  package let tokensPerSecond: Double?
  /// Seconds that the rest will take at the same speed, or nil before anything is done.
  package let secondsLeft: Double?

  /// Makes a progress of `samplesDone` of `samplesTotal`.
  package init(
    activity: String, samplesDone: Int, samplesTotal: Int, samplesSkipped: Int, share: Double,
    tokensPerSecond: Double?, secondsLeft: Double?
  ) {
    self.activity = activity
    self.samplesDone = samplesDone
    self.samplesTotal = samplesTotal
    self.samplesSkipped = samplesSkipped
    self.share = share
    self.tokensPerSecond = tokensPerSecond
    self.secondsLeft = secondsLeft
  }
}

extension RunProgress {
  /// One line for people: `12 of 600 samples, 2 %, 1,234 tokens/s, 8 s left · Miniature, word-problems, none`.
  package var line: String { line(columns: .max) }

  /// The line in at most so many columns of a terminal.
  ///
  /// What is being computed stays to be read: a line that is too long loses the details in its middle, then the beginning of
  /// the activity, whose end names the condition, and at last the samples.
  package func line(columns: Int) -> String {
    let samples = "\(NumberText.count(samplesDone)) of \(NumberText.count(samplesTotal, "sample"))"
    var details = details
    while true {
      let head = ([samples] + details.map(\.text)).joined(separator: ", ") + " · "
      let room = columns - TerminalText.columns(of: head)
      if TerminalText.columns(of: activity) <= room { return head + activity }
      guard let least = details.indices.max(by: { details[$0].rank < details[$1].rank }) else {
        let isReadable = room >= Self.leastActivity
        return (isReadable ? head : "")
          + TerminalText.end(of: activity, columns: isReadable ? room : columns)
      }
      details.remove(at: least)
    }
  }

  /// Columns in which an activity can still be told from another.
  private static let leastActivity = 12

  /// Details in their order, each with its rank: the one of the highest rank goes first.
  private var details: [(text: String, rank: Int)] {
    var details: [(text: String, rank: Int)] = []
    let percent = Int(share * 100)
    if percent > 0 { details.append(("\(percent) %", 2)) }
    if let tokensPerSecond { details.append(("\(NumberText.rate(tokensPerSecond)) tokens/s", 3)) }
    if let secondsLeft { details.append(("\(NumberText.duration(secondsLeft)) left", 0)) }
    if samplesSkipped > 0 { details.append(("\(NumberText.count(samplesSkipped)) skipped", 1)) }
    return details
  }
}

/// Text as a terminal shows it, in columns.
enum TerminalText {
  /// Columns that `text` takes: two for wide characters of East Asia and pictures, none for what joins the character before it.
  static func columns(of text: some StringProtocol) -> Int { text.reduce(0) { $0 + columns(of: $1) } }

  private static func columns(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// The blocks of wide characters (Unicode Standard Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]

  /// `text`, or `…` and its end, in at most so many columns.
  static func end(of text: String, columns: Int) -> String {
    guard Self.columns(of: text) > columns else { return text }
    guard columns > 0 else { return "" }
    var room = columns - 1
    let end = text.reversed().prefix { character in
      room -= Self.columns(of: character)
      return room >= 0
    }
    return "…" + String(end.reversed())
  }
}
