import Foundation
import TestSupport
import Testing

/// `examples/slurm` on a real cluster: Slurm's own daemons, on this machine.
@Suite(
  .enabled(if: SlurmCluster.isInstalled, "needs Debian's munge and slurm-wlm, which `make test` installs"))
struct SlurmTests {
  /// A copy of the miniature study in which nothing is computed yet.
  private func miniature() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["study.yml", "data", "models"] {
      let file = SharedData.packageRoot.appending(path: "examples/miniature/\(name)")
      try FileManager.default.copyItem(at: file, to: folder.file(name))
    }
    return folder
  }

  /// Every file that a command writes of a study into a folder, by its path there.
  private func files(of study: TemporaryFolder, _ command: String, _ arguments: String...) throws -> [String:
    Data]
  {
    let output = try TemporaryFolder()
    let outcome = try Program.start(
      [command, study.url.path, "--output", output.file("files").path] + arguments
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: output.file("files").path)
    return try names.reduce(into: [:]) { files, name in
      var isFolder: ObjCBool = false
      let path = output.file("files/\(name)").path
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
        return
      }
      files[name] = try Data(contentsOf: URL(filePath: path))
    }
  }

  @Test func anArrayOfFourWithAStoppedAndAKilledTaskPublishesWhatOneRunPublishesToTheByte() throws {
    let (folder, whole) = try (miniature(), miniature())
    let single = try Program.start(["run", whole.url.path, "--quiet"])
    defer { single.send(SIGKILL) }
    let array = try SlurmArray(of: folder.url, count: 4)
    let (killed, stopped) = (array.shards[1], array.shards[2])

    try array.waitForSamples(of: stopped)
    try array.warn(stopped)
    try array.waitForSamples(of: killed)
    try array.killProgram(of: killed)
    let kept = try array.stored(killed)
    #expect((1..<600).contains(kept))
    try array.requeue(killed)
    // The one that was warned has gone back into the queue by itself.
    for shard in [killed, stopped] { try array.hurry(shard) }
    try array.finish()
    #expect(try array.shards.map { try array.field("Restarts", of: $0) } == ["0", "1", "1", "0"])
    let logs = try array.shards.map(array.log)
    #expect(
      logs[1].contains("computed \(600 - kept) samples in ") && logs[1].contains(", \(kept) were there\n"))
    #expect(logs[2].contains("warning: stopping; what is finished is kept"))
    #expect(logs[2].contains(" are missing\n") && logs[2].contains(" were there\n"))

    let stores = array.shards.map { $0.store(of: array.study).path }
    let merged = try Program.start(["merge", folder.url.path] + stores).wait()
    #expect(merged.output == "merged 4 stores, 2,400 samples added\n", "\(merged.errors)")
    #expect(try single.wait().status == 0)
    let exports = try [folder, whole].map {
      try files(of: $0, "export", "--format", "layer-gradient", "csv", "tidy")
    }
    #expect(exports[0].count > 24)
    #expect(exports[0] == exports[1])
    let sites = try [folder, whole].map { try files(of: $0, "build") }
    #expect(sites[0].keys.contains("index.html"))
    #expect(sites[0] == sites[1])
  }
}
