import Analysis
import Foundation
import Store
import Support
import TestSupport
import Testing

/// What is kept beside a store changes no number, whatever happens to it.
@Suite struct NumberCacheTests {
  private func numbers(_ study: StoredStudy, isKept: Bool = true) throws -> AnalysedNumbers {
    AnalysedNumbers(try study.analysis(isKept: isKept))
  }

  private func written() throws -> StoredStudy {
    let study = try StoredStudy()
    try study.write()
    return study
  }

  @Test func numbersAreTheSameWithoutWithAndFromWhatIsKept() throws {
    let study = try written()
    let plain = try numbers(study, isKept: false)
    #expect(!FileManager.default.fileExists(atPath: study.cache.path))
    #expect(try numbers(study) == plain)
    #expect(FileManager.default.fileExists(atPath: study.cache.path))
    #expect(try numbers(study) == plain)
  }

  @Test func whatIsKeptIsWrittenOnceAndReadAfterwards() throws {
    let study = try written()
    _ = try numbers(study)
    let stamp = try #require(FileStamp(of: study.cache.path))
    _ = try numbers(study)
    #expect(FileStamp(of: study.cache.path) == stamp)
  }

  @Test func aStoreOfOtherNumbersIsNoticed() throws {
    var study = try written()
    let before = try numbers(study)
    study.seed = 2
    try study.write()
    let after = try numbers(study)
    #expect(after != before)
    #expect(after == (try numbers(study, isKept: false)))
    #expect(try numbers(study) == after)
  }

  @Test func samplesThatAreAddedAreNoticed() throws {
    var study = try written()
    let before = try numbers(study)
    study.samples = 9
    try study.add(from: 7)
    let after = try numbers(study)
    #expect(after != before)
    #expect(after == (try numbers(study, isKept: false)))
  }

  @Test func samplesThatAreAskedForNoMoreAreNoticed() throws {
    let study = try written()
    let before = try numbers(study)
    let file = study.folder.file("study.yml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try study.folder.write(text + "\nsettings: { samples: 4 }\n", to: "study.yml")
    let after = try numbers(study)
    #expect(after != before)
    #expect(after == (try numbers(study, isKept: false)))
  }

  /// Another stamp, the same samples: they are read again, and what is kept of them still holds.
  @Test func aCopyOfTheStoreHasTheSameNumbers() throws {
    let study = try written()
    let before = try numbers(study)
    let store = study.folder.file("study.sqlite")
    let bytes = try Data(contentsOf: store)
    try FileManager.default.removeItem(at: store)
    try bytes.write(to: store)
    #expect(try numbers(study) == before)
  }

  @Test func aStoreThatWasTouchedIsReadAgain() throws {
    let study = try written()
    let before = try numbers(study)
    let stamp = try study.results().stamp
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: study.folder.file("study.sqlite").path)
    #expect(try study.results().stamp != stamp)
    #expect(try numbers(study) == before)
  }

  private static let places = [0.0, 0.02, 0.3, 0.6, 0.9, 0.97, 0.999]

  @Test(arguments: places)
  func aDamagedByteChangesNothingAndIsMended(place: Double) throws {
    let study = try written()
    let plain = try numbers(study)
    var bytes = try Data(contentsOf: study.cache)
    bytes[Int(place * Double(bytes.count - 1))] ^= 0x10
    try bytes.write(to: study.cache)
    #expect(try numbers(study) == plain)
    try checkWhole(study, plain)
  }

  @Test(arguments: [0.0, 0.01, 0.5, 0.99])
  func aFileThatIsCutChangesNothingAndIsMended(part: Double) throws {
    let study = try written()
    let plain = try numbers(study)
    let bytes = try Data(contentsOf: study.cache)
    try bytes.prefix(Int(part * Double(bytes.count))).write(to: study.cache)
    #expect(try numbers(study) == plain)
    try checkWhole(study, plain)
  }

  @Test func whatIsKeptOfAnotherProgramIsNotTrusted() throws {
    let study = try written()
    let plain = try numbers(study)
    var text = try Data(contentsOf: study.cache)
    let place = try #require(text.firstIndex(of: UInt8(ascii: "\n")))
    text[place - 1] = text[place - 1] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
    try text.write(to: study.cache)
    #expect(try numbers(study) == plain)
    try checkWhole(study, plain)
  }

  /// The file is whole again: it is read and not written.
  private func checkWhole(_ study: StoredStudy, _ expected: AnalysedNumbers) throws {
    let stamp = try #require(FileStamp(of: study.cache.path))
    #expect(try numbers(study) == expected)
    #expect(FileStamp(of: study.cache.path) == stamp)
  }

  @Test func whereNothingCanBeKeptNumbersAreTheSame() throws {
    let study = try written()
    let plain = try numbers(study, isKept: false)
    // A folder in the place of the file.
    try FileManager.default.createDirectory(at: study.cache, withIntermediateDirectories: true)
    #expect(try numbers(study) == plain)
    #expect(try FileManager.default.contentsOfDirectory(atPath: study.cache.path) == [])
  }

  /// While somebody writes to the store its stamp tells nothing.
  @Test func aStoreThatIsBeingWrittenToIsReadAnew() throws {
    var study = try written()
    _ = try numbers(study)
    study.samples = 8
    let results = try study.results()
    #expect(results.stamp != nil)
    let store = try Store(at: study.folder.file("study.sqlite"), for: .write)
    try study.add(from: 7, to: store)
    #expect(results.stamp == nil)
    #expect(try numbers(study) == (try numbers(study, isKept: false)))
    try store.close()
    #expect(try numbers(study) == (try numbers(study, isKept: false)))
  }
}
