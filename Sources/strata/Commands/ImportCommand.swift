import ArgumentParser
import Foundation
import Published
import Studies
import Support

extension Stage: ExpressibleByArgument {}
extension TaskKind: ExpressibleByArgument {}
extension ResponseStyle: ExpressibleByArgument {}
extension Relevance: ExpressibleByArgument {}

/// `strata import`
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads published statistics into a new study.",
    discussion: """
      Takes JSON Lines in both published formats: single files, or folders such as a whole grads_exp tree. Which model, \
      task and style a file is of comes from its path, GROUP/MODEL/grads_TASK_with_cot.jsonl, and from the options \
      where the path does not say it, or from a mapping, a small YAML file that names models, tasks and files. The new study has a study file, a store, and data files with the texts of the \
      lines; strata build makes its site.
      """)

  @Argument(help: "Files and folders of published statistics.", completion: .file())
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "A YAML file that says which files are of which model, task and style.", valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var mapping: String?

  @Option(help: "The folder of the new study.", completion: .directory)
  var output = "imported"

  @Option(help: ArgumentHelp("The model's name (default: its folder's).", valueName: "name"))
  var model: String?

  @Option(
    help: "Whether the model is a base or an instruct model (default: instruct for folders with _it_new).")
  var stage: Stage?

  @Option(help: ArgumentHelp("The task's name (default: from the file's name).", valueName: "name"))
  var task: String?

  @Option(help: "What the task asks for (default: known for the papers' tasks, else by the style).")
  var kind: TaskKind?

  @Option(help: "The response style (default: from the file's name).")
  var style: ResponseStyle?

  @Option(help: "The relevance (default: irrelevant for groups with _wrong_answer_shuffle).")
  var relevance: Relevance?

  @Flag(help: "Leave out lines that cannot be imported, with a warning each.")
  var skipInvalid = false

  @Flag(help: "Exit with 3 when lines were left out.")
  var strict = false

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func validate() throws {
    if paths.isEmpty, mapping == nil {
      throw ValidationError("Give files or folders of published statistics, or a --mapping that names them.")
    }
    let isNamed = [model, stage?.rawValue, task, kind?.rawValue, style?.rawValue, relevance?.rawValue]
      .contains { $0 != nil }
    if mapping != nil, paths.isEmpty, isNamed {
      throw ValidationError(
        "A mapping says what its files are of; --model, --stage, --task, --kind, --style and --relevance are for "
          + "files and folders that are given beside it.")
    }
  }

  func run() throws {
    let log = ConsoleLog.logger(quiet: quiet)
    var names = ImportNames()
    names.model = model
    names.stage = stage
    names.task = task
    names.kind = kind
    names.style = style
    names.relevance = relevance
    let job = ImportJob(
      places: paths.map { UserPath.place($0) }, mapping: mapping.map { UserPath.place($0) },
      output: UserPath.place(output), names: names, skipsInvalid: skipInvalid)
    let summary = try job.run { log.info("\($0.path)") }
    for line in summary.invalid { log.warning("\(line)") }
    for name in summary.ignored {
      log.warning("`\(name)` is no projection that is known here; its statistics are left out")
    }
    if json { try Console.result(summary.json) } else if !quiet { try Console.result(summary.text) }
    if strict, !summary.invalid.isEmpty { throw ExitStatus.skipped }
  }
}
