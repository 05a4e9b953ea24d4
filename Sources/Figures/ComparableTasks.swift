import Studies

/// The tasks of a study that can stand in one figure or table, because their responses are written in the same styles:
/// chains of thought are not compared with lengths.
package struct ComparableTasks {
  /// The tasks that share their styles with most others, in the order of the study.
  package let shown: [StudyTask]
  /// Their styles, from fast to slow.
  package let styles: [ResponseStyle]
  private let others: [StudyTask]

  /// Chooses among the tasks and styles that `request` asks for; the first of equally many.
  init(_ request: FigureRequest, in study: Study) { self.init(request, among: study.tasks) }

  /// The same among some tasks of a study.
  package init(_ request: FigureRequest, among all: [StudyTask]) {
    let tasks = request.chosen(all).filter { !request.chosen($0.styles).isEmpty }
    let sets = tasks.map { request.chosen($0.styles) }
    let counts = sets.map { styles in sets.count { $0 == styles } }
    let place = counts.max().flatMap { counts.firstIndex(of: $0) }
    let styles = place.map { sets[$0] } ?? []
    self.styles = styles
    shown = tasks.filter { request.chosen($0.styles) == styles }
    others = tasks.filter { request.chosen($0.styles) != styles }
  }

  /// A sentence that names the tasks that are left out, nil when none is.
  package var remark: String? {
    others.isEmpty
      ? nil : "Without \(others.map(\.label).joined(separator: ", ")), where responses have other styles."
  }
}
