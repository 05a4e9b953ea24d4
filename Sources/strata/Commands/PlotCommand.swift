import Analysis
import ArgumentParser
import Figures
import Foundation
import Papers
import Plotting
import Studies
import Support

/// `strata plot`
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws one figure of a study for a paper, a slide or a page.",
    discussion: """
      The ending of the output chooses what is written: svg, png, pdf or eps the picture, csv or json its data, txt its \
      caption, tex the lines that include it in a paper. What is not chosen is what shows most. Folders of the output \
      that are missing are made.

      A figure that is too high for a page of the venue is written all the same, with a warning that says what to choose.

      FIGURES:
      \(listed(FigureKind.all.map { ($0.name, $0.summary) }))

      PRESETS:
      \(listed(Preset.all.map { ($0.name, $0.summary) }))

      EXAMPLES:
        strata plot curves examples/miniature --output curves.pdf --preset acl
        strata plot forest examples/miniature --claim strength --output strength.svg
        strata plot mad examples/miniature --output mad.pdf --with-data
      """)

  @Argument(help: "The figure.")
  var name: String?

  @Argument(help: "A study file, or a folder that holds study.yml.", completion: .file())
  var study: String?

  @Option(
    help: ArgumentHelp("The file to write; may be given several times.", valueName: "file"),
    completion: .file())
  var output: [String] = []

  @Flag(help: "Write data, caption and the lines for LaTeX beside the first output too.")
  var withData = false

  @OptionGroup(title: "WHAT IS SHOWN")
  var choices: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "What panels stand for, in \(kinds(.panels)): projections, or styles as in the papers.",
      valueName: "panels"))
  var panels: FigureRequest.PanelChoice?

  @Option(
    help: ArgumentHelp(
      "How values become places, in \(kinds(.scale)).", valueName: "scale"))
  var scale: FigureRequest.ScaleChoice?

  @Option(
    help: ArgumentHelp(
      "How layers become places, in \(kinds(.depth)): their numbers (layers), or relative, from 0, the first, to 1, the last.",
      valueName: "depth"))
  var depth: FigureRequest.DepthChoice?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The decoder layers that get a panel in \(kinds(.layer)), from 0, apart by spaces or commas.",
      valueName: "n"))
  var layer: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The sample that \(kinds(.sample)) shows, by its position in the data file, from 0.", valueName: "n"))
  var sample: Int?

  @Option(
    help: ArgumentHelp(
      "The claim that \(kinds(.claim)) shows: one of \(PaperClaim.all.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var claim: String?

  @OptionGroup(title: "HOW IT LOOKS")
  var look: StyleOptions

  @Option(
    help: ArgumentHelp(
      "The description for readers who do not see the figure, in SVG, PDF and TeX; made from the data when left out.",
      valueName: "text"))
  var alt: String?

  @Flag(help: "Print the names of the figures and end.")
  var list = false

  @Flag(help: "Print errors and warnings only.")
  var quiet = false

  func validate() throws {
    guard !list else {
      if !standsAlone { throw ValidationError("--list stands alone: it prints names and draws nothing.") }
      return
    }
    guard name != nil, study != nil else { throw ValidationError("Give the name of a figure and a study.") }
    guard !output.isEmpty else { throw ValidationError("Give the file to write with --output.") }
    if let alt, alt.allSatisfy(\.isWhitespace) {
      throw ValidationError("--alt is empty; leave it out for a description that is made from the data.")
    }
  }

  /// Whether nothing but `--list` is asked for.
  private var standsAlone: Bool {
    let words = [name, study, alt].compactMap(\.self) + output + layer
    let places: [Any?] = [panels, scale, depth, sample, claim]
    return words.isEmpty && choices.isEmpty && look.isEmpty && places.allSatisfy { $0 == nil } && !withData
      && !quiet
  }

  func run() throws {
    guard !list, let name, let study else {
      return try Console.result(listed(FigureKind.all.map { ($0.name, $0.summary) }))
    }
    let kind = try FigureKind.named(name)
    let preset = try look.sizedPreset()
    let theme = try look.namedTheme()
    let dpi = try look.resolution()
    let files = output.map { UserPath.place($0) }
    try checkEffect(on: files, of: kind)
    var request = try choices.request()
    request.panels = panels
    request.scale = scale
    request.depth = depth
    request.layers = try layer.flatMap(LayerNumbers.read)
    request.sample = try knownSample()
    request.claim = claim
    let analysis = try StudyReading.analysis(at: study)
    do {
      let job = try PlotJob(
        kind, request, of: analysis, preset: preset, theme: theme, background: look.background, dpi: dpi,
        altText: alt)
      try write(job, to: files)
    } catch let error as PlotError {
      throw LabelCheck.explained(error, in: analysis.study)
    }
  }

  /// Refuses outputs that are one file, and options that change none of the outputs.
  private func checkEffect(on files: [URL], of kind: FigureKind) throws {
    var endings = try files.map(PlotJob.ending)
    try OptionError.checkPlaces(output)
    if withData {
      if let first = endings.first, !first.isPicture {
        throw OptionError.value(
          option: "--output", value: output[0],
          expected:
            "a picture when it is the first and --with-data is given, whose lines for LaTeX include it")
      }
      endings += PlotJob.dataEndings
    }
    let found = WordList.and(PlotJob.Ending.allCases.filter(endings.contains).map(\.rawValue))
    for effect in try effects(of: kind, from: look.namedPreset(), to: look.sizedPreset()) {
      try effect.check(endings, found: found, remedy: "Add such an --output")
    }
  }

  private func write(_ job: PlotJob, to files: [URL]) throws {
    let written = try job.write(to: files, withData: withData)
    for warning in written.warnings { ConsoleLog.logger(quiet: quiet).warning("\(warning)") }
    if !quiet { for file in written.files { try Console.result(file.path) } }
  }

  private func knownSample() throws -> Int? {
    guard let sample, sample < 0 else { return sample }
    throw OptionError.value(
      option: "--sample", value: "\(sample)", expected: "the position of a sample in its data file, from 0")
  }
}

extension FigureRequest.PanelChoice: ExpressibleByArgument {}
extension FigureRequest.ScaleChoice: ExpressibleByArgument {}
extension FigureRequest.DepthChoice: ExpressibleByArgument {}

/// The values of `--layer`: each is a number, or several with commas between them.
enum LayerNumbers {
  /// - Throws: `OptionError.value` for what are no numbers of layers.
  static func read(_ text: String) throws -> [Int] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }.filter { $0 >= 0 }
    guard numbers.count == parts.count else {
      throw OptionError.value(
        option: "--layer", value: text,
        expected: "the numbers of decoder layers, from 0, apart by spaces or commas")
    }
    return numbers
  }
}

/// The kinds of figures that leave `choice`, for the help of its option.
private func kinds(_ choice: FigureChoice) -> String {
  WordList.and(FigureKind.all.filter { $0.choices.contains(choice) }.map(\.name))
}
