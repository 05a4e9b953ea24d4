import Foundation
import JSON
import Studies
import TestSupport
import Testing

@Suite("strata export")
struct ExportJobTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture() }

  private func file(_ name: String) -> URL { fixture.folder.file(name) }

  private func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

  /// The fixture's study, computed.
  private func computed(spectrum: Bool = false) throws -> Study {
    let study = try fixture.read(
      replacing: "samples: 2", with: "samples: 2\n  spectrum: \(spectrum)")
    let opener = FakeOpener(skips: ["slow 2"])
    _ = try Runner(study: study, options: RunOptions(threads: 1, memory: 100), opener: opener, now: { 0 })
      .run()
    return study
  }

  /// The lines of a file without the hashes, which name the run that a sample belongs to.
  private func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map { String($0).replacing(/"sample":"[0-9a-f]*",/, with: "") }
  }

  @Test("gives lines that import into the same numbers", arguments: PublishedShape.allCases)
  func roundTrip(shape: PublishedShape) throws {
    let study = try computed(spectrum: true)
    let form = try #require(ExportForm(rawValue: shape.rawValue))
    let first = try ExportJob(study: study, output: file("first"), forms: [form]).run()
    #expect(first.count == 6)
    let tree = "\(form.rawValue)/grads_exp"
    _ = try ImportJob(places: [file("first/\(tree)")], output: file("imported")).run()
    let imported = try Study(at: file("imported"), checksFiles: false)
    #expect(imported.models.map(\.name) == ["one-base", "one-instruct"])
    #expect(imported.conditions == study.conditions)
    let second = try ExportJob(study: imported, output: file("second"), forms: [form]).run()
    #expect(second.map(\.lastPathComponent).sorted() == first.map(\.lastPathComponent).sorted())
    for path in [
      "math/one-base/grads_sums_no_cot.jsonl", "math/one-base_it_new/grads_sums_with_cot_gpt4o.jsonl",
      "math_wrong_answer_shuffle/one-base/grads_sums_no_cot.jsonl",
    ] {
      let lines = try lines("first/\(tree)/\(path)")
      #expect(lines.count == 2)
      #expect(try self.lines("second/\(tree)/\(path)") == lines)
    }
    #expect(
      try text("first/\(tree)/math/one-base/grads_sums_with_cot_gpt4o.jsonl").contains("non-finite loss"))
  }

  @Test("gives the lines of the second shape back with their cosines and extrema")
  func computedLines() throws {
    var settings = StudySettings()
    settings.extras.extrema = true
    let place = file("grads_exp/math/m/grads_sums_no_cot.jsonl")
    try fixture.folder.makeFolder("grads_exp/math/m")
    let job = ComputeJob(
      checkpoint: file("models/base"), data: file("data/fast.json"), output: place, settings: settings,
      shape: .gradientUnified)
    _ = try job.run(options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 })
    _ = try ImportJob(places: [place], output: file("imported")).run()
    let imported = try Study(at: file("imported"), checksFiles: false)
    _ = try ExportJob(study: imported, output: file("out"), forms: [.gradientUnified]).run()
    let lines = try lines("grads_exp/math/m/grads_sums_no_cot.jsonl")
    #expect(lines.count == 3 && lines[0].contains("cosine_sim_qkvo") && lines[0].contains("M_max"))
    #expect(try self.lines("out/gradient-unified/grads_exp/math/m/grads_sums_no_cot.jsonl") == lines)
  }

  @Test("writes one wide table and one tidy table per statistic")
  func tables() throws {
    let study = try computed()
    let files = try ExportJob(study: study, output: file("out"), forms: [.csv, .tidy]).run()
    #expect(files.count == 1 + Statistic.allCases.count)
    let wide = try text("out/statistics.csv").split(separator: "\n")
    // 2 models × 3 conditions × 2 samples, of which 2 have no gradient, × 2 layers × 4 projections.
    #expect(wide.count == 1 + 10 * 8)
    #expect(
      wide[0].hasPrefix("model,stage,task,kind,style,relevance,sample,layer,projection,nuclear-norm,sigma1,"))
    #expect(wide[1].hasPrefix("one-base,base,sums,math,none,correct,0,0,q,"))
    let tidy = try text("out/tidy/sigma1.csv").split(separator: "\n")
    #expect(tidy.count == wide.count)
    for (row, other) in zip(wide, tidy).dropFirst() {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      let others = other.split(separator: ",", omittingEmptySubsequences: false)
      #expect(Array(others.prefix(10)) == fields.prefix(9) + [fields[10]])
      let (value, loss) = (try #require(Double(fields[10])), try #require(Double(fields[19])))
      #expect(Double(others[10]) == value / loss)
    }
    #expect(wide[0].hasSuffix(",max,min,loss"))
    #expect(wide[1].contains(",,,"))
    #expect(tidy[0].hasSuffix(",projection,value,value_per_loss"))
  }

  @Test("writes a table of cosines where they are kept")
  func cosines() throws {
    let study = try fixture.read(replacing: "samples: 2", with: "samples: 2\n  cosines: adjacent")
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let files = try ExportJob(study: study, output: file("out"), forms: [.tidy]).run()
    #expect(files.last?.lastPathComponent == "cosine.csv")
    let rows = try text("out/tidy/cosine.csv").split(separator: "\n")
    #expect(rows[0].hasSuffix(",sample,layer,projection,other_layer,other_projection,value"))
    // 2 models × 3 conditions × 2 samples, each with 4 cosines between two layers and 2 inside of them.
    #expect(rows.count == 1 + 12 * 6)
    let sum = "Add 0 and 1.\nfast 1".utf8.reduce(0) { $0 + Int($1) }
    #expect(rows[1] == "one-base,base,sums,math,none,correct,0,0,q,1,q,\(-3 / Double(sum))")
  }

  @Test("refuses spectra that were not kept, and a study without results")
  func refusals() throws {
    let study = try computed()
    let condition = Condition(task: "sums", style: .none, relevance: .correct)
    #expect(throws: StudyError.export(study.file.path, .noSpectrum(model: "one-base", condition: condition)))
    {
      try ExportJob(study: study, output: file("out"), forms: [.gradientUnified]).run()
    }
    let other = try fixture.read(replacing: "samples: 2", with: "samples: 2\n  prompting: exact")
    #expect(throws: StudyError.export(study.file.path, .noResults)) {
      try ExportJob(study: other, output: file("out")).run()
    }
    #expect(!FileManager.default.fileExists(atPath: file("out").path))
  }

  @Test("that fails leaves no empty folders, and those that were there")
  func emptyFolders() throws {
    let study = try computed(spectrum: true)
    // A folder in the place of a file of the last form keeps it from being finished.
    try fixture.folder.makeFolder("made/before/empty")
    try fixture.folder.makeFolder("made/tidy/mean.csv/in")
    try fixture.folder.write("", to: "made/tidy/mean.csv/in/file")
    #expect(throws: StudyError.self) {
      try ExportJob(study: study, output: file("made"), forms: [.tidy]).run()
    }
    let left = try FileManager.default.subpathsOfDirectory(atPath: file("made").path).sorted()
    #expect(left.filter { !$0.hasPrefix("tidy") } == ["before", "before/empty"])
    // The data file that lines need is gone: nothing of theirs can be written.
    try FileManager.default.removeItem(at: file("data"))
    #expect(throws: StudyError.self) {
      try ExportJob(study: study, output: file("new/deep"), forms: [.layerGradient, .csv]).run()
    }
    #expect(!FileManager.default.fileExists(atPath: file("new").path))
  }
}
