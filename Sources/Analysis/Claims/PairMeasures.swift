import Studies

/// Numbers of an instruct model against the base model that it was tuned from.
extension MeasureMaker {
  /// The ratios, fast over slow, of level and MAD of the instruct model over those of the base model.
  mutating func addInteractions(base: String, instruct: String) throws {
    let measures = [Measure.levelInteraction, .madInteraction]
    let all = try [instruct, base].map { model in
      [try samples(model, .none), try samples(model, .detailed)].compactMap(\.self)
    }
    guard all.allSatisfy({ $0.count == 2 }) else {
      return add(measures, undefined: Self.lack(.none, .detailed))
    }
    guard all[0][0].shape.projections == all[1][0].shape.projections else {
      return add(measures, undefined: "the two models have other projections")
    }
    let compared = CurveComparison(paired: all, names: ["fast", "slow"])
    guard compared.rowCount > 0 else { return add(measures, undefined: Self.noPairs) }
    let shapes = compared.conditions.map(\.shape)
    let found = compared.resampled(by: bootstrap) { curves in
      let levels = zip(shapes, curves).map { $0.logLevel($1) }
      let mads = zip(shapes, curves).map { $0.logMAD($1, in: .all) }
      return [levels, mads].map { ($0[0] - $0[1]) - ($0[2] - $0[3]) }
    }
    let noise = MADNoises([Array(compared.conditions[..<2]), Array(compared.conditions[2...])])
    add(measures, found) { measure, normalisation, number in
      measure == .madInteraction ? noise.noise(of: number, .all, normalisation) : nil
    }
  }
}
