import Gradients
import Runs
import Studies
import Support
import Testing

@Suite struct TextTests {
  private func progress(rate: Double?, left: Double?, skipped: Int = 0, share: Double = 0.019) -> RunProgress
  {
    RunProgress(
      activity: "One, sums, none", samplesDone: 12, samplesTotal: 1200, samplesSkipped: skipped, share: share,
      tokensPerSecond: rate, secondsLeft: left)
  }

  @Test func saysHowFarARunIs() {
    #expect(progress(rate: nil, left: nil, share: 0.009).line == "12 of 1,200 samples · One, sums, none")
    #expect(
      progress(rate: 1234.4, left: 125, skipped: 2).line
        == "12 of 1,200 samples, 1 %, 1,234 tokens/s, 2 min 5 s left, 2 skipped · One, sums, none")
  }

  @Test(arguments: [
    (85, "12 of 1,200 samples, 1 %, 1,234 tokens/s, 2 min 5 s left, 2 skipped · One, sums, none"),
    (84, "12 of 1,200 samples, 1 %, 2 min 5 s left, 2 skipped · One, sums, none"),
    (68, "12 of 1,200 samples, 2 min 5 s left, 2 skipped · One, sums, none"),
    (63, "12 of 1,200 samples, 2 min 5 s left · One, sums, none"),
    (52, "12 of 1,200 samples · One, sums, none"), (37, "12 of 1,200 samples · One, sums, none"),
    (36, "12 of 1,200 samples · …e, sums, none"), (34, "12 of 1,200 samples · … sums, none"),
    (33, "One, sums, none"), (15, "One, sums, none"), (10, "…ums, none"),
    (1, "…"), (0, ""),
  ])
  func keepsTheConditionInALineThatMustBeShort(columns: Int, line: String) {
    let progress = progress(rate: 1234.4, left: 125, skipped: 2)
    #expect(progress.line(columns: columns) == line)
  }

  @Test func countsTheColumnsOfWideCharactersAndOfAccents() {
    let progress = RunProgress(
      activity: "模型模型模型模型, re\u{301}sume\u{301}", samplesDone: 0, samplesTotal: 1, samplesSkipped: 0,
      share: 0,
      tokensPerSecond: nil, secondsLeft: nil)
    #expect(progress.line(columns: 40) == progress.line)
    #expect(progress.line(columns: 39) == "0 of 1 sample · …型模型模型模型, re\u{301}sume\u{301}")
    #expect(progress.line(columns: 38) == "0 of 1 sample · …模型模型模型, re\u{301}sume\u{301}")
  }

  @Test(arguments: [
    (0.0, "0 s"), (0.4, "0 s"), (59.6, "1 min 0 s"), (3600, "1 h 0 min"), (90061, "1 d 1 h"), (-3, "0 s"),
    (.infinity, "–"), (.nan, "–"),
  ])
  func writesDurationsInTheirTwoLargestUnits(seconds: Double, text: String) {
    #expect(progress(rate: 50, left: seconds).line.contains("tokens/s, \(text) left ·"))
  }

  @Test(arguments: [(0.0424, "0.042"), (7.28, "7.3"), (9.99, "10.0"), (99.6, "100"), (1e6, "1,000,000")])
  func writesRatesWithTwoDigitsOrMore(rate: Double, text: String) {
    #expect(progress(rate: rate, left: nil).line.contains(" \(text) tokens/s ·"))
  }

  @Test func knowsARunThatHasNothingButSkippedSamples() {
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

  @Test func saysWhatARunDidForPeopleAndForScripts() {
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
        "non-finite gradient":0,"singular values did not converge":0},"cut":0,"cut_unknown":0,"warnings":[],"cancelled":true,"tokens":10,"seconds":61.5}
        """)
  }
}
