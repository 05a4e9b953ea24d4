import Gradients
import Runs
import Studies
import Support
import Testing

@Suite("Text for people")
struct TextTests {
  private func progress(rate: Double?, left: Double?, skipped: Int = 0) -> RunProgress {
    RunProgress(
      activity: "One, sums, none", samplesDone: 12, samplesTotal: 1200, samplesSkipped: skipped,
      tokensPerSecond: rate, secondsLeft: left)
  }

  @Test("says how far a run is")
  func progressLine() {
    #expect(progress(rate: nil, left: nil).line == "12 of 1,200 samples · One, sums, none")
    #expect(
      progress(rate: 1234.4, left: 125, skipped: 2).line
        == "12 of 1,200 samples, 1,234 tokens/s, 2 min 5 s left, 2 skipped · One, sums, none")
  }

  @Test(
    "writes durations in their two largest units",
    arguments: [
      (0.0, "0 s"), (0.4, "0 s"), (59.6, "1 min 0 s"), (3600, "1 h 0 min"), (90061, "1 d 1 h"), (-3, "0 s"),
      (.infinity, "–"), (.nan, "–"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(progress(rate: 50, left: seconds).line.contains("tokens/s, \(text) left ·"))
  }

  @Test(
    "writes rates with two digits or more",
    arguments: [(0.0424, "0.042"), (7.28, "7.3"), (9.99, "10.0"), (99.6, "100"), (1e6, "1,000,000")])
  func rates(rate: Double, text: String) {
    #expect(progress(rate: rate, left: nil).line.contains(" \(text) tokens/s ·"))
  }

  @Test("knows a run that has nothing but skipped samples")
  func onlySkipped() {
    func summary(skipped: Int, found: Int, missing: Int = 0) -> RunSummary {
      RunSummary(
        finished: 2, found: found, skipped: [.noLabels: skipped], missing: missing, wasCancelled: false,
        tokens: 10,
        seconds: 1)
    }
    #expect(summary(skipped: 5, found: 3).hasOnlySkipped)
    #expect(!summary(skipped: 4, found: 3).hasOnlySkipped)
    #expect(!summary(skipped: 5, found: 3, missing: 1).hasOnlySkipped)
    #expect(!summary(skipped: 0, found: -2).hasOnlySkipped)
  }

  @Test("says what a run did, for people and for scripts")
  func summary() {
    let summary = RunSummary(
      finished: 1, found: 1200, skipped: [.noLabels: 2], missing: 3, wasCancelled: true, tokens: 10,
      seconds: 61.5)
    #expect(
      summary.text == """
        computed 1 sample in 1 min 2 s, 1,200 were there, 3 are missing
        skipped 2 samples: no labelled position
        """)
    #expect(
      summary.json == """
        {"finished":1,"found":1200,"missing":3,"skipped":{"no labelled position":2,"non-finite loss":0,\
        "non-finite gradient":0,"singular values did not converge":0},"cancelled":true,"tokens":10,"seconds":61.5}
        """)
  }
}
