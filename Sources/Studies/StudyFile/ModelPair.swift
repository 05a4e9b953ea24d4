/// A base model and the instruct model that was tuned from it.
package struct ModelPair: Sendable {
  package let base: StudyModel
  package let instruct: StudyModel

  /// The pairs of a study, in the order of the instruct models.
  package static func all(in study: Study) -> [ModelPair] {
    study.models.compactMap { model in
      model.partner.flatMap { study.model(named: $0) }.map { ModelPair(base: $0, instruct: model) }
    }
  }
}
