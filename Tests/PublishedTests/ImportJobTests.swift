import Foundation
import Gradients
import Published
import Store
import Studies
import StudySupport
import Support
import TestSupport
import Testing

@Suite struct ImportJobTests {
  let folder: TemporaryFolder
  let lines = PublishedLines()
  private let file = "grads_exp/cot_500/qwen2_1_5b/grads_gsm8k_train_no_cot.jsonl"

  init() throws { folder = try TemporaryFolder() }

  private func job(_ place: String = "grads_exp", skipsInvalid: Bool = false) -> ImportJob {
    ImportJob(places: [folder.file(place)], output: folder.file("study"), skipsInvalid: skipsInvalid)
  }

  private func results() throws -> StudyResults {
    try StudyResults(study: Study(at: folder.file("study"), checksFiles: false))
  }

  /// The wrong lines that importing `text` finds.
  private func problems(_ text: String) throws -> [InvalidLine] {
    let place = try folder.write(text, to: file)
    do {
      _ = try job().run()
      return []
    } catch PublishedError.importLines(let lines, let count) {
      #expect(lines.count == count)
      #expect(lines.allSatisfy { $0.file == place.path })
      #expect(!FileManager.default.fileExists(atPath: folder.file("study").path))
      return lines
    }
  }

  @Test func namesParametersThatItDoesNotKnowOnceForAllLayersAndLeavesThemOut() throws {
    let fused =
      #", "model.layers.0.self_attn.qkv_proj.weight": {}, "model.layers.1.self_attn.qkv_proj.weight": {}}"#
    let lines = PublishedLines().line("one").dropLast(2) + fused + "\n"
    try folder.makeFolder("grads_exp/cot_500/m")
    try folder.write(String(lines), to: "grads_exp/cot_500/m/grads_aqua_train_no_cot.jsonl")
    #expect(try job().run().ignored == ["model.layers.*.self_attn.qkv_proj.weight"])
  }

  @Test(arguments: [
    "module.model.", "model.language_model.", "base_model.model.model.", "_orig_mod.model.",
    "module._orig_mod.model.", "",
  ]) func namesThatWrappersWroteAreReadAsTheDecodersOwn(prefix: String) throws {
    let plain = lines.lines(["one", "two", "three"])
    let wrapped = plain.replacingOccurrences(of: "\"model.", with: "\"\(prefix)")
    try folder.write(plain, to: "plain/m/grads_aqua_no_cot.jsonl")
    try folder.write(wrapped, to: "wrapped/m/grads_aqua_no_cot.jsonl")
    var stores: [[SampleGradients]] = []
    for (name, prefixes) in [("plain", []), ("wrapped", [prefix])] {
      let output = folder.file("study-\(name)")
      let summary = try ImportJob(places: [folder.file(name)], output: output).run()
      #expect(summary.prefixes.map(\.text) == prefixes)
      #expect(summary.text.contains("names of parameters that begin with") == !prefixes.isEmpty)
      let study = try Study(at: output, checksFiles: false)
      stores.append(try gradients(study))
      let model = try #require(try StudyResults(study: study).current().first)
      #expect(
        model.run.facts.notes.map { $0.contains(" begin with \(prefix)") } == prefixes.map { _ in true })
    }
    // As texts, because what a line does not say is NaN.
    #expect(stores[0].count == 3 && "\(stores[0])" == "\(stores[1])")
  }

  private func gradients(_ study: Study) throws -> [SampleGradients] {
    let store = try Store(at: study.store, for: .read)
    let item = try #require(try StudyResults(study: study).current().first)
    var samples: [SampleGradients] = []
    try store.forEachSample(of: item.run) { sample in
      if case .computed(let gradients) = sample.outcome { samples.append(gradients) }
    }
    return samples
  }

  @Test func dotsInPathsAreResolvedAfterLinks() throws {
    try folder.write(PublishedLines().lines(["a", "b"]), to: "far/math/tiny/grads_sums_no_cot.jsonl")
    try folder.makeFolder("far/away")
    try folder.makeFolder("near")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("near/link").path, withDestinationPath: "../far/away")
    func place(_ path: String) -> URL { URL(filePath: "\(folder.url.path)/near/link/../\(path)") }
    _ = try ImportJob(places: [place("math/tiny/../tiny")], output: place("new")).run()
    #expect(try Study(at: folder.file("far/new"), checksFiles: false).models.map(\.name) == ["tiny"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("near").path) == ["link"])
  }

  @Test func parametersOfSeveralModelsAreRefusedByTheirNames() throws {
    let one = PublishedLines().line("one").dropLast(2)
    let other = PublishedLines().line("one").replacingOccurrences(of: "\"model.", with: "\"model.draft.")
      .dropFirst()
    let both = (one + ", " + other).replacingOccurrences(of: "\"model.layers", with: "\"model.text.layers")
    let problem = LineProblem.twoModels(["model.draft.", "model.text."])
    #expect(
      try problems(both.replacingOccurrences(of: ", \"instruction\"", with: ", \"again\"")).map(\.problem)
        == [problem])
  }

  @Test func makesAStudyOfAWholeTreeByTheNamesOfItsFoldersAndFiles() throws {
    for model in ["qwen2_1_5b", "qwen2_1_5b_it_new"] {
      for (group, name) in [
        ("cot_500", "gsm8k_train_no_cot"), ("cot_500", "gsm8k_train_with_cot"),
        ("cot_500_wrong_answer_shuffle", "gsm8k_train_with_cot"), ("cot_500", "creak_train_with_cot_gpt4o"),
        ("lighteval_math", "counting_probability_with_cot"), ("wiki_popularity", "popular_wikipedia_1000"),
        ("wiki_popularity", "long_tail_wikipedia"),
      ] {
        try folder.write(
          lines.lines(["a", "b"], name), to: "grads_exp/\(group)/\(model)/grads_\(name).jsonl")
      }
    }
    let summary = try job().run()
    #expect((summary.files, summary.models, summary.conditions, summary.samples) == (14, 2, 7, 28))
    let results = try results()
    let study = results.study
    #expect(study.models.map(\.name) == ["qwen2-1-5b", "qwen2-1-5b-instruct"])
    #expect(study.models.map(\.label) == ["Qwen2 1.5B", "Qwen2 1.5B Instruct"])
    #expect(study.models.map(\.partner) == [nil, "qwen2-1-5b"])
    #expect(study.tasks.map(\.name) == ["creak", "gsm8k", "counting-probability", "wikipedia"])
    #expect(study.tasks.map(\.kind) == [.commonsense, .math, .math, .knowledge])
    #expect(
      study.task(named: "gsm8k")?.conditions.map(\.words) == [
        "gsm8k, none", "gsm8k, simplified", "gsm8k, simplified, irrelevant",
      ])
    #expect(study.task(named: "wikipedia")?.styles == [.popular1000, .unpopular])
    for model in study.models {
      for condition in study.conditions {
        let coverage = try results.coverage(model: model.name, condition: condition)
        #expect(coverage == Coverage(expected: 2, computed: 2, skipped: [:], cutUnknown: 2))
      }
    }
    let facts = try #require(results.facts(of: "qwen2-1-5b-instruct"))
    #expect(facts.family == "Qwen2" && facts.layerCount == 3 && facts.hiddenSize == nil)
    #expect(
      try StudyData(study: study)[study.conditions[1]].records.map(\.output) == [
        "gsm8k_train_no_cot", "gsm8k_train_no_cot",
      ])
  }

  @Test(arguments: [false, true])
  func keepsEveryNumberOfALine(isUnified: Bool) throws {
    var lines = lines
    lines.isUnified = isUnified
    try folder.write(lines.line("ab"), to: file)
    _ = try job().run()
    let results = try results()
    let condition = results.study.conditions[0]
    let stored = try results.results(model: "qwen2-1-5b", condition: condition)
    let found = try #require(stored)
    #expect(found.samples.map(\.loss) == [2.5])
    #expect(found.samples[0].tokenCount == nil)
    func value(_ statistic: Statistic) -> Double { found.table(statistic, of: .v)?.row(0).last ?? .nan }
    #expect(value(.nuclearNorm) == (isUnified ? 6.25 : 8.25))
    #expect(value(.largest) == 4.5 && value(.smallest) == 0.25 && value(.mean) == -0.5)
    #expect(value(.frobeniusNorm) == 4.75)
    // exp of the entropy of 0.72, 0.24 and 0.04, or nothing where only the sum is known.
    #expect(isUnified ? abs(value(.effectiveRank) - 2.0295) < 1e-4 : value(.effectiveRank).isNaN)
    let spectra = try results.spectra(model: "qwen2-1-5b", condition: condition, layer: 2, projection: .o)
    #expect(spectra.map(\.values) == (isUnified ? [[4.5, 1.5, 0.25]] : []))
    #expect(results.run(model: "qwen2-1-5b", condition: condition)?.configuration.isImported == true)
  }

  @Test func readsNaNAndTheInfinities() throws {
    var text = lines.line("a")
    for value in ["NaN", "Infinity", "null"] {
      var lines = lines
      lines.largest = value
      text += lines.line(value)
    }
    try folder.write(text, to: file)
    _ = try job().run()
    let results = try results()
    let found = try results.results(model: "qwen2-1-5b", condition: results.study.conditions[0])
    let table = found?.table(.largest, of: .q)
    let largest = try #require(table).values
    #expect(largest.count == 12)
    #expect(largest[0] == 4.5 && largest[3].isNaN && largest[6] == .infinity && largest[9].isNaN)
  }

  @Test func pairsSamplesByInstructionWhereAFileLacksSomeAndTellsEqualInstructionsApart() throws {
    try folder.write(
      lines.lines(["a", "b", "a", "c"]), to: file.replacingOccurrences(of: "no_cot", with: "with_cot_gpt4o"))
    // The second `a` differs in its response.
    let first = lines.lines(["a", "b"]) + lines.line("a", "no") + lines.line("c")
    try folder.write(first, to: file)
    try folder.write(
      lines.lines(["a", "c", "d"]), to: file.replacingOccurrences(of: "no_cot", with: "with_cot"))
    #expect(throws: PublishedError.self) { try job().run() }
    try folder.write(
      first, to: file.replacingOccurrences(of: "no_cot", with: "with_cot_gpt4o"))
    _ = try job().run()
    let results = try results()
    func indices(_ condition: Int) throws -> [Int]? {
      try results.results(model: "qwen2-1-5b", condition: results.study.conditions[condition])?.samples.map(
        \.index)
    }
    #expect(try indices(0) == [0, 1, 2, 3])
    #expect(try indices(1) == [0, 3, 4])
    #expect(try results.coverage(model: "qwen2-1-5b", condition: results.study.conditions[1])?.missing == 2)
    _ = try StudyData(study: results.study)
  }

  @Test func positionsThatNoLineHasAreNotMissing() throws {
    let numbered = [("a", 0), ("d", 3)].map { text, index in
      String(lines.line(text).dropFirst()).trimmingCharacters(in: .newlines).withIndex(index)
    }.joined()
    try folder.write(numbered, to: file)
    _ = try job().run()
    let results = try results()
    let condition = results.study.conditions[0]
    let samples = try results.results(model: "qwen2-1-5b", condition: condition)?.samples
    #expect(samples?.map(\.index) == [0, 3])
    #expect(try results.coverage(model: "qwen2-1-5b", condition: condition)?.missing == 0)
  }

  @Test func aPositionBeyondTheLimitOrOfTwoLinesIsRefused() throws {
    func numbered(_ text: String, _ index: Int) -> String {
      String(lines.line(text).dropFirst()).trimmingCharacters(in: .newlines).withIndex(index)
    }
    let expected = LineProblem.member("index", expected: "a position, counted from 0")
    for index in [10_000_000, -1, Int.max] {
      #expect(try problems(numbered("a", index)).map(\.problem) == [expected])
    }
    // The first line has no position and comes to be at 0.
    #expect(try problems(lines.line("a") + numbered("b", 0)).map(\.problem) == [.duplicate(line: 1)])
  }

  @Test func knowsThatStrategyQAHasOneSampleTwice() throws {
    let text = lines.lines(["a", "b", "a"])
    try folder.write(text, to: file.replacingOccurrences(of: "gsm8k", with: "strategyqa"))
    #expect(try job().run().samples == 3)
  }

  @Test func namesTheLineOfWhatIsWrongAndImportsNothing() throws {
    let good = lines.lines(["a", "b"])
    var gap = lines
    gap.without = ["model.layers.1.self_attn.k_proj.weight"]
    var without = lines
    without.without = Set("qkvo".map { "model.layers.1.self_attn.\($0)_proj.weight" })
    var deeper = lines
    deeper.layers = 4
    var shallower = lines
    shallower.layers = 2
    var other = lines
    other.projections = ["q", "k"]
    var unified = lines
    unified.isUnified = true
    let cases: [(String, LineProblem)] = [
      (gap.line("c"), .missingParameter("model.layers.1.self_attn.k_proj.weight")),
      (without.line("c"), .missingParameter("model.layers.1.self_attn.q_proj.weight")),
      (deeper.line("c"), .layer(3, expected: 3)), (shallower.line("c"), .layers(2, expected: 3)),
      (other.line("c"), .projections("q k", expected: "q k v o")),
      (unified.line("c"), .format(.gradientUnified, expected: .layerGradient)),
      (lines.line("b"), .duplicate(line: 2)),
      (String(lines.line("c").dropLast(9)), .truncated),
      ("[1]\n", .notAnObject),
      (#"{"instruction": "c", "output": "d", "loss": 1}"# + "\n", .noParameters),
      (
        lines.line("c").replacingOccurrences(of: "\"loss\": 1.5", with: "\"loss\": \"1\""),
        .member("loss", expected: "a number in the line")
      ),
      (
        lines.line("c").replacingOccurrences(of: "\"loss\": 1.5", with: "\"loss\": null"),
        .member("loss", expected: "a number in the line, or NaN")
      ),
      (
        lines.line("c").replacingOccurrences(of: "\"loss\": 1.5", with: "\"loss\": -1.5"),
        .value("loss", place: "the line", expected: "a number from 0", found: -1.5)
      ),
      (
        lines.line("c").replacingOccurrences(of: "\"loss\": 1.5", with: "\"loss\": 1.5, \"loss\": 2"),
        .repeatedKey("loss", place: "the line")
      ),
      (
        lines.line("c").replacingOccurrences(of: "\"output\"", with: "\"response\""),
        .member("output", expected: "a string")
      ),
    ]
    for (line, problem) in cases {
      #expect(try problems(good + line).map(\.problem) == [problem])
      #expect(try problems("\n" + good + line).map(\.line) == [4])
    }
    let broken = try problems("{\"a\n" + good + "x\n")
    #expect(broken.map(\.line) == [1, 4])
    #expect(broken[0].description.contains("no_cot.jsonl:1: the line is not JSON: "))
  }

  @Test func namesNumbersThatNoGradientHasWhereTheyStandWhatWasExpectedAndFound() throws {
    let name = "`model.layers.0.self_attn.q_proj.weight`"
    let cases: [(old: String, new: String, LineProblem)] = [
      (
        "\"S_sum\": 6.25", "\"S_sum\": -6.25",
        .value("S_sum", place: name, expected: "a number from 0", found: -6.25)
      ),
      (
        "\"S_max\": 4.5", "\"S_max\": -4.5",
        .value("S_max", place: name, expected: "a number from 0", found: -4.5)
      ),
      (
        "\"S_min\": 0.25", "\"S_min\": -0.25",
        .value("S_min", place: name, expected: "a number from 0", found: -0.25)
      ),
      (
        "\"frobenius_norm\": 4.75", "\"frobenius_norm\": -1",
        .value("frobenius_norm", place: name, expected: "a number from 0", found: -1)
      ),
      (
        "\"S_max\": 4.5", "\"S_max\": 6.5",
        .value("S_max", place: name, expected: "at most `S_sum`, 6.25,", found: 6.5)
      ),
      (
        "\"S_min\": 0.25", "\"S_min\": 4.75",
        .value("S_min", place: name, expected: "at most `S_max`, 4.5,", found: 4.75)
      ),
      ("\"M_mean\": -0.5", "\"M_mean\": -0.5, \"M_mean\": 1", .repeatedKey("M_mean", place: name)),
    ]
    for (old, new, problem) in cases {
      let line = lines.line("c").replacing(old, with: new, maxReplacements: 1)
      let found = try problems(lines.line("a") + line)
      #expect(found.map(\.problem) == [problem])
      #expect(found.map(\.line) == [2])
    }
    let text = InvalidLine(file: "a.jsonl", line: 7, problem: cases[4].2).description
    #expect(
      text == "a.jsonl:7: the line has `S_max` 6.5 in \(name), where at most `S_sum`, 6.25, is expected.")
  }

  @Test func allowsTheRoundingOfSinglePrecisionAsAGradientOfOneDirectionShowsIt() throws {
    let text = ["6.2500005", "NaN", "Infinity"].enumerated().map { place, value in
      var lines = lines
      lines.largest = value
      return lines.line("\(place)")
    }.joined()
    #expect(try problems(text).isEmpty)
    var unified = lines
    unified.isUnified = true
    try FileManager.default.removeItem(at: folder.file("study"))
    let noise = unified.line("a").replacingOccurrences(of: "1.5, 0.25", with: "1e-9, 1.0001e-9")
    #expect(try problems(noise).isEmpty)
  }

  @Test func namesSingularValuesThatAreNegativeOrNotInOrder() throws {
    var lines = lines
    lines.isUnified = true
    let name = "`model.layers.0.self_attn.q_proj.weight`"
    for (values, problem) in [
      ("1.5, -0.25", LineProblem.value("S_list[2]", place: name, expected: "a number from 0", found: -0.25)),
      ("1.5, 1.75", .value("S_list[2]", place: name, expected: "at most the one before, 1.5,", found: 1.75)),
    ] {
      let line = lines.line("a").replacingOccurrences(of: "1.5, 0.25", with: values)
      #expect(try problems(line).map(\.problem) == [problem])
    }
  }

  @Test(arguments: [
    ("999", LineProblem.layer(999, expected: 3)), ("9999999", .layer(9_999_999, expected: 3)),
    (
      "99999999999999999999",
      .layerNumber("model.layers.99999999999999999999.self_attn.q_proj.weight")
    ), ("-1", .layerNumber("model.layers.-1.self_attn.q_proj.weight")),
    ("02", .layerNumber("model.layers.02.self_attn.q_proj.weight")),
  ])
  func namesALayerThatIsFarAwayOrNoNumber(number: String, problem: LineProblem) throws {
    let last = "\"model.layers.2.self_attn.o_proj.weight\""
    let more = "\"model.layers.\(number).self_attn.q_proj.weight\": {\"frobenius_norm\": 1}, "
    let line = lines.line("c").replacing(last, with: more + last)
    #expect(try problems(lines.lines(["a", "b"]) + line).map(\.problem) == [problem])
    // Without a line before it, what is missing is told.
    if case .layer = problem {
      #expect(
        try problems(line).map(\.problem) == [.missingParameter("model.layers.3.self_attn.q_proj.weight")])
    }
  }

  @Test(arguments: [
    ("qwen2_1_5b_it_new", "qwen2-1-5b-instruct", "Qwen2 1.5B Instruct", "Qwen2", "qwen2-1-5b"),
    ("llama2_7b_it_new", "llama2-7b-instruct", "Llama 2 7B Chat", "Llama 2", "llama2-7b"),
    ("gemma-2-9b", "gemma-2-9b", "Gemma 2 9B", "Gemma 2", nil),
    ("tiny-base_it_new", "tiny-instruct", "tiny-instruct", "Unknown family", "tiny-base"),
    ("base_it_new", "instruct", "instruct", "Unknown family", "base"),
    ("My Model", "my-model", "my-model", "Unknown family", nil),
  ])
  func callsModelsByWhatTheirFoldersSay(
    folder: String, name: String, label: String, family: String, partner: String?
  ) throws {
    let place = "grads_exp/cot_500/\(folder)/grads_gsm8k_train_no_cot.jsonl"
    try self.folder.write(lines.line("a"), to: place)
    if let partner {
      try self.folder.write(
        lines.line("a"), to: place.replacing(folder, with: partner.replacing("-1-5b", with: "_1_5b")))
    }
    _ = try job().run()
    let results = try results()
    let model = try #require(results.study.models.first { $0.name == name })
    #expect(model.label == label && model.partner == partner)
    #expect(model.stage == (partner == nil ? .base : .instruct))
    #expect(results.facts(of: name)?.family == family)
  }

  @Test func findsAModelOfTwoDepthsInTwoFiles() throws {
    try folder.write(lines.line("a"), to: file)
    var deeper = lines
    deeper.layers = 2
    let place = try folder.write(
      deeper.line("a"), to: file.replacingOccurrences(of: "no_cot", with: "with_cot"))
    let expected = InvalidLine(file: place.path, line: 1, problem: .layers(2, expected: 3))
    #expect(throws: PublishedError.importLines([expected], count: 1)) { try job().run() }
  }

  @Test func leavesWrongLinesOutWhenAskedTo() throws {
    try folder.write(lines.lines(["a", "b", "a"]) + "{\n" + lines.line("c") + "{\"in", to: file)
    let summary = try job(skipsInvalid: true).run()
    #expect(summary.samples == 3)
    #expect(summary.invalid.map(\.line) == [3, 4, 6])
    #expect(summary.text.hasSuffix("left out 3 lines that cannot be read"))
    try folder.write("{\n", to: file)
    try FileManager.default.removeItem(at: folder.file("study"))
    let place = folder.file(file).path
    #expect(throws: PublishedError.importFile(place, .noLines)) { try job(skipsInvalid: true).run() }
  }

  @Test func takesFromTheUserWhatThePathDoesNotSay() throws {
    try folder.write(lines.line("a"), to: "runs/out.jsonl")
    var named = job("runs/out.jsonl")
    let place = named.places[0].path
    #expect(throws: PublishedError.importFile(place, .unknownStyle)) { try named.run() }
    named.names.style = .popular500
    named.names.kind = .math
    #expect(throws: PublishedError.importFile(place, .wrongStyle(.popular500, .math))) { try named.run() }
    named.names.kind = nil
    named.names.model = "My model"
    #expect(throws: PublishedError.importFile(place, .badName("model", "My model"))) { try named.run() }
    named.names.model = "mine"
    named.names.task = "facts"
    named.names.relevance = .irrelevant
    named.names.stage = .instruct
    _ = try named.run()
    let study = try results().study
    #expect(study.models.map(\.name) == ["mine"] && study.models[0].stage == .instruct)
    #expect(study.conditions.last == Condition(task: "facts", style: .popular500, relevance: .irrelevant))
  }

  @Test func refusesAPlaceThatHoldsSomethingFoldersWithoutFilesAndTwoFilesOfOneCondition() throws {
    try folder.makeFolder("empty")
    #expect(throws: PublishedError.importFile(folder.file("empty").path, .noFiles)) { try job("empty").run() }
    #expect(throws: FileError.unreadable(folder.file("none").path, .missing)) { try job("none").run() }
    try folder.write(lines.line("a"), to: file)
    try folder.makeFolder("study")
    _ = try job().run()
    #expect(throws: PublishedError.importFile(folder.file("study").path, .studyExists)) { try job().run() }
    for (name, problem) in [("held", ImportProblem.notEmpty), ("study/study.yml", .notAFolder)] {
      try folder.write("", to: "held/note.txt")
      #expect(throws: PublishedError.importFile(folder.file(name).path, problem)) {
        try ImportJob(places: [folder.file(file)], output: folder.file(name)).run()
      }
    }
    let second = try folder.write(lines.line("a"), to: "more/" + file)
    var double = ImportJob(places: [folder.file(file)], output: folder.file("other"))
    double.places.append(second)
    #expect(throws: PublishedError.importFile(second.path, .sameCondition(as: folder.file(file).path))) {
      try double.run()
    }
  }
}

extension String {
  /// The rest of a line of published statistics as a line that says the position of its sample.
  fileprivate func withIndex(_ index: Int) -> String { "{\"index\": \(index), \(self)\n" }
}
