import Foundation
import Studies
import StudySupport
import TestSupport
import Testing

@Suite struct StudyDataTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture() }

  @Test func readsEveryCondition() throws {
    let study = try fixture.read()
    let data = try StudyData(study: study)
    #expect(study.conditions.map { data[$0].records.count } == [3, 3, 3])
    #expect(Set(study.conditions.map { data[$0].fingerprint }).count == 3)
  }

  @Test func keepsItsFingerprintWhenAFileIsOnlyLaidOutAnew() throws {
    let study = try fixture.read()
    let condition = study.conditions[0]
    let before = try StudyData(study: study)[condition].fingerprint
    let text = StudyFixture.records(3, answer: "fast").replacingOccurrences(of: "\n", with: " ")
    try fixture.folder.write(text, to: "data/fast.json")
    #expect(try StudyData(study: study)[condition].fingerprint == before)
    try fixture.folder.write(StudyFixture.records(3, answer: "faster"), to: "data/fast.json")
    #expect(try StudyData(study: study)[condition].fingerprint != before)
  }

  @Test func pairsATaskRecordByRecord() throws {
    let study = try fixture.read()
    let first = study.tasks[0].sources[0].file.path
    let slow = study.tasks[0].sources[2].file.path
    let other = StudyFixture.records(3, answer: "slow").replacingOccurrences(of: "Add 1", with: "Take 1")
    try fixture.folder.write(other, to: "data/slow.json")
    #expect(throws: StudyError.unpaired(first, slow, .differentInstruction(index: 1))) {
      try StudyData(study: study)
    }
    try fixture.folder.write(StudyFixture.records(2, answer: "slow"), to: "data/slow.json")
    #expect(throws: StudyError.unpaired(first, slow, .differentCount(3, 2))) { try StudyData(study: study) }
  }

  @Test func pairsByBytesAndNotByCanonicalEquivalence() throws {
    try fixture.folder.write(#"[{"instruction": "caf\u00e9", "output": "a"}]"#, to: "data/fast.json")
    try fixture.folder.write(#"[{"instruction": "cafe\u0301", "output": "a"}]"#, to: "data/fast-wrong.json")
    let study = try fixture.read()
    let error = #expect(throws: StudyError.self) { try StudyData(study: study) }
    #expect(error?.description.contains("Record 1") == true)
  }

  @Test func doesNotPairUnpopularTopicsWithPopularOnes() throws {
    try fixture.folder.write(StudyFixture.records(1, answer: "a"), to: "data/slow.json")
    let text = StudyFixture.text.replacingOccurrences(of: "kind: math", with: "kind: knowledge")
      .replacingOccurrences(of: "none:", with: "popular-100:")
      .replacingOccurrences(of: "detailed:", with: "unpopular:")
    #expect(try fixture.problems(in: text).isEmpty)
    let study = try Study(at: fixture.folder.url)
    #expect(try StudyData(study: study)[study.conditions[2]].records.count == 1)
  }
}
