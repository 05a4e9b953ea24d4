import Comparison
import FigureSupport
import Testing

@Suite struct ReadmeExample {
  @Test func comparesTwoStates() throws {
    var synthetic = try SyntheticStudy.small()
    let old = try synthetic.analysis(details: true)
    synthetic.gain = { _, condition in condition.style == .none ? 2 : 1 }
    let new = try synthetic.analysis(details: true)
    // README example
    let before = try StudySnapshot(old, isRounded: false)
    let now = try StudySnapshot(new, isRounded: false)
    let difference = StudyDifference(from: before, to: now)
    let verdicts = difference.verdicts.map { "\($0.old) → \($0.new)" }
    let hasMoved = difference.reaches(.interval)
    let comment = difference.markdown
    // end of example
    #expect(verdicts.count == difference.verdicts.count)
    #expect(hasMoved)
    #expect(comment.contains("Beyond their intervals"))
  }
}
