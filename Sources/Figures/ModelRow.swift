import Studies

/// A row of small multiples: a pair side by side, or a model that has no partner in the column of its stage.
struct ModelRow: Sendable {
  let base: StudyModel?
  let instruct: StudyModel?

  /// Base and instruct, where there are.
  var models: [StudyModel] { [base, instruct].compactMap(\.self) }
  /// Name of the row: that of the base model, whose name the instruct model extends.
  var label: String { models.first?.label ?? "" }
  var isPair: Bool { models.count == 2 }

  /// Every model of a study once, base models with several instruct partners in the row of each.
  static func all(in study: Study) -> [ModelRow] {
    let pairs = ModelPair.all(in: study)
    let partners = Set(pairs.map(\.base.name))
    return study.models.compactMap { model in
      if let pair = pairs.first(where: { $0.instruct.name == model.name }) {
        return ModelRow(base: pair.base, instruct: model)
      }
      if partners.contains(model.name) { return nil }
      return model.stage == .base
        ? ModelRow(base: model, instruct: nil) : ModelRow(base: nil, instruct: model)
    }
  }

  /// The row without the models that `isShown` refuses.
  func keeping(_ isShown: (StudyModel) -> Bool) -> ModelRow {
    ModelRow(
      base: base.flatMap { isShown($0) ? $0 : nil }, instruct: instruct.flatMap { isShown($0) ? $0 : nil })
  }
}
