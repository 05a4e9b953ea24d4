import Foundation
import TestSupport

/// A Slurm cluster of one node on this machine, of a test's own, that ends with the value.
///
/// `Cluster/cluster.sh` starts it and ends it when its standard input ends, and so also when the tests are killed.
final class SlurmCluster {
  /// Folder of the cluster, and of the logs of its jobs.
  let folder: TemporaryFolder
  private let process = Process()
  private let input = Pipe()

  /// Whether Debian's `slurm-wlm` and `munge` are installed.
  static var isInstalled: Bool {
    ["/usr/bin/sbatch", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"]
      .allSatisfy(FileManager.default.isExecutableFile)
  }

  /// Starts a cluster that runs so many one-core tasks at a time, whether there are so many cores or not.
  init(tasks: Int) throws {
    folder = try TemporaryFolder()
    let script = SharedData.packageRoot.appending(path: "Tests/CommandLineTests/Cluster/cluster.sh")
    let output = Pipe()
    process.executableURL = script
    process.arguments = [folder.url.path, "\(tasks)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let word = output.fileHandleForReading.availableData
    guard word == Data("ready\n".utf8) else {
      process.waitUntilExit()
      throw ClusterProblem(words: "the cluster did not start; \(script.path) says why")
    }
  }

  deinit {
    try? input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
    process.waitUntilExit()
  }

  /// Runs a command of Slurm in the cluster's folder.
  ///
  /// - Returns: its standard output without the last line end.
  /// - Throws: `ClusterProblem` when it fails.
  @discardableResult
  func slurm(_ command: String, _ arguments: String...) throws -> String {
    let outcome = try Program.start(
      arguments, executable: URL(filePath: "/usr/bin").appending(path: command),
      environment: [
        "SLURM_CONF": folder.file("slurm.conf").path, "STRATA": Program.file.path, "PATH": "/usr/bin:/bin",
      ], in: folder.url
    ).wait()
    guard outcome.status == 0 else {
      throw ClusterProblem(words: "\(command) \(arguments.joined(separator: " ")): \(outcome.errors)")
    }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A field of what Slurm knows of a job or a task, such as `JobState`.
  func field(_ name: String, of job: String) throws -> String {
    let fields = try slurm("scontrol", "--oneliner", "show", "job", job).split(separator: " ")
    let value = fields.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1)
    guard let value else { throw ClusterProblem(words: "job \(job) has no \(name)") }
    return String(value)
  }

  /// The process of the program in a running job; nil before it was started.
  func process(ofJob job: String) throws -> pid_t? {
    let lines = try slurm("scontrol", "listpids", job).split(separator: "\n").dropFirst()
    return lines.compactMap { pid_t($0.prefix { $0.isNumber }) }.first { process in
      let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
      return file == Program.file.resolvingSymlinksInPath().path
    }
  }
}

/// Reason why a cluster of a test is of no use.
struct ClusterProblem: Error, CustomStringConvertible {
  let words: String
  var description: String { words }
}
