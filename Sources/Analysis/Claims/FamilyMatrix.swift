import Gradients
import Studies

/// How far the forms of the models' curves lie from one another on one task, models of a family side by side: the curves of
/// one style over their mean, see ``CurveDistance``.
package struct FamilyMatrix: Sendable, Equatable {
  /// The models, family after family, each in the order of the study.
  package let models: [String]
  /// The family of each of ``models``.
  package let families: [String]
  /// Row-major `[models × models]`, symmetric, 0 on its diagonal.
  package let distances: [Double]

  /// The distance of the models at two places.
  package subscript(row: Int, column: Int) -> Double { distances[row * models.count + column] }

  /// Compares the models of `analysis` that have a curve of every projection; nil for fewer than two.
  package init?(
    _ analysis: StudyAnalysis, task: String, style: ResponseStyle = .detailed,
    statistic: Statistic = .nuclearNorm
  ) {
    let projections = analysis.study.settings.projections
    let found = analysis.study.models.compactMap { model -> (name: String, family: String, form: [Double])? in
      guard let condition = analysis.condition(model: model.name, task: task, style: style),
        let family = analysis.facts[model.name]?.family
      else { return nil }
      let curves = projections.compactMap { condition.curve(statistic, of: $0)?.means }
      guard curves.count == projections.count else { return nil }
      return (model.name, family, curves.flatMap { CurveDistance.form(of: $0) })
    }
    guard found.count > 1 else { return nil }
    // The families in the order of their first models.
    let order = found.map(\.family)
    let sorted = found.enumerated().sorted { first, second in
      let places = [first, second].map { order.firstIndex(of: $0.element.family) ?? 0 }
      return (places[0], first.offset) < (places[1], second.offset)
    }.map(\.element)
    models = sorted.map(\.name)
    families = sorted.map(\.family)
    distances = sorted.flatMap { first in sorted.map { CurveDistance.between(first.form, $0.form) } }
  }
}
