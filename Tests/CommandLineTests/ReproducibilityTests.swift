import Foundation
import TestSupport
import Testing

/// A study and its site are the same bytes, whoever makes them, where, and in how many goes.
@Suite(.serialized) struct ReproducibilityTests {
  private static let settings =
    "max_length: 300\n  spectrum: true\n  cosines: all-pairs\n  token_shares: true"
  private static let usual = ["COLUMNS": "80"]
  /// Another user in another place, with other words for months and another sign in numbers.
  private static let other = [
    "COLUMNS": "132", "TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8",
    "LANGUAGE": "de", "USER": "somebody", "LOGNAME": "somebody", "HOME": "/nowhere",
  ]

  /// A study that is computed and built in several ways.
  enum Source: CaseIterable {
    case small, miniature

    /// The miniature study of the examples takes minutes, so it has its turn where commands are killed often.
    static var wanted: [Source] { Killing.isLong ? allCases : [.small] }

    /// Seconds after which a run is killed: before it ends, and after its first batches.
    var patience: Double { self == .small ? 0.2 : 5 }

    func folder() throws -> TemporaryFolder {
      guard self == .miniature else {
        return try SmallStudy(samples: 6, settings: ReproducibilityTests.settings).folder
      }
      let folder = try TemporaryFolder()
      for name in ["study.yml", "data", "models"] {
        try FileManager.default.copyItem(
          at: SharedData.packageRoot.appending(path: "examples/miniature/\(name)"), to: folder.file(name))
      }
      return folder
    }
  }

  private func run(
    _ arguments: [String], in study: TemporaryFolder, _ environment: [String: String] = usual
  ) throws {
    let outcome = try Program.start(arguments, environment: environment, in: study.url).wait()
    #expect(outcome.status == 0, "\(arguments) \(outcome.errors)")
  }

  /// What is exported of a study that was computed by `compute`, and its site.
  private func bytes(
    of source: Source, _ environment: [String: String] = usual, _ compute: (TemporaryFolder) throws -> Void
  ) throws -> (exports: [String: Data], site: [String: Data]) {
    let study = try source.folder()
    try compute(study)
    try run(["build", ".", "--output", "built", "--quiet"], in: study, environment)
    return (try Contents.ofExports(of: study.url), try Contents.of(study.file("built")))
  }

  @Test(arguments: Source.wanted)
  func aStudyAndItsSiteAreTheSameBytesInAnyWay(source: Source) throws {
    typealias Compute = (TemporaryFolder) throws -> Void
    func bytes(
      _ environment: [String: String], _ compute: Compute
    ) throws -> (exports: [String: Data], site: [String: Data]) {
      try self.bytes(of: source, environment, compute)
    }
    let (usual, other) = (Self.usual, Self.other)
    let first = try bytes(usual) { try run(["run", ".", "--threads", "1", "--quiet"], in: $0) }
    let others = [
      ("a second time", try bytes(usual) { try run(["run", ".", "--threads", "1", "--quiet"], in: $0) }),
      ("on two threads", try bytes(usual) { try run(["run", ".", "--threads", "2", "--quiet"], in: $0) }),
      (
        "for another user elsewhere",
        try bytes(other) { try run(["run", ".", "--threads", "2", "--quiet"], in: $0, other) }
      ),
      (
        "after it was resumed",
        try bytes(usual) { study in
          let running = try Program.start(["run", ".", "--threads", "1", "--quiet"], in: study.url)
          usleep(UInt32(source.patience * 1e6))
          running.send(SIGKILL)
          _ = try running.wait()
          try run(["run", ".", "--threads", "2", "--quiet"], in: study)
        }
      ),
      (
        "after it was merged",
        try bytes(usual) { study in
          let stores = (1...3).map { "study.shard-\($0)-of-3.sqlite" }
          for shard in [3, 1, 2] { try run(["run", ".", "--shard", "\(shard)/3", "--quiet"], in: study) }
          try run(["merge", "."] + stores.reversed() + ["--quiet"], in: study)
        }
      ),
    ]
    for (what, found) in others {
      Contents.compare(found.0, first.exports, what)
      Contents.compare(found.1, first.site, what)
    }
  }
}
