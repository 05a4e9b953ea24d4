import Foundation
import Store
import Studies
import TestSupport
import Testing

@Suite struct RunCommandTests {
  /// Everything that the store of `study` holds, in the order of the study.
  private func contents(_ study: SmallStudy) throws -> [String] {
    let study = try Study(at: study.folder.url)
    let results = try StudyResults(study: study)
    return try study.models.flatMap { model in
      try study.conditions.map { condition in
        let found = try results.results(model: model.name, condition: condition)
        return "\(found.map { "\($0.samples) \($0.skipped)" } ?? "nothing")"
      }
    }
  }

  @Test func computesAStudyThenHasNothingLeftToDo() throws {
    let study = try SmallStudy(samples: 4)
    let first = try Program.run("run", study.folder.url.path, "--threads", "2")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("computed 24 samples in "))
    #expect(first.errors.contains("0 of 24 samples · Small, sums, none\n"))
    let second = try Program.run("run", study.folder.file("study.yml").path)
    #expect(second.status == 0)
    #expect(second.output == "computed 0 samples in 0 s, 24 were there\n")
    #expect(second.errors == "")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: study.folder.url.path).sorted()
        == ["data", "models", "study.sqlite", "study.yml"])
  }

  @Test func comparesTheWaysOfPromptingAndComputesNothing() throws {
    let study = try SmallStudy(samples: 4)
    let text = try Program.run("run", study.folder.url.path, "--compare-prompting")
    #expect(text.status == 0, "\(text.errors)")
    let lines = text.output.split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines.last?.split(separator: " ") == ["total", "24", "0", "0", "0"])
    let json = try Program.run("run", study.folder.url.path, "--compare-prompting", "--json")
    #expect(json.output.hasPrefix(#"{"conditions":[{"model":"small-base","task":"sums","#))
    #expect(!FileManager.default.fileExists(atPath: study.store.path))
  }

  @Test func givesTheSameResultsWithAnyNumberOfThreads() throws {
    let studies = try ["1", "3"].map { threads in
      let study = try SmallStudy(samples: 3)
      #expect(try Program.run("run", study.folder.url.path, "--threads", threads).status == 0)
      return try contents(study)
    }
    #expect(studies[0] == studies[1])
    #expect(studies[0].allSatisfy { $0.contains("SampleResult") })
  }

  @Test func printsOneJSONObjectForScriptsOrNothing() throws {
    let study = try SmallStudy(samples: 2)
    let json = try Program.run("run", study.folder.url.path, "--json", "--quiet")
    #expect(json.status == 0)
    #expect(json.errors == "")
    #expect(
      json.output.hasPrefix(#"{"finished":12,"found":0,"missing":0,"skipped":{"no labelled position":0,"#))
    let quiet = try Program.run("run", study.folder.url.path, "--quiet")
    #expect(quiet.output == "")
    #expect(quiet.errors == "")
  }

  @Test func exitsWith3ForSkippedSamplesOnlyWhenAskedTo() throws {
    // "Add 0 and 1.\n" fills the 13 tokens, so no sample of the base model has a label left.
    let study = try SmallStudy(samples: 2, settings: "max_length: 13")
    let lenient = try Program.run("run", study.folder.url.path)
    #expect(lenient.status == 0)
    #expect(lenient.output.contains("skipped 12 samples: no labelled position"))
    #expect(try Program.run("run", study.folder.url.path, "--strict").status == 3)
  }

  /// Starts a run and waits until it has stored its first batch.
  private func startAndStore(_ study: SmallStudy) throws -> Program.Running {
    let running = try Program.start(["run", study.folder.url.path, "--threads", "1"])
    let study = try Study(at: study.folder.url)
    while running.isRunning {
      // Until the program has made the store, there is nothing to read.
      let results = try? StudyResults(study: study)
      let coverage = try? results?.coverage(model: "small-base", condition: study.conditions[0])
      if let coverage, coverage.computed > 0 { break }
      usleep(1000)
    }
    return running
  }

  @Test func stopsAtCtrlCKeepsWhatIsFinishedAndGoesOnWithTheRest() throws {
    let study = try SmallStudy(samples: 300)
    let running = try startAndStore(study)
    running.send(SIGINT)
    let stopped = try running.wait()
    #expect(stopped.status == 130)
    #expect(stopped.errors.contains("warning: stopping; what is finished is kept"))
    #expect(stopped.output.contains(" are missing"))
    let resumed = try Program.run("run", study.folder.url.path)
    #expect(resumed.status == 0)
    #expect(resumed.output.contains(" were there"))
    let whole = try SmallStudy(samples: 300)
    #expect(try Program.run("run", whole.folder.url.path).status == 0)
    #expect(try contents(study) == contents(whole))
  }

  /// A scheduler sends SIGTERM to every process of a job, and the job's own script may send it again.
  @Test func stopsAtSIGTERMHoweverOftenItComesAndSaysWhatIsMissing() throws {
    let study = try SmallStudy(samples: 300)
    let running = try startAndStore(study)
    while running.isRunning {
      running.send(SIGTERM)
      usleep(1000)
    }
    let stopped = try running.wait()
    #expect(stopped.status == 143)
    #expect(stopped.errors.split(separator: "\n").count { $0.hasPrefix("warning: stopping") } == 1)
    #expect(stopped.output.contains(" are missing"))
    #expect(!FileManager.default.fileExists(atPath: study.store.path + "-wal"))
  }

  @Test func losesNothingThatWasFinishedWhenItIsKilled() throws {
    let study = try SmallStudy(samples: 300)
    let running = try startAndStore(study)
    running.send(SIGKILL)
    #expect(try running.wait().status == 137)
    let resumed = try Program.run("run", study.folder.url.path)
    #expect(resumed.status == 0)
    #expect(resumed.output.contains(" were there"))
    #expect(try contents(study).allSatisfy { $0.contains("index: 299") })
  }

  @Test func namesEveryMistakeOfAStudyFileInOneMessage() throws {
    let study = try SmallStudy(samples: 1)
    try study.folder.write("name: a\nmodles: []\ntasks: []\n", to: "study.yml")
    let outcome = try Program.run("run", study.folder.url.path)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    let file = study.folder.file("study.yml").path
    #expect(
      outcome.errors == """
        Error: \(file) has 4 mistakes:
          line 1: `title` is missing
          line 1: `models` is missing
          line 2: unknown key `modles`; did you mean `models`?
          line 3: `tasks` is an empty list

        """)
  }

  @Test(arguments: Self.failures)
  func failsWithOneMessageThatNamesTheFile(_ failure: Failure) throws {
    let study = try SmallStudy(samples: 2)
    try failure.spoil(study.folder)
    let outcome = try Program.run("run", study.folder.url.path, "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(outcome.errors.contains(failure.words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let words: String
    let spoil: @Sendable (TemporaryFolder) throws -> Void
    var testDescription: String { words }
  }

  static let failures: [Failure] = [
    Failure(words: "holds no study.yml") { try FileManager.default.removeItem(at: $0.file("study.yml")) },
    Failure(words: "there is no file `data/slow.json`") {
      try FileManager.default.removeItem(at: $0.file("data/slow.json"))
    },
    Failure(words: "slow.json has no records") { try $0.write("[]", to: "data/slow.json") },
    Failure(words: "slow.json:1: record 1 has no `output`") {
      try $0.write(#"[{"instruction": "Add 0 and 1."}]"#, to: "data/slow.json")
    },
    Failure(words: "asks something else than record 1") {
      try $0.write(#"[{"instruction": "a", "output": "b"}]"#, to: "data/slow.json")
    },
    Failure(words: "study.sqlite is not a store of Strata") { try $0.write("text", to: "study.sqlite") },
    Failure(words: "config.json") {
      try FileManager.default.removeItem(at: $0.file("models/base/config.json"))
    },
    Failure(words: "tokenizer.json") {
      try FileManager.default.removeItem(at: $0.file("models/instruct/tokenizer.json"))
    },
    Failure(words: "NaN or infinite weights in model.layers.1.mlp.up_proj.weight") { folder in
      var model = ByteModel()
      let position = model.checkpoint.tensors.firstIndex { $0.name == "model.layers.1.mlp.up_proj.weight" }
      if let position {
        model.checkpoint.tensors[position].data.replaceSubrange(8..<12, with: [0, 0, 0xC0, 0x7F])
      }
      try model.write(to: folder.file("models/base"))
    },
  ]
}
