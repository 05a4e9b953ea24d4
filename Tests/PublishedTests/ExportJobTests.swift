import Foundation
import JSON
import Published
import Runs
import Studies
import StudySupport
import Support
import TestSupport
import Testing

@Suite struct ExportJobTests {
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

  @Test(arguments: PublishedFormat.allCases)
  func givesLinesThatImportIntoTheSameNumbers(shape: PublishedFormat) throws {
    let study = try computed(spectrum: true)
    let form = try #require(ExportFormat(rawValue: shape.rawValue))
    let first = try ExportJob(study: study, output: file("first"), formats: [form]).run()
    #expect(first.count == 6)
    let tree = "\(form.rawValue)/grads_exp"
    _ = try ImportJob(places: [file("first/\(tree)")], output: file("imported")).run()
    let imported = try Study(at: file("imported"), checksFiles: false)
    #expect(imported.models.map(\.name) == ["one-base", "one-instruct"])
    #expect(imported.conditions == study.conditions)
    let second = try ExportJob(study: imported, output: file("second"), formats: [form]).run()
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

  @Test func givesTheLinesOfTheSecondShapeBackWithTheirCosinesAndExtrema() throws {
    var settings = StudySettings()
    settings.extras.extrema = true
    let place = file("grads_exp/math/m/grads_sums_no_cot.jsonl")
    try fixture.folder.makeFolder("grads_exp/math/m")
    let job = ComputeJob(
      checkpoint: file("models/base"), data: file("data/fast.json"), output: place, settings: settings,
      format: .gradientUnified)
    _ = try job.run(options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 })
    _ = try ImportJob(places: [place], output: file("imported")).run()
    let imported = try Study(at: file("imported"), checksFiles: false)
    _ = try ExportJob(study: imported, output: file("out"), formats: [.gradientUnified]).run()
    let lines = try lines("grads_exp/math/m/grads_sums_no_cot.jsonl")
    #expect(lines.count == 3 && lines[0].contains("cosine_sim_qkvo") && lines[0].contains("M_max"))
    #expect(try self.lines("out/gradient-unified/grads_exp/math/m/grads_sums_no_cot.jsonl") == lines)
  }

  @Test func givesExtremaBackThatAreNotKnown() throws {
    let name = "model.layers.0.self_attn.q_proj.weight"
    let numbers = ["M_mean", "M_max", "M_min", "frobenius_norm", "S_sum", "S_max", "S_min"]
      .map { "\"\($0)\":NaN" }.joined(separator: ",")
    let line = #"{"instruction":"a","output":"b","loss":NaN,"\#(name)":{\#(numbers)}}"#
    try fixture.folder.makeFolder("grads_exp/math/m")
    try fixture.folder.write(line + "\n", to: "grads_exp/math/m/grads_sums_no_cot.jsonl")
    _ = try ImportJob(places: [file("grads_exp")], output: file("imported")).run()
    let imported = try Study(at: file("imported"), checksFiles: false)
    let files = try ExportJob(study: imported, output: file("out"), formats: [.layerGradient]).run()
    let found = try String(contentsOf: try #require(files.first), encoding: .utf8)
    #expect(found.contains(#""M_max":NaN,"M_min":NaN"#))
  }

  @Test func writesATableOfSamplesAWideTableAndOneTidyTablePerStatistic() throws {
    let study = try computed()
    let files = try ExportJob(study: study, output: file("out"), formats: [.csv, .tidy]).run()
    #expect(files.count == 2 + Statistic.allCases.count)
    let samples = try text("out/samples.csv").split(separator: "\n")
    // 2 models × 3 conditions × 2 samples.
    #expect(samples.count == 1 + 12)
    #expect(
      samples[0]
        == "model,stage,task,kind,style,relevance,sample,tokens,labelled_tokens,cut_tokens,loss,skipped")
    #expect(samples.count { $0.hasSuffix(",,\"non-finite loss\"") } == 2)
    let wide = try text("out/statistics.csv").split(separator: "\n")
    // 2 models × 3 conditions × 2 samples, of which 2 have no gradient, × 2 layers × 4 projections.
    #expect(wide.count == 1 + 10 * 8)
    #expect(
      wide[0].hasPrefix("model,stage,task,kind,style,relevance,sample,layer,projection,nuclear-norm,sigma1,"))
    #expect(wide[1].hasPrefix("one-base,base,sums,math,none,correct,0,0,q,"))
    for statistic in Statistic.allCases {
      let place = try column(statistic.rawValue)
      let expected = try rows("out/statistics.csv").map { Array($0.prefix(9)) + [$0[place]] }
      #expect(try rows("out/tidy/\(statistic.rawValue).csv") == expected)
    }
    for row in try rows("out/statistics.csv") {
      let loss = try #require(Double(row[try column("loss")]))
      for name in Statistic.allCases.filter(\.growsWithGradient).map(\.rawValue) {
        let values = try [name, "\(name)-per-loss"].map { try #require(Double(row[try column($0)])) }
        #expect(values[1] == values[0] / loss)
      }
    }
    #expect(wide[0].hasSuffix(",max,min,loss"))
    #expect(wide[1].contains(",,,"))
  }

  /// The fields of every row below the header.
  private func rows(_ name: String) throws -> [[String]] {
    try text(name).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The place of a column of the wide table.
  private func column(_ name: String) throws -> Int {
    let header = try #require(try text("out/statistics.csv").split(separator: "\n").first)
    return try #require(header.split(separator: ",").firstIndex { $0 == name })
  }

  @Test func writesATidyTableOfSpectraExtremaAndTokenSharesWhereTheyAreKept() throws {
    let study = try fixture.read(
      replacing: "samples: 2",
      with: "samples: 2\n  spectrum: true\n  extrema: true\n  token_shares: true")
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let files = try ExportJob(study: study, output: file("out"), formats: [.csv, .tidy]).run()
    #expect(
      files.map(\.lastPathComponent).suffix(4) == [
        "max.csv", "min.csv", "singular-value.csv", "token-share.csv",
      ])
    let wide = try rows("out/statistics.csv")
    for bound in ["max", "min"] {
      let place = try column(bound)
      let expected = wide.map { Array($0.prefix(9)) + [$0[place]] }
      #expect(try rows("out/tidy/\(bound).csv") == expected)
    }
    let spectra = Dictionary(grouping: try rows("out/tidy/singular-value.csv")) { Array($0.prefix(9)) }
    for row in wide {
      let values = try #require(spectra[Array(row.prefix(9))])
      #expect(values.map { $0[9] } == (1...values.count).map(String.init))
      let sum = values.reduce(0) { $0 + (Double($1[10]) ?? .nan) }
      #expect(sum == Double(row[try column("nuclear-norm")]))
    }
    let shares = try text("out/tidy/token-share.csv")
    #expect(
      shares.hasPrefix(
        "model,stage,task,kind,style,relevance,sample,layer,projection,position,token,labelled,value\n"
          + "one-base,base,sums,math,none,correct,0,0,q,0,\"A\",0,65.0\n"))
    // "Add 0 and 1." and a line feed: from there on the next token is one of the response.
    #expect(shares.contains(",0,1,k,11,\".\",0,"))
    #expect(shares.contains(",0,1,k,12,\"\n\",1,"))
  }

  @Test func writesATableOfCosinesWhereTheyAreKept() throws {
    let study = try fixture.read(replacing: "samples: 2", with: "samples: 2\n  cosines: adjacent")
    _ = try Runner(study: study, options: RunOptions(threads: 1), opener: FakeOpener(), now: { 0 }).run()
    let files = try ExportJob(study: study, output: file("out"), formats: [.tidy]).run()
    #expect(files.last?.lastPathComponent == "cosine.csv")
    let rows = try text("out/tidy/cosine.csv").split(separator: "\n")
    #expect(rows[0].hasSuffix(",sample,layer,projection,other_layer,other_projection,value"))
    // 2 models × 3 conditions × 2 samples, each with 4 cosines between two layers and 2 inside of them.
    #expect(rows.count == 1 + 12 * 6)
    let sum = "Add 0 and 1.\nfast 1".utf8.reduce(0) { $0 + Int($1) }
    #expect(rows[1] == "one-base,base,sums,math,none,correct,0,0,q,1,q,\(-3 / Double(sum))")
  }

  @Test func refusesSpectraThatWereNotKeptAndAStudyWithoutResults() throws {
    let study = try computed()
    let condition = Condition(task: "sums", style: .none, relevance: .correct)
    #expect(
      throws: PublishedError.export(study.file.path, .noSpectrum(model: "one-base", condition: condition))
    ) {
      try ExportJob(study: study, output: file("out"), formats: [.gradientUnified]).run()
    }
    let other = try fixture.read(replacing: "samples: 2", with: "samples: 2\n  prompting: exact")
    #expect(throws: PublishedError.export(study.file.path, .noResults)) {
      try ExportJob(study: other, output: file("out")).run()
    }
    #expect(!FileManager.default.fileExists(atPath: file("out").path))
  }

  @Test func thatFailsLeavesNoEmptyFoldersAndThoseThatWereThere() throws {
    let study = try computed(spectrum: true)
    // A folder in the place of a file of the last form keeps it from being finished.
    try fixture.folder.makeFolder("made/before/empty")
    try fixture.folder.makeFolder("made/tidy/mean.csv/in")
    try fixture.folder.write("", to: "made/tidy/mean.csv/in/file")
    #expect(throws: FileError.self) {
      try ExportJob(study: study, output: file("made"), formats: [.tidy]).run()
    }
    let left = try FileManager.default.subpathsOfDirectory(atPath: file("made").path).sorted()
    #expect(left.filter { !$0.hasPrefix("tidy") } == ["before", "before/empty"])
    // The data file that lines need is gone: nothing of theirs can be written.
    try FileManager.default.removeItem(at: file("data"))
    #expect(throws: FileError.self) {
      try ExportJob(study: study, output: file("new/deep"), formats: [.layerGradient, .csv]).run()
    }
    #expect(!FileManager.default.fileExists(atPath: file("new").path))
  }
}
