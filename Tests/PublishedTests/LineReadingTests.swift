import Foundation
import Gradients
import Published
import Store
import Studies
import StudySupport
import TestSupport
import Testing

/// Lines are read by the shape of the one before, block by block and on all cores; nothing of that is to be seen.
@Suite struct LineReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A line with numbers of its own, and with `space` after every colon.
  private func line(_ number: Int, isUnified: Bool = false, space: String = " ", text: String = "no")
    -> String
  {
    var random = Random(state: UInt64(number))
    var members = [
      #""instruction":\#(space)"\#(number) é\n\"\u00e9\"""#, #""output":\#(space)"\#(text)""#,
      #""loss":\#(space)\#(random.number())"#,
    ]
    for layer in 0..<3 {
      for projection in ["q", "k", "v", "o"] {
        let values = (0..<4).map { _ in random.number() }.sorted(by: >)
        let spectrum =
          isUnified
          ? #""S_list":\#(space)\#(values.prefix(1 + number % 4))"#
          : #""S_sum":\#(space)\#(values.reduce(0, +)), "S_max":\#(space)\#(values[0])"#
        members.append(
          """
          "model.layers.\(layer).self_attn.\(projection)_proj.weight":\(space){"M_mean": \(random.number() - 0.5), \
          "M_max": \(random.number()), "M_min": -1e-\(number % 30), "frobenius_norm": \(values[0] * 1.5), \(spectrum)}
          """)
      }
    }
    return "{" + members.joined(separator: ", ") + "}\n"
  }

  private struct Random {
    var state: UInt64

    /// A number from 0 to 1 with as many digits as a double needs.
    mutating func number() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
  }

  private func importing(_ text: String, as name: String) throws -> Study {
    try folder.write(text, to: "\(name)/m/grads_aqua_no_cot.jsonl")
    let output = folder.file("study-\(name)")
    _ = try ImportJob(places: [folder.file(name)], output: output).run()
    return try Study(at: output, checksFiles: false)
  }

  private func samples(_ study: Study) throws -> [SampleGradients] {
    let store = try Store(at: study.store, for: .read)
    let item = try #require(try StudyResults(study: study).current().first)
    var samples: [SampleGradients] = []
    try store.forEachSample(of: item.run) { sample in
      if case .computed(let gradients) = sample.outcome { samples.append(gradients) }
    }
    return samples
  }

  private func expectSame(_ left: [SampleGradients], _ right: [SampleGradients]) {
    #expect(left.map(\.loss) == right.map(\.loss))
    for (one, other) in zip(left, right) {
      #expect(one.gradients.map(\.place) == other.gradients.map(\.place))
      for (ours, theirs) in zip(one.gradients, other.gradients) {
        #expect(bits(ours.summary) == bits(theirs.summary))
        #expect(ours.extrema == theirs.extrema && ours.singularValues == theirs.singularValues)
      }
    }
  }

  private func bits(_ summary: SpectrumSummary) -> [UInt64] {
    Statistic.columns.map { $0.value(in: summary).bitPattern }
  }

  private func outputs(_ study: Study) throws -> [SampleRecord] {
    try StudyData(study: study)[study.conditions[0]].records
  }

  @Test(arguments: [false, true])
  func linesOfOneShapeAreReadAsThoseOfManyShapes(isUnified: Bool) throws {
    let numbers = Array(0..<60)
    let alike = numbers.map { line($0, isUnified: isUnified) }.joined()
    // No line has the shape of the one before it.
    let unlike = numbers.map {
      line($0, isUnified: isUnified, space: String(repeating: " ", count: $0 % 7))
    }.joined()
    let (first, second) = (try importing(alike, as: "alike"), try importing(unlike, as: "unlike"))
    let found = try samples(first)
    #expect(found.count == 60)
    expectSame(found, try samples(second))
    #expect(found.allSatisfy { $0.gradients.allSatisfy { $0.extrema != nil } })
    #expect(try outputs(first).map(\.instruction) == numbers.map { "\($0) é\n\"é\"" })
    #expect(try outputs(first).map(\.output) == outputs(second).map(\.output))
  }

  @Test func filesOfManyBlocksAndLinesLongerThanABlockAreReadWhole() throws {
    let long = String(repeating: "long ", count: 500_000)
    let lines = (0..<900).map { line($0, text: $0 == 450 ? long : "\($0)") }
    let text = lines.joined()
    #expect(text.utf8.count > 4_000_000)
    let study = try importing(String(text.dropLast()), as: "long")
    let found = try samples(study)
    #expect(found.count == 900)
    #expect(try outputs(study).map(\.output) == (0..<900).map { $0 == 450 ? long : "\($0)" })
    for number in [0, 449, 450, 451, 899] {
      expectSame([found[number]], try samples(importing(lines[number], as: "one-\(number)")))
    }
  }

  @Test func wrongLinesAreNumberedThroughAllBlocksAndBlankOnesCount() throws {
    var lines = (0..<900).map { line($0) }
    lines[700] = "\n"
    lines[701] = "{\n"
    lines[850] = line(3)
    let place = try folder.write(lines.joined(), to: "wrong/m/grads_aqua_no_cot.jsonl")
    do {
      _ = try ImportJob(places: [folder.file("wrong")], output: folder.file("study")).run()
      Issue.record("wrong lines were imported")
    } catch PublishedError.importLines(let found, let count) {
      #expect(found.map(\.line) == [702, 851] && count == 2)
      #expect(found[1] == InvalidLine(file: place.path, line: 851, problem: .duplicate(line: 4)))
    }
  }

  @Test func aLineBeyondTheLimitIsToldOfAndLeftOut() throws {
    let place = try folder.write(Data(), to: "long/m/grads_aqua_no_cot.jsonl")
    // A file with a hole: nothing of the long line takes room on the disk.
    let file = try FileHandle(forWritingTo: place)
    try file.truncate(atOffset: 1 << 28)
    try file.seekToEnd()
    try file.write(contentsOf: Data(("\n" + line(1) + "{\n").utf8))
    try file.close()
    do {
      _ = try ImportJob(places: [folder.file("long")], output: folder.file("study")).run()
      Issue.record("a line that is too long was imported")
    } catch PublishedError.importLines(let found, let count) {
      #expect(count == 2 && found.map(\.line) == [1, 3])
      #expect(found[0].problem == .tooLong)
      #expect(found[0].problem.description.contains("is longer than 256 MB"))
    }
  }

  /// A line that is like the one before but for what is wrong is told of as one that stands alone.
  @Test(arguments: [
    (#""loss": "#, #""loss": -"#), (#""M_max": "#, #""M_max": x"#), (#""S_max": "#, #""S_max": 9"#),
    (#""output": "no"#, #""output": "\q"#), (#""frobenius_norm": "#, #""frobenius_norm": -"#),
  ])
  func wrongLinesAreToldOfInTheSameWordsWhereverTheyStand(old: String, new: String) throws {
    let wrong = line(1).replacing(old, with: new, maxReplacements: 1)
    func problem(_ text: String) throws -> LineProblem? {
      try folder.write(text, to: "wrong/m/grads_aqua_no_cot.jsonl")
      do {
        _ = try ImportJob(places: [folder.file("wrong")], output: folder.file("study")).run()
        return nil
      } catch PublishedError.importLines(let found, _) {
        return found.first?.problem
      }
    }
    let alone = try #require(try problem(wrong))
    #expect(try problem(line(0) + wrong) == alone)
  }
}
