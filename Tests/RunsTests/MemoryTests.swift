import Foundation
import Runs
import TestSupport
import Testing

/// What a run may take of the machine, from folders that stand for `/proc` and `/sys`.
@Suite struct MemoryTests {
  private let root: TemporaryFolder
  private let gigabyte = 1_000_000_000

  init() throws { root = try TemporaryFolder() }

  private func write(_ groups: String, _ limits: [String: String]) throws {
    try root.write(groups, to: "proc/self/cgroup")
    for (path, text) in limits { try root.write(text, to: path) }
  }

  private var allowance: MemoryAllowance { MemoryAllowance(root: root.url, machine: 16 * gigabyte) }

  @Test func isAllOfAMachineWithoutControlGroups() {
    #expect(allowance.bytes == 16 * gigabyte)
    #expect(allowance.usual == 9_600_000_000)
  }

  @Test(arguments: ["sys/fs/cgroup", "sys/fs/cgroup/slurm", "sys/fs/cgroup/slurm/job 7"])
  func isWhatTheGroupOrAnyAboveItAllowsInVersion2(folder: String) throws {
    try write(
      "0::/slurm/job 7\n",
      ["sys/fs/cgroup/slurm/job 7/memory.high": "max\n", "\(folder)/memory.max": "4000000000\n"])
    #expect(allowance.bytes == 4 * gigabyte)
  }

  @Test func isTheLevelAtWhichVersion2BeginsToThrottle() throws {
    try write(
      "0::/a\n",
      ["sys/fs/cgroup/a/memory.max": "4000000000\n", "sys/fs/cgroup/a/memory.high": "3000000000\n"])
    #expect(allowance.bytes == 3 * gigabyte)
  }

  @Test func isWhatVersion1Allows() throws {
    let groups = "9:name=systemd:/a\n4:cpu,memory:/a/b\n1:cpuset:/c\n0::/\n"
    let tree = "sys/fs/cgroup/memory"
    try write(
      groups,
      [
        "\(tree)/memory.limit_in_bytes": "9223372036854771712\n",
        "\(tree)/a/memory.limit_in_bytes": "2000000000\n",
        "\(tree)/c/memory.limit_in_bytes": "1\n", "sys/fs/cgroup/a/b/memory.max": "1\n",
      ])
    #expect(allowance.bytes == 2 * gigabyte)
  }

  @Test(arguments: ["", "nonsense", "0:", "0::", "0::/../..", "4:memory:/not/there\n0::/nor/this"])
  func isThatOfTheMachineWhereNothingCanBeRead(groups: String) throws {
    try write(groups, ["sys/fs/cgroup/memory.max": "none\n", "sys/fs/cgroup/memory.high": "-5\n"])
    #expect(allowance.bytes == 16 * gigabyte)
  }

  @Test func ofThisProcessIsNoMoreThanTheMachines() {
    let here = MemoryAllowance()
    #expect(here.bytes > 0 && here.bytes <= Int(clamping: ProcessInfo.processInfo.physicalMemory))
    #expect(RunOptions().memory == here.usual)
  }

  @Test(arguments: [
    ("8G", 8_000_000_000), ("8GB", 8_000_000_000), ("8 gb", 8_000_000_000), ("8GiB", 8 << 30),
    ("8gi", 8 << 30),
    ("500M", 500_000_000), ("1.5T", 1_500_000_000_000), ("64k", 64_000), ("123", 123), ("123B", 123),
  ])
  func readsSizesAsPeopleWriteThem(text: String, bytes: Int) {
    #expect(MemorySize(text)?.bytes == bytes)
  }

  @Test(arguments: [
    "", "G", "0", "0.2", "-1G", "8X", "8iB", "8 G B", "1e9", ".5G", "5.G", "999999999999999999T", "٣G",
  ])
  func readsNothingElse(text: String) {
    #expect(MemorySize(text) == nil)
  }

  @Test(arguments: [
    1, 999, 1000, 1001, 98_999, 99_001, 999_000, 999_001, 1_234_567, 123_456_789_012, 5_000_000_000_000,
  ])
  func writesASizeThatHoldsWhatIsNeededAndLittleMore(bytes: Int) throws {
    let text = MemorySize.text(holding: bytes)
    let size = try #require(MemorySize(text))
    #expect(size.bytes >= bytes && Double(size.bytes) <= 1.1 * Double(bytes), "\(text)")
    #expect(text.count <= 5)
  }
}
