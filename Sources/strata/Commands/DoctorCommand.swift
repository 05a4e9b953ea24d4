import ArgumentParser
import Foundation
import Runs
import Setup
import Support

/// `strata doctor`
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what is missing or odd on this machine or of a study, and what mends it.",
    discussion: """
      Looks at the processor, threads, memory, fonts and libraries; of a study at its file, checkpoints, data and store. Writes \
      nothing. Ends with exit code 1 when something that is needed is missing.
      """)

  @Argument(help: "A study file, or a folder that holds study.yml; may be left out.", completion: .file())
  var study: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let ofStudy = study.map {
      StudyDoctor(place: UserPath.place($0), opener: CheckpointOpener()).findings
    }
    let diagnosis = Diagnosis(MachineDoctor().findings + (ofStudy ?? []))
    try Console.result(json ? diagnosis.json : diagnosis.text)
    if diagnosis.lacksSomething { throw ExitStatus.failed }
  }
}
