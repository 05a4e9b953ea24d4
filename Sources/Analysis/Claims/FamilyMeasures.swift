import Numerics
import Studies

/// Numbers of model families.
extension MeasureMaker {
  /// The mean distance between curves of models of different families over that of models of one family, slow responses.
  ///
  /// It is of these models: resampling draws instructions, not models.
  mutating func addFamilies(_ models: [(name: String, family: String)]) throws {
    let measure = Measure.familyDistance
    let found = try models.compactMap { model in
      try samples(model.name, .detailed).map { (family: model.family, samples: $0) }
    }
    let families = Dictionary(grouping: found, by: \.family)
    guard families.count > 1, families.values.contains(where: { $0.count > 1 }) else {
      return add([measure], undefined: "it takes two families, one of them with two models")
    }
    guard Set(found.map(\.samples.shape.projections)).count == 1 else {
      return add([measure], undefined: "the models have other projections")
    }
    let common = ComparedSamples.paired(found.map(\.samples))
    guard let count = common.first?.indices.count, count > 0 else {
      return add([measure], undefined: Self.noPairs)
    }
    let names = found.map(\.family)
    for normalisation in [Normalisation.raw, .perLoss] {
      var columns = SampleColumns(rowCount: count)
      let places = common.map { samples in
        CurveColumns((normalisation == .raw ? samples : samples.perLoss).curves, to: &columns)
      }
      let shapes = common.map(\.shape)
      let ratio = bootstrap.resampled(columns) { sums in
        let curves = zip(places, shapes).map { place, shape in
          place.means(sums).map { CurveDistance.form(of: $0, shape) } ?? []
        }
        return [CurveDistance.betweenOverWithin(curves, families: names)]
      }
      add([measure], [normalisation: .success(ratio)])
    }
    add(
      [measure], undefined: "models are compared over their own responses to the same instructions",
      under: [.matched])
  }
}

/// Distances between the forms of curves of models, whatever their level and depth.
package enum CurveDistance {
  /// Depths at which curves are compared, from the first layer to the last.
  static let places = 33

  /// The curves over their mean, at ``places`` equal depths, by straight lines between layers.
  static func form(of curves: [Double], _ shape: CurveShape) -> [Double] {
    (0..<shape.projections).flatMap { projection in
      form(of: Array(curves[projection * shape.layers..<(projection + 1) * shape.layers]))
    }
  }

  /// One curve over its mean, at ``places`` equal depths; empty curves have none.
  package static func form(of curve: [Double]) -> [Double] {
    guard !curve.isEmpty else { return [] }
    let level = curve.mean
    return (0..<places).map { place in
      let depth = Double(place) / Double(places - 1) * Double(curve.count - 1)
      let below = min(Int(depth), curve.count - 1)
      let above = min(below + 1, curve.count - 1)
      return (curve[below] + (depth - Double(below)) * (curve[above] - curve[below])) / level
    }
  }

  /// The mean absolute difference of two forms of equal length.
  package static func between(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).map { abs($0 - $1) }.mean
  }

  /// The logarithm of the mean distance between models of different families over that within families.
  static func betweenOverWithin(_ forms: [[Double]], families: [String]) -> Double {
    var (between, within) = ([Double](), [Double]())
    for first in forms.indices {
      for second in forms.indices where second > first {
        let distance = Self.between(forms[first], forms[second])
        if families[first] == families[second] { within.append(distance) } else { between.append(distance) }
      }
    }
    return .log(between.mean / within.mean)
  }
}
