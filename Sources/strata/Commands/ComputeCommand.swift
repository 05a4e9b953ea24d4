import ArgumentParser
import Foundation
import Gradients
import Published
import Runs
import Studies
import Support
import Tokenizers

extension PromptKind: ExpressibleByArgument {}
extension Prompting: ExpressibleByArgument {}
extension PublishedFormat: ExpressibleByArgument {}
extension Projection: ExpressibleByArgument {}

/// `strata compute`
struct Compute: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Computes one data file with one checkpoint and writes published JSON Lines.",
    discussion: """
      A drop-in for the reference script: one line a sample, in the order of the data, with the \
      loss and the statistics of every projection's gradient. Running it again with the same \
      arguments goes on where the output file ends. An output file that holds samples of other \
      data or settings is refused.
      """)

  @Option(
    help: ArgumentHelp(CheckpointOptions.folderHelp, valueName: "folder"),
    completion: .directory)
  var checkpoint: String

  @OptionGroup var checkpointOptions: CheckpointOptions

  @Option(
    help: ArgumentHelp(
      "A JSON or JSON Lines file of records with `instruction` and `output`, or with `messages`; packed with gzip or zstd or not.",
      valueName: "file"),
    completion: .file())
  var data: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Other keys of the records than `instruction`, `input`, `output` and `messages`, such as instruction=question \
      output=answer.
      """,
      valueName: "part=key"),
    transform: { try ColumnName($0) })
  var columns: [ColumnName] = []

  @Option(
    help: ArgumentHelp(
      "The JSON Lines file to write, or to go on with; needed unless --compare-prompting is given.",
      valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The format of the lines: of the singular values their sum, largest and smallest; or all of them, and cosines.",
      valueName: "format"))
  var format = PublishedFormat.layerGradient

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The projections whose gradients are computed.", valueName: "p"))
  var projections: [Projection] = Projection.attention

  @Flag(
    inversion: .prefixedNo,
    help:
      "Find each gradient's largest and smallest element too (M_max, M_min); without them a run is shorter.")
  var extrema = true

  @Option(help: "What stands before a response: the plain instruction, or the checkpoint's chat template.")
  var prompt = PromptKind.base

  @Option(
    help: ArgumentHelp(
      """
      With --prompt chat: a chat template in Jinja in place of the checkpoint's own.
      """,
      valueName: "file"),
    completion: .file())
  var chatTemplate: String?

  @Option(help: "How the response's first token is found.")
  var prompting = Prompting.published

  @Option(help: ArgumentHelp("Tokens that a text is cut to.", valueName: "n"))
  var maxLength = StudySettings().maxLength

  @Option(help: ArgumentHelp("The first sample to compute, counting from 0.", valueName: "n"))
  var start = 0

  @Option(help: ArgumentHelp("The sample to stop before (default: all to the end).", valueName: "n"))
  var end: Int?

  @Flag(
    help: "Compute nothing: count the samples in which --prompting published and --prompting exact differ.")
  var comparePrompting = false

  @OptionGroup var reporting: RunReporting

  func validate() throws {
    guard output != nil || comparePrompting else { throw ValidationError("Missing --output <file>.") }
    if chatTemplate != nil, prompt != .chat {
      throw ValidationError("--chat-template needs --prompt chat.")
    }
    let lengths = StudySettings.lengths
    guard lengths.contains(maxLength) else {
      throw ValidationError(
        "--max-length must be \(lengths.lowerBound) to \(lengths.upperBound), not \(maxLength).")
    }
    guard start >= 0 else { throw ValidationError("--start must be 0 or more, not \(start).") }
    if let end, end <= start {
      throw ValidationError("--end must be more than --start (\(start)), not \(end).")
    }
  }

  func run() throws {
    var settings = StudySettings()
    settings.prompting = prompting
    settings.maxLength = maxLength
    settings.extras.extrema = extrema
    settings.projections = Set(projections).sorted()
    let chat = ChatSettings(
      template: try chatTemplate.map { try ChatSettingsReader.template(in: UserPath.place($0)) })
    guard let output, !comparePrompting else { return try showComparison(settings, chat) }
    var job = ComputeJob(
      checkpoint: try checkpointOptions.folder(checkpoint), data: UserPath.place(data),
      output: UserPath.place(output),
      prompt: prompt, chat: chat, settings: settings, format: format, start: start, end: end)
    job.allowedKeys = Set(checkpointOptions.allowedKeys)
    job.columns = columnNames
    try reporting.perform { [job] options, follower in
      try job.run(
        options: options, opener: CheckpointOpener(), now: Clock.seconds, meter: follower.meter,
        announce: follower.announce, isCancelled: follower.isCancelled, report: follower.report)
    }
  }

  private var columnNames: DataColumns {
    DataColumns(Dictionary(columns.map { ($0.part, $0.key) }) { $1 })
  }

  private func showComparison(_ settings: StudySettings, _ chat: ChatSettings) throws {
    let comparison = try PromptingComparison(
      checkpoint: checkpointOptions.folder(checkpoint), data: UserPath.place(data), columns: columnNames,
      prompt: prompt, chat: chat,
      settings: settings, start: start, end: end)
    try reporting.show(comparison)
  }
}

/// One of `--columns`: a part of a sample and the key that records have it under.
struct ColumnName {
  let part: DataColumns.Part
  let key: String

  init(_ text: String) throws {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2, let part = DataColumns.Part(rawValue: halves[0]) else {
      let parts = DataColumns.Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("a column is written part=key, such as instruction=question; parts are \(parts)")
    }
    self.part = part
    key = halves[1]
  }
}
