import Foundation
import Studies
import TestSupport
import Testing

@Suite struct MiniatureStudyTests {
  @Test func isAWholeStudyWhoseDataPair() throws {
    let study = try Study(at: SharedData.packageRoot.appending(path: "examples/miniature"))
    #expect(study.name == "miniature")
    #expect(study.models.map(\.stage) == [.base, .instruct])
    #expect(study.models[1].partner == study.models[0].name)
    #expect(study.tasks.map(\.kind) == [.math, .commonsense])
    #expect(study.conditions.count == 12)
    let data = try StudyData(study: study)
    #expect(study.conditions.allSatisfy { data[$0].records.count == 100 })
  }

  @Test func tellsCorrectFromIrrelevantResponses() throws {
    let study = try Study(at: SharedData.packageRoot.appending(path: "examples/miniature"))
    let data = try StudyData(study: study)
    for condition in study.conditions where condition.relevance == .irrelevant {
      let correct = Condition(task: condition.task, style: condition.style, relevance: .correct)
      let pairs = zip(data[condition].records, data[correct].records)
      #expect(pairs.allSatisfy { $0.output != $1.output })
    }
  }
}
