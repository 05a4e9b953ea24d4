import Runs
import Setup
import TestSupport
import Testing

@Suite struct ReadmeExample {
  @Test func beginsAStudyAndLooksAtIt() throws {
    let parent = try TemporaryFolder()
    let folder = parent.file("study")
    // README example
    let files = try StarterStudy.write(to: folder)
    let machine = MachineDoctor().findings
    let study = StudyDoctor(place: folder, opener: CheckpointOpener()).findings
    let diagnosis = Diagnosis(machine + study)
    print(diagnosis.text, diagnosis.lacksSomething)
    // end of example
    #expect(files.contains("study.yml"))
    #expect(!diagnosis.lacksSomething)
  }
}
