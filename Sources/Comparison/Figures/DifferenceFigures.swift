import Analysis
import Figures
import OrderedCollections
import Plotting
import Studies

/// Pictures of the curves of one statistic that changed, old beside new on one scale: one for each model, task and relevance.
package struct DifferenceFigures: Sendable {
  /// A picture with a name for its file.
  package struct Picture: Sendable {
    /// The file's name without its ending.
    package let name: String
    package let figure: Plotting.Figure
  }

  private struct Subject: Hashable {
    let model: String
    let task: String
    let relevance: String
  }

  /// The pictures, in the order of the study.
  package let pictures: [Picture]

  /// Composes the pictures of the changed curves of `statistic`; none where no curve of it changed.
  package init(_ difference: StudyDifference, _ statistic: Statistic) throws {
    var subjects: OrderedDictionary<Subject, [CurveChange]> = [:]
    for change in difference.curves where change.quantity.name(of: "statistic") == statistic.rawValue {
      guard let model = change.quantity.name(of: "model"), let task = change.quantity.name(of: "task"),
        let relevance = change.quantity.name(of: "relevance")
      else { continue }
      subjects[Subject(model: model, task: task, relevance: relevance), default: []].append(change)
    }
    pictures = try subjects.map { subject, changes in
      Picture(
        name: Self.fileName(subject, statistic),
        figure: try Self.figure(subject, changes, statistic))
    }
  }

  /// A name that leads out of no folder, whatever a site calls its models.
  private static func fileName(_ subject: Subject, _ statistic: Statistic) -> String {
    let aside = subject.relevance == Relevance.correct.rawValue ? [] : [subject.relevance]
    let name = (["curves", subject.model, subject.task, statistic.rawValue] + aside).joined(separator: "-")
    return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
  }

  private static func figure(
    _ subject: Subject, _ changes: [CurveChange], _ statistic: Statistic
  ) throws -> Plotting.Figure {
    let scale = try ValueScale(nil, values: changes.flatMap { $0.old.means + $0.new.means })
    let projections = OrderedSet(changes.compactMap { $0.quantity.name(of: "projection") })
    let styles = ResponseStyle.allCases.filter { style in
      changes.contains { $0.quantity.name(of: "style") == style.rawValue }
    }
    let panels = projections.map { projection in
      let row = changes.filter { $0.quantity.name(of: "projection") == projection }
      return [\CurveChange.old, \.new].enumerated().map { column, side in
        panel(row.map { ($0.quantity, $0[keyPath: side]) }, statistic, scale, isFirst: column == 0)
      }
    }
    var figure = Plotting.Figure(
      subtitle: RichText.joined(
        [subject.model, subject.task, subject.relevance].map(RichText.literal), by: " · "),
      panels: panels, columnTitles: ["Old", "New"], rowTitles: projections.map(RichText.literal),
      sharedX: .all, sharedY: .rows, legend: .top, series: CurveMarks.series(styles))
    figure.fileTitle = "\(statistic.words.heading) by layer, old and new: \(subject.model) on \(subject.task)"
    return figure
  }

  private static func panel(
    _ curves: [(Quantity, Curve)], _ statistic: Statistic, _ scale: ValueScale, isFirst: Bool
  ) -> Panel {
    let marks = curves.flatMap { quantity, curve in
      CurveMarks.marks(
        curve, series: quantity.name(of: "style") ?? "", isNonNegative: statistic.isNonNegative)
    }
    return CurveMarks.panel(
      title: nil, statistic: statistic, layers: LayerAxis(), scale: scale, marks: marks, isFirst: isFirst)
  }
}
