import Support

extension RunProgress {
  /// One line for people, what matters most first, since a narrow terminal shows its beginning:
  /// `12 of 600 samples, 1,234 tokens/s, 8 s left · Miniature, word-problems, none`.
  package var line: String {
    var parts = ["\(NumberText.count(samplesDone)) of \(NumberText.count(samplesTotal, "sample"))"]
    if let tokensPerSecond { parts.append("\(NumberText.rate(tokensPerSecond)) tokens/s") }
    if let secondsLeft { parts.append("\(NumberText.duration(secondsLeft)) left") }
    if samplesSkipped > 0 { parts.append("\(NumberText.count(samplesSkipped)) skipped") }
    return "\(parts.joined(separator: ", ")) · \(activity)"
  }
}
