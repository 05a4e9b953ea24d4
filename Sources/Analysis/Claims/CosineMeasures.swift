import Gradients
import Store
import Studies

/// Numbers of the directions of gradients.
extension MeasureMaker {
  /// The mean over layers and projections of the size of the cosine between adjacent layers, of fast and of slow
  /// responses. Sizes, since cosines of both signs would cancel; noise makes them larger, never smaller.
  mutating func addCosines(_ model: String) throws {
    for style in [ResponseStyle.none, .detailed] {
      let measure = Measure.cosine(style)
      let condition = Condition(task: task.name, style: style, relevance: .correct)
      let sizes = try Self.sizes(
        task.conditions.contains(condition) ? cosines(model, condition) : nil, projections)
      guard !sizes.isEmpty else {
        add(
          [measure],
          undefined: task.conditions.contains(condition)
            ? "the study keeps no cosines (`cosines: adjacent` in its settings does)"
            : "the task has no \(style == .none ? "fast" : "slow") responses")
        continue
      }
      var columns = SampleColumns(rowCount: sizes.count)
      let place = columns.add(sizes.map { [1, $0] })
      let found = bootstrap.resampled(columns) { [$0[place + 1] / $0[place]] }
      add([measure], [.raw: .success(found)])
      add([measure], undefined: "a direction does not change with the loss", under: [.perLoss])
      add([measure], undefined: "one condition has nothing to be matched with", under: [.matched])
    }
  }

  /// The mean size of each sample that has all its cosines.
  private static func sizes(_ cosines: ConditionCosines?, _ projections: [Projection]) -> [Double] {
    guard let cosines else { return [] }
    let tables = projections.compactMap { cosines.adjacent($0) }.filter { $0.layerCount > 0 }
    guard !tables.isEmpty else { return [] }
    return cosines.samples.indices.compactMap { row in
      let sizes = tables.map { $0.row(row).map(abs).mean }
      return sizes.allSatisfy(\.isFinite) ? sizes.mean : nil
    }
  }
}
