import Foundation
import Runs
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

/// Files damaged in every way a fixed generator thinks of: the answer is a result or a typed error, never a
/// crash, a hang or an error of a library.
@Suite struct DamagedInputTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      return bits ^ bits >> 31
    }
  }

  /// Removes, repeats, moves or replaces a few pieces of `text`.
  private func damaged(_ text: String, using generator: inout Generator) -> Data {
    var bytes = Array(text.utf8)
    let signs = Array("{}[]:,-?&*!|>'\"%@`#\n\t \0~<\\".utf8) + [0x80, 0xFF]
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 1...30, using: &generator))
      let piece = Array(bytes[start..<end])
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1: bytes.insert(contentsOf: piece, at: place)
      case 2: bytes[place] = signs.randomElement(using: &generator) ?? 0
      default: bytes.insert(signs.randomElement(using: &generator) ?? 0, at: place)
      }
      if bytes.isEmpty { return Data() }
    }
    return Data(bytes)
  }

  @Test func damagedStudyFilesAreReadOrRefused() throws {
    let fixture = try StudyFixture()
    var generator = Generator(state: 0xDA7A)
    for _ in 0..<2000 {
      let file = try fixture.folder.write(damaged(StudyFixture.text, using: &generator), to: "study.yml")
      do { _ = try Study(at: file) } catch is FileError {}
    }
  }

  @Test func damagedDataFilesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let text = StudyFixture.records(3, answer: "fast")
    var generator = Generator(state: 0xDA7A)
    for _ in 0..<2000 {
      let file = try folder.write(damaged(text, using: &generator), to: "data.json")
      do { _ = try DataFile.records(at: file) } catch is StudyError {}
    }
  }

  @Test func damagedStoresAreReadOrRefused() throws {
    let fixture = try StudyFixture()
    let study = try fixture.read()
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let whole = try Data(contentsOf: study.store)
    var generator = Generator(state: 0xDA7A)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...40, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      try bytes.write(to: study.store)
      do {
        let results = try StudyResults(study: study)
        for condition in study.conditions {
          let found = try results.results(model: "one-base", condition: condition)
          _ = found?.table(.nuclearNorm, of: .q)
          _ = try results.coverage(model: "one-base", condition: condition)
        }
      } catch is StoreError {}
    }
  }
}
