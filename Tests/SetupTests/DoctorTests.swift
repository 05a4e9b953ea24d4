import Foundation
import Runs
import Setup
import Store
import TestSupport
import Testing

@Suite struct DoctorTests {
  private func findings(_ folder: TemporaryFolder) -> [Finding] {
    StudyDoctor(place: folder.url, opener: CheckpointOpener()).findings
  }

  private func started() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try StarterStudy.write(to: folder.url)
    return folder
  }

  @Test func aNewStudyLacksItsStoreAlone() throws {
    let found = findings(try started())
    #expect(found.filter { $0.state != .good }.map(\.subject) == ["store"])
    #expect(found.last?.mend?.hasPrefix("strata run ") == true)
    #expect(found.contains { $0.text == "base: Llama, 4 layers" })
    #expect(found.contains { $0.text == "96 records in 4 files" })
  }

  @Test func whatIsStillToBeComputedFromIsMissing() throws {
    let folder = try started()
    try FileManager.default.removeItem(at: folder.file("models/base/model.safetensors"))
    try FileManager.default.removeItem(at: folder.file("data/sums_none.json"))
    let missing = findings(folder).filter { $0.state == .missing }
    #expect(missing.map(\.subject) == ["checkpoint", "data"])
    #expect(missing.allSatisfy { $0.text.contains(folder.url.path) })
    #expect(missing.allSatisfy { $0.mend?.contains("study.yml") == true })
    try FileManager.default.removeItem(at: folder.file("models/base"))
    #expect(findings(folder).contains { $0.text.contains("base: there is no folder ") })
    #expect(Diagnosis(missing).lacksSomething)
  }

  @Test func aStudyFileWithMistakesIsMissing() throws {
    let folder = try started()
    try folder.write("name: [", to: "study.yml")
    #expect(findings(folder).map(\.state) == [.missing])
  }

  @Test func aDamagedStoreIsMissing() throws {
    let folder = try started()
    try folder.write("no store", to: "study.sqlite")
    let store = findings(folder).first { $0.subject == "store" }
    #expect(store?.state == .missing)
    #expect(store?.text.contains("is not a store of Strata") == true)
  }

  @Test func aLockThatIsHeldIsSeenAndNoneIsMade() throws {
    let folder = try TemporaryFolder()
    let store = folder.file("study.sqlite")
    #expect(!StoreLock.isHeld(store))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    let lock = try StoreLock(of: store)
    #expect(StoreLock.isHeld(store))
    withExtendedLifetime(lock) {}
  }

  @Test func controlGroupsBoundThreadsAndMemory() throws {
    let root = try TemporaryFolder()
    try root.write("150000 100000\n", to: "sys/fs/cgroup/cpu.max")
    try root.write("0::/\n", to: "proc/self/cgroup")
    try root.write("1000000000\n", to: "sys/fs/cgroup/memory.max")
    let found = MachineDoctor(root: root.url, cores: 8, memory: 64_000_000_000).findings
    let threads = found.first { $0.subject == "threads" }
    #expect(threads?.state == .odd && threads?.mend == "strata run --threads 2")
    let memory = found.first { $0.subject == "memory" }
    #expect(memory?.state == .odd && memory?.text.hasPrefix("1.0 GB, less than the machine has") == true)
    try root.write("max 100000\n", to: "sys/fs/cgroup/cpu.max")
    let free = MachineDoctor(root: root.url, cores: 8, memory: 64_000_000_000).findings
    #expect(free.first { $0.subject == "threads" }?.state == .good)
  }

  @Test func theTextMarksWhatIsNotAsItShouldBe() {
    let diagnosis = Diagnosis([
      Finding("memory", "8 GB"), Finding("font", .missing, "Inter", mend: "apt-get install fonts-inter"),
    ])
    #expect(
      diagnosis.text == """
        ok       memory  8 GB
        missing  font    Inter
                         → apt-get install fonts-inter

        1 missing, 0 odd.
        """)
    #expect(diagnosis.json.hasPrefix(#"{"ok":false,"findings":[{"subject":"memory","state":"good","#))
  }
}
