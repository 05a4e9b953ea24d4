import Foundation
import Store
import Studies
import TestSupport
import Testing

/// A study that `examples/slurm/shards.sbatch` computes on a cluster, one task a shard.
struct SlurmArray {
  let cluster: SlurmCluster
  let study: Study
  let shards: [Shard]
  /// Slurm's number of the array.
  private let job: String

  /// Submits the study in `folder` as an array of `count` tasks.
  init(of folder: URL, count: Int) throws {
    study = try Study(at: folder)
    shards = (1...count).compactMap { Shard($0, of: count) }
    cluster = try SlurmCluster(tasks: count)
    let script = SharedData.packageRoot.appending(path: "examples/slurm/shards.sbatch")
    job = try cluster.slurm(
      "sbatch", "--parsable", "--array=1-\(count)", "--cpus-per-task=1", "--mem=1G", "--time=60", script.path,
      folder.path, "\(count)")
  }

  /// A field of what Slurm knows of a shard's task, such as `JobState`.
  func field(_ name: String, of shard: Shard) throws -> String {
    try cluster.field(name, of: "\(job)_\(shard.number)")
  }

  /// Lines that the task of a shard has printed, over all its restarts.
  func log(of shard: Shard) throws -> String {
    try String(contentsOf: cluster.folder.file("strata-\(job)-\(shard.number).log"), encoding: .utf8)
  }

  /// Waits until a task has stored something of its shard.
  func waitForSamples(of shard: Shard) throws {
    // Until the program has made the store, there is nothing to read.
    try wait(for: "samples of shard \(shard)") { (try? stored(shard)).map { $0 > 0 } ?? false }
  }

  /// Samples of `shard` that are in its store, over all models and conditions.
  func stored(_ shard: Shard) throws -> Int {
    let store = try Store(at: shard.store(of: study), for: .read)
    return try study.models.reduce(0) { count, model in
      try study.conditions.reduce(count) { count, condition in
        let run = try store.currentRun(model: model.name, condition: condition)
        let coverage = try run.map { try store.coverage(of: $0, shard: shard) }
        return count + (coverage.map { $0.computed + $0.skippedCount } ?? 0)
      }
    }
  }

  /// Tells a task that its time is nearly up, as Slurm does for `--signal=B:USR1@300`.
  func warn(_ shard: Shard) throws {
    try cluster.slurm("scancel", "--batch", "--signal=USR1", "\(job)_\(shard.number)")
  }

  /// Kills the program of a task, as the system does when memory is short, and has Slurm take the task again.
  func killProgram(of shard: Shard) throws {
    let process = try cluster.process(ofJob: field("JobId", of: shard))
    kill(try #require(process), SIGKILL)
    try wait(for: "the end of shard \(shard)") { try field("JobState", of: shard) == "FAILED" }
    #expect(try field("ExitCode", of: shard) == "137:0")
  }

  /// Has Slurm take a task again that has ended.
  func requeue(_ shard: Shard) throws {
    try cluster.slurm("scontrol", "requeue", "\(job)_\(shard.number)")
  }

  /// Starts a task that was requeued at once; Slurm lets two minutes pass otherwise.
  func hurry(_ shard: Shard) throws {
    try wait(for: "shard \(shard) in the queue") { try field("JobState", of: shard) == "PENDING" }
    try cluster.slurm("scontrol", "update", "JobId=\(job)_\(shard.number)", "StartTime=now")
  }

  /// Waits until every task is done.
  func finish() throws {
    for shard in shards {
      // A task that is taken again passes through states such as REQUEUED, in which it has not ended.
      let ends = ["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL"]
      try wait(for: "the end of shard \(shard)") { ends.contains(try field("JobState", of: shard)) }
      let (state, printed) = (try field("JobState", of: shard), try log(of: shard))
      #expect(state == "COMPLETED", "\(printed)")
    }
  }

  /// Waits for `condition`; ten minutes are more than the whole test needs on a busy machine.
  private func wait(for words: String, until condition: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(600)
    while try !condition() {
      guard ContinuousClock.now < end else { throw ClusterProblem(words: "waited in vain for \(words)") }
      usleep(20_000)
    }
  }
}
