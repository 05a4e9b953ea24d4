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

  private func run(_ arguments: [String], in study: SmallStudy, _ environment: [String: String]) throws {
    let outcome = try Program.start(arguments, environment: environment, in: study.folder.url).wait()
    #expect(outcome.status == 0, "\(arguments) \(outcome.errors)")
  }

  /// What is exported of a study that was computed by `compute`, and its site.
  private func bytes(
    _ environment: [String: String] = usual, _ compute: (SmallStudy) throws -> Void
  ) throws -> (exports: [String: Data], site: [String: Data]) {
    let study = try SmallStudy(samples: 6, settings: Self.settings)
    try compute(study)
    try run(["build", ".", "--output", "built", "--quiet"], in: study, environment)
    return (try Contents.ofExports(of: study.folder.url), try Contents.of(study.folder.file("built")))
  }

  @Test func aStudyAndItsSiteAreTheSameBytesInAnyWay() throws {
    let first = try bytes { try run(["run", ".", "--threads", "1", "--quiet"], in: $0, Self.usual) }
    let others: [(String, ([String: Data], [String: Data]))] = [
      (
        "a second time", try bytes { try run(["run", ".", "--threads", "1", "--quiet"], in: $0, Self.usual) }
      ),
      (
        "on two threads",
        try bytes { try run(["run", ".", "--threads", "2", "--quiet"], in: $0, Self.usual) }
      ),
      (
        "for another user elsewhere",
        try bytes(Self.other) { try run(["run", ".", "--threads", "2", "--quiet"], in: $0, Self.other) }
      ),
      (
        "after it was resumed",
        try bytes { study in
          let running = try Program.start(["run", ".", "--threads", "1", "--quiet"], in: study.folder.url)
          usleep(200_000)
          running.send(SIGKILL)
          _ = try running.wait()
          try run(["run", ".", "--threads", "2", "--quiet"], in: study, Self.usual)
        }
      ),
      (
        "after it was merged",
        try bytes { study in
          let stores = (1...3).map { "study.shard-\($0)-of-3.sqlite" }
          for shard in [3, 1, 2] {
            try run(["run", ".", "--shard", "\(shard)/3", "--quiet"], in: study, Self.usual)
          }
          try run(["merge", "."] + stores.reversed() + ["--quiet"], in: study, Self.usual)
        }
      ),
    ]
    for (what, found) in others {
      Contents.compare(found.0, first.exports, what)
      Contents.compare(found.1, first.site, what)
    }
  }
}
