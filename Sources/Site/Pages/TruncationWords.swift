import Analysis
import Figures
import Studies
import Support

/// What pages say of texts that were cut to the longest length.
extension PageBuilder {
  /// The count of a condition's cut samples, with what that makes of it.
  func cutCell(_ condition: ConditionAnalysis) -> CellModel {
    let coverage = condition.coverage
    let known = coverage.computed + coverage.skippedCount - coverage.cutUnknown
    let unknown =
      coverage.cutUnknown > 0 && known > 0 ? ["\(NumberText.whole(coverage.cutUnknown)) not known"] : []
    let remarks = unknown + Captions.truncationMarks(of: condition, among: analysis.conditions)
    guard known > 0 || coverage.cutUnknown == 0 else { return .number(nil) }
    return CellModel(
      NumberText.whole(coverage.cut), aside: remarks.isEmpty ? nil : remarks.joined(separator: ", "),
      isNumeric: true, sortKey: String(coverage.cut))
  }

  /// The count of all samples that were cut.
  func cutFact(_ conditions: [ConditionAnalysis]) -> FactModel {
    let cut = conditions.map(\.coverage.cut).reduce(0, +)
    let unknown = conditions.map(\.coverage.cutUnknown).reduce(0, +)
    let note =
      unknown > 0
      ? "not known of \(NumberText.whole(unknown))"
      : "longer than \(NumberText.whole(study.settings.maxLength)) tokens"
    return FactModel("Cut", cut == 0 && unknown > 0 ? "–" : NumberText.whole(cut), note: note)
  }

  /// Tells a reader of conditions of which no response is whole, and of such as equal others; nil when there are none.
  func truncationNotice(_ conditions: [ConditionAnalysis]) -> String? {
    let marked = conditions.flatMap { condition in
      Captions.truncationMarks(of: condition, among: analysis.conditions).map { "\(name(condition)): \($0)" }
    }
    guard !marked.isEmpty else { return nil }
    let shown = marked.prefix(Self.mostNoticed).joined(separator: "; ")
    let rest = marked.count - Self.mostNoticed
    return "Texts were cut to \(NumberText.whole(study.settings.maxLength)) tokens. "
      + shown + (rest > 0 ? "; and \(rest) more, under Methods." : ".")
  }

  private static let mostNoticed = 3

  private func name(_ condition: ConditionAnalysis) -> String {
    let model = study.model(named: condition.model)?.label ?? condition.model
    let task = study.task(named: condition.condition.task)?.label ?? condition.condition.task
    return "\(model) on \(task), \(condition.condition.label)"
  }

  /// Cut samples by condition.
  var cutSection: SectionModel {
    let rows = analysis.conditions.filter { $0.coverage.cut > 0 }.map { item in
      RowModel(cells: [
        CellModel(study.model(named: item.model)?.label ?? item.model, isHeader: true),
        CellModel(study.task(named: item.condition.task)?.label ?? item.condition.task),
        CellModel(item.condition.style.label), CellModel(item.condition.relevance.label),
        cutCell(item), .count(item.coverage.computed + item.coverage.skippedCount),
      ])
    }
    let unknown = analysis.conditions.map(\.coverage.cutUnknown).reduce(0, +)
    let lead = [
      rows.isEmpty && unknown == 0 ? "No text of this study was cut." : nil,
      unknown > 0
        ? "Of \(NumberText.whole(unknown)) \(unknown == 1 ? "sample" : "samples") it is not known whether their texts were cut."
        : nil,
    ].compactMap(\.self)
    let columns = ["Model", "Task", "Style", "Relevance"].map { ColumnModel(label: $0, isNumeric: false) }
    let table = TableModel(
      caption:
        "Samples whose texts were longer than \(NumberText.whole(study.settings.maxLength)) tokens and were cut on the "
        + "right: their responses are not whole.",
      columns: columns + ["Cut", "Of"].map { ColumnModel(label: $0, isNumeric: true) }, rows: rows,
      isSortable: true)
    return SectionModel(
      id: "cut", title: "Cut samples", lead: lead.isEmpty ? nil : Self.paragraph(lead.joined(separator: " ")),
      tables: rows.isEmpty ? [] : [table])
  }
}
