import ArgumentParser
import Figures
import Gradients
import Studies

/// Selection that `plot` and `table` can be asked to show.
struct SelectionOptions: ParsableArguments {
  @Option(help: "The name of a model of the study.")
  var model: String?

  @Option(help: "The name of a task of the study.")
  var task: String?

  @Option(
    help: ArgumentHelp("One of \(names(Statistic.allCases)) (default: nuclear-norm).", valueName: "name"))
  var statistic: String?

  @Option(help: ArgumentHelp("One of \(names(Projection.allCases)).", valueName: "name"))
  var projection: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "One or more of \(names(ResponseStyle.allCases)), apart by spaces or commas.", valueName: "name"))
  var style: [String] = []

  /// Whether everything is left to the figure.
  var isEmpty: Bool { [model, task, statistic, projection].allSatisfy { $0 == nil } && style.isEmpty }

  /// The choices as a request.
  ///
  /// - Throws: `FigureError.unknownName` for a statistic, projection or response style that there is not, `OptionError.value`
  ///   for a style without a name.
  func request() throws -> FigureRequest {
    FigureRequest(
      model: model, task: task, statistic: try statistic.map { try known($0, "statistic") },
      projection: try projection.map { try known($0, "projection") },
      styles: try style.flatMap(styles))
  }

  private func styles(_ text: String) throws -> [ResponseStyle] {
    let found = text.split(separator: ",")
    guard !found.isEmpty else {
      throw OptionError.value(
        option: "--style", value: text, expected: "one or more of \(names(ResponseStyle.allCases))")
    }
    return try found.map { try known(String($0), "response style") }
  }

  private func known<Name: CaseIterable & RawRepresentable<String>>(_ name: String, _ kind: String) throws
    -> Name
  {
    guard let value = Name(rawValue: name) else {
      throw FigureError.unknownName(kind: kind, name: name, known: Name.allCases.map(\.rawValue))
    }
    return value
  }
}

private func names<Name: CaseIterable & RawRepresentable<String>>(_ cases: [Name]) -> String {
  cases.map(\.rawValue).joined(separator: ", ")
}

/// Names with what they stand for, one a line.
func listed(_ entries: [(name: String, summary: String)]) -> String {
  let width = (entries.map(\.name.count).max() ?? 0) + 2
  return entries.map { "  " + $0.name.padding(toLength: width, withPad: " ", startingAt: 0) + $0.summary }
    .joined(separator: "\n")
}
