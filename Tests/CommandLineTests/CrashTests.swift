import Foundation
import Store
import Support
import TestSupport
import Testing

/// Commands that are killed at random moments, over and over: nothing that was finished is lost or counted twice, and in the
/// end everything is, to the byte, what it is undisturbed.
@Suite(.serialized) struct CrashTests {
  private static let settings = """
    max_length: 300
    spectrum: true
    extrema: true
    cosines: all-pairs
    token_shares: true
    """.replacing("\n", with: "\n  ")

  private func study(samples: Int = 12) throws -> SmallStudy {
    try SmallStudy(samples: samples, settings: Self.settings)
  }

  private func run(_ arguments: [String], in folder: URL) throws {
    let outcome = try Program.start(arguments, in: folder).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func remove(_ study: SmallStudy, _ name: String = "study.sqlite") {
    for ending in ["", "-wal", "-shm", "-journal", ".lock"] {
      try? FileManager.default.removeItem(at: study.folder.file(name + ending))
    }
  }

  /// Samples in a store that is whole, or 0 where there is none yet.
  private func samples(_ store: URL) throws -> Int {
    guard let check = try? StoreCheck(of: store) else { return 0 }
    #expect(check.problems == [])
    return check.counts?.samples ?? 0
  }

  /// Samples that are stored never become fewer.
  @Test func aRunThatIsKilledLosesNothing() throws {
    let whole = try study()
    let arguments = ["run", ".", "--threads", "2", "--quiet"]
    let duration = try Killing.duration(arguments, in: whole.folder.url)
    let killed = try study()
    var killing = Killing(seed: 1)
    var stored = 0
    while killing.kills < Killing.times {
      if try killing.start(arguments, in: killed.folder.url, within: duration) {
        remove(killed)
        stored = 0
        continue
      }
      let now = try samples(killed.store)
      #expect(now >= stored && now <= 72)
      stored = now
    }
    try run(arguments, in: killed.folder.url)
    #expect(try samples(killed.store) == 72)
    try Contents.compare(
      Contents.ofExports(of: killed.folder.url), Contents.ofExports(of: whole.folder.url),
      "after kills of run")
  }

  @Test func aComputationThatIsKilledGoesOnWhereItWas() throws {
    let study = try study(samples: 60)
    let arguments = [
      "compute", "--checkpoint", "models/base", "--data", "data/slow.json", "--output", "out.jsonl",
      "--quiet",
    ]
    let duration = try Killing.duration(arguments, in: study.folder.url)
    let whole = try Data(contentsOf: study.folder.file("out.jsonl"))
    var killing = Killing(seed: 2)
    while killing.kills < Killing.times {
      if try killing.start(arguments, in: study.folder.url, within: duration) {
        #expect(try Data(contentsOf: study.folder.file("out.jsonl")) == whole)
        try FileManager.default.removeItem(at: study.folder.file("out.jsonl"))
      }
    }
    try run(arguments, in: study.folder.url)
    #expect(try Data(contentsOf: study.folder.file("out.jsonl")) == whole)
  }

  @Test func aMergeThatIsKilledIsMergedAgain() throws {
    let study = try study()
    for shard in ["1/2", "2/2"] {
      try run(["run", ".", "--shard", shard, "--quiet"], in: study.folder.url)
    }
    let stores = (1...2).map { "study.shard-\($0)-of-2.sqlite" }
    let arguments = ["merge", "."] + stores + ["--quiet"]
    let duration = try Killing.duration(arguments, in: study.folder.url)
    let whole = try Contents.ofExports(of: study.folder.url)
    remove(study)
    var killing = Killing(seed: 3)
    while killing.kills < Killing.times {
      if try killing.start(arguments, in: study.folder.url, within: duration) { remove(study) }
      for store in stores { #expect(try samples(study.folder.file(store)) > 0) }
    }
    try run(arguments, in: study.folder.url)
    #expect(try samples(study.store) == 72)
    try Contents.compare(Contents.ofExports(of: study.folder.url), whole, "after kills of merge")
  }

  @Test func anImportThatIsKilledIsImportedAgain() throws {
    let study = try study(samples: 40)
    try study.folder.makeFolder("grads_exp/math/tiny")
    try run(
      [
        "compute", "--checkpoint", "models/base", "--data", "data/slow.json", "--output",
        "grads_exp/math/tiny/grads_sums_with_cot_gpt4o.jsonl", "--format", "gradient-unified", "--quiet",
      ], in: study.folder.url)
    let arguments = ["import", "grads_exp", "--output", "imported", "--quiet"]
    let duration = try Killing.duration(arguments, in: study.folder.url)
    let place = study.folder.file("imported")
    let whole = try Contents.ofExports(of: place)
    try FileManager.default.removeItem(at: place)
    var killing = Killing(seed: 4)
    while killing.kills < Killing.times {
      if try killing.start(arguments, in: study.folder.url, within: duration) {
        try FileManager.default.removeItem(at: place)
      }
      // What an import leaves is nothing or all of it.
      if FileKind(at: place) != .missing {
        try Contents.compare(Contents.ofExports(of: place), whole, "after a kill of import")
        try FileManager.default.removeItem(at: place)
      }
    }
    try run(arguments, in: study.folder.url)
    try Contents.compare(Contents.ofExports(of: place), whole, "after kills of import")
  }

  @Test func aBuildThatIsKilledIsBuiltAgain() throws {
    let study = try study(samples: 3)
    try run(["run", ".", "--quiet"], in: study.folder.url)
    let arguments = ["build", ".", "--output", "built", "--quiet"]
    let duration = try Killing.duration(arguments, in: study.folder.url)
    let place = study.folder.file("built")
    let whole = try Contents.of(place)
    var killing = Killing(seed: 5)
    while killing.kills < Killing.times {
      // Otherwise a build sees that nothing has changed.
      try study.folder.write("Words \(killing.kills).\n", to: "site/pages/words.md")
      if try killing.start(arguments, in: study.folder.url, within: duration) {
        try FileManager.default.removeItem(at: place)
      }
      #expect(try samples(study.store) == 18)
    }
    try FileManager.default.removeItem(at: study.folder.file("site"))
    try run(arguments, in: study.folder.url)
    try Contents.compare(Contents.of(place), whole, "after kills of build")
    try run(["check", "built"], in: study.folder.url)
  }
}
