import Analysis
import Gradients
import Studies

/// A need that a figure or a table has of a study, so that one that cannot be made says why.
package struct Requirement: Sendable {
  /// Says what is lacking and the mend, nil when nothing is.
  let lack: @Sendable (Wanted) -> String?

  /// The request, and what the study has of it.
  package struct Wanted: Sendable {
    let selection: Selection
    /// Choices that may be made.
    let choices: Set<FigureChoice>
    /// The conditions that were asked for and have a sample.
    let conditions: [ConditionAnalysis]

    package init(_ selection: Selection, choices: Set<FigureChoice>) {
      self.selection = selection
      self.choices = choices
      conditions = selection.computed
    }

    var request: FigureRequest { selection.request }
    var analysis: StudyAnalysis { selection.analysis }
    var tasks: [StudyTask] { selection.tasks }

    /// Whether all that there is was imported.
    var isImported: Bool { conditions.allSatisfy(\.run.configuration.isImported) }

    /// Advice on how to get what is not there yet.
    var computing: String {
      analysis.conditions.allSatisfy(\.run.configuration.isImported)
        ? "Import it with `strata import`" : "Run `strata run \(analysis.study.folder.path)`"
    }

    /// Says how to show something else, after another mend: “, or leave out --model”.
    func orWithout(_ choices: FigureChoice...) -> String {
      made(choices).map { ", or leave out \($0)" } ?? ""
    }

    /// Says how to show something else where that is the only mend: “ Leave out --model.”
    func without(_ choices: FigureChoice...) -> String { made(choices).map { " Leave out \($0)." } ?? "" }

    private func made(_ choices: [FigureChoice]) -> String? {
      let made = choices.filter(request.choices.contains).map { "--\($0.rawValue)" }
      return made.isEmpty ? nil : made.joined(separator: " and ")
    }

    /// The model and the task that were asked for, the study when none was.
    var place: String { Self.joined([model, task].compactMap(\.self)) }

    /// The model, the task and the response styles that were asked for, the study when none was.
    var placeAndStyles: String {
      Self.joined([model, task].compactMap(\.self) + request.styles.map { "style \($0.rawValue)" })
    }

    private static func joined(_ names: [String]) -> String {
      names.isEmpty ? "the study" : names.joined(separator: ", ")
    }

    private var model: String? { request.model.flatMap { analysis.study.model(named: $0)?.label } }
    private var task: String? { request.task.flatMap { analysis.study.task(named: $0)?.label } }
  }

  /// The first of `needs` that is not met, in words.
  package static func lack(_ needs: [Requirement], _ wanted: Wanted) -> String {
    let reasons = [results] + needs
    return reasons.lazy.compactMap { $0.lack(wanted) }.first ?? "its results do not hold what is shown."
  }
}

extension Requirement {
  /// Something is computed of what was asked for.
  static let results = Requirement { wanted in
    wanted.conditions.isEmpty
      ? "nothing of \(wanted.placeAndStyles) is computed yet. \(wanted.computing)\(wanted.orWithout(.model, .task, .style))."
      : nil
  }

  /// Some sample has a finite value of the statistic; that of the request when nil.
  package static func values(of fixed: Statistic? = nil) -> Requirement {
    Requirement { wanted in
      let statistic = fixed ?? wanted.request.measured
      let isKnown = wanted.conditions.contains { condition in
        wanted.request.chosen(condition.projections).contains { condition.curve(statistic, of: $0) != nil }
      }
      if isKnown { return nil }
      let name = statistic.words.name
      let other = wanted.choices.contains(.statistic) ? " Choose another with --statistic." : ""
      if !wanted.isImported { return "no sample has a finite \(name).\(other)" }
      return "no sample of the imported files has a finite \(name)."
        + (statistic.needsSpectrum
          ? " It takes all singular values, which only files of the format gradient-unified hold." : "")
        + other
    }
  }

  /// The models have several layers; `subject` is what is between them.
  package static func layers(_ subject: String) -> Requirement {
    Requirement { wanted in
      wanted.conditions.contains { $0.layerCount > 1 }
        ? nil : "\(subject) between layers, and there is one layer only."
    }
  }

  /// Some model has two styles on a task, to be joined.
  static let styles = Requirement { wanted in
    if !wanted.tasks.contains(where: { wanted.request.chosen($0.styles).count > 1 }) {
      return
        "it compares response styles, and no task of \(wanted.place) has more than one"
        + "\(wanted.request.styles.isEmpty ? "" : " of those asked for").\(wanted.without(.style, .task)) "
        + "`strata table mad` shows single ones."
    }
    let places = Dictionary(grouping: wanted.conditions.filter { $0.condition.relevance == .correct }) {
      [$0.model, $0.condition.task]
    }
    if places.values.contains(where: { $0.count > 1 }) { return nil }
    return
      "it compares response styles, and no model has results of two on a task. \(wanted.computing)"
      + "\(wanted.orWithout(.model, .task, .style))."
  }

  /// Some task has fast and slow responses, and results of both.
  package static let fastAndSlow = Requirement { wanted in
    let compared: Set<ResponseStyle> = [.none, .detailed]
    let tasks = wanted.tasks.filter { compared.isSubset(of: $0.styles) }
    if tasks.isEmpty {
      return
        "it compares a fast response style with a slow one, and no task of \(wanted.place) has both `none` and "
        + "`detailed` responses.\(wanted.without(.task))"
    }
    let isComputed = wanted.selection.pairs.contains { pair in
      compared.allSatisfy { wanted.selection.condition(pair, $0).hasResults }
    }
    return isComputed
      ? nil
      : "it compares a fast response style with a slow one, and no model has results of both `none` and `detailed` on "
        + "a task. \(wanted.computing)\(wanted.orWithout(.model, .task))."
  }

  /// The level of the statistic is above zero, and samples are paired.
  package static let positive = Requirement { wanted in
    let statistic = wanted.request.measured
    let curves = wanted.conditions.flatMap { condition in
      wanted.request.chosen(condition.projections).compactMap { condition.curve(statistic, of: $0) }
    }
    if statistic.isSigned {
      return
        "the \(statistic.words.name) has both signs, and ratios of it mean nothing. Choose another with --statistic."
    }
    return curves.contains { $0.level <= 0 }
      ? "the \(statistic.words.name) has levels that are zero or negative, of which there is no ratio. Choose another with "
        + "--statistic."
      : "no sample that was computed in both of the styles that are compared has a finite \(statistic.words.name) in "
        + "each of the projections."
  }

  /// Some task has irrelevant responses, and results of them beside the correct ones.
  package static let relevances = Requirement { wanted in
    let tasks = wanted.tasks.filter { task in task.conditions.contains { $0.relevance == .irrelevant } }
    if tasks.isEmpty {
      return
        "it compares correct with irrelevant responses, and no task of \(wanted.place) has irrelevant ones."
        + "\(wanted.without(.task)) Name their data in the study file, `irrelevant:` beside `correct:`."
    }
    let found = Set(wanted.conditions.map { [$0.model, $0.condition.task, $0.condition.style.rawValue] })
    let isPaired = found.contains { place in
      [Relevance.correct, .irrelevant].allSatisfy { relevance in
        wanted.conditions.contains {
          [$0.model, $0.condition.task, $0.condition.style.rawValue] == place
            && $0.condition.relevance == relevance
        }
      }
    }
    return isPaired
      ? nil
      : "no response style of \(wanted.place) has results of both correct and irrelevant responses. \(wanted.computing)"
        + "\(wanted.orWithout(.model, .task, .style))."
  }

  /// The lengths of responses are known.
  static let lengths = Requirement { wanted in
    wanted.conditions.contains { $0.meanLabelCount != nil }
      ? nil : "the imported files do not hold the number of tokens of responses; results of `strata run` do."
  }

  /// Some finite singular values above zero among those that are kept.
  static let singularValues = Requirement { _ in
    "it has logarithmic axes, and no sample has finite singular values above zero."
  }

  /// Some finite cosines among those that are kept.
  static let cosines = Requirement { _ in "no sample has finite cosines between its layers." }
}

extension StudyAnalysis {
  /// Whether there is anything at all to report.
  ///
  /// - Throws: `FigureError.nothingComputed` or `.allSkipped` when no sample has a result.
  package func checkResults() throws {
    let coverages = conditions.map(\.coverage)
    guard coverages.allSatisfy({ $0.computed == 0 }) else { return }
    let reasons = SkipReason.allCases.compactMap { reason -> (reason: String, count: Int)? in
      let count = coverages.reduce(0) { $0 + ($1.skipped[reason] ?? 0) }
      return count == 0 ? nil : (reason.rawValue, count)
    }
    let isWhole = coverages.allSatisfy { $0.missing == 0 }
    throw reasons.isEmpty || !isWhole
      ? FigureError.nothingComputed(study: study.folder.path)
      : FigureError.allSkipped(study: study.folder.path, reasons: reasons)
  }
}
