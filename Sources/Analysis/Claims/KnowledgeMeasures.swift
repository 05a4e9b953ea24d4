import Numerics
import Studies

/// Numbers of knowledge tasks: lengths of responses, and popularity of topics.
extension MeasureMaker {
  private static let lengths: [ResponseStyle] = [.popular100, .popular500, .popular1000]

  /// The levels of longer over shorter responses and of unpopular over popular topics, and the slope against length.
  mutating func addKnowledge(_ model: String) throws {
    for style in [ResponseStyle.popular500, .popular1000] {
      try addLevel(model, style, over: .popular100, isPaired: true)
    }
    for style in Self.lengths { try addLevel(model, .unpopular, over: style, isPaired: false) }
    try addSlope(model)
  }

  private mutating func addLevel(
    _ model: String, _ first: ResponseStyle, over second: ResponseStyle, isPaired: Bool
  ) throws {
    let measure = Measure.level(first, over: second)
    guard let a = try samples(model, first), let b = try samples(model, second) else {
      return add([measure], undefined: Self.lack(first, second))
    }
    let names = [first.rawValue, second.rawValue]
    let compared =
      isPaired
      ? CurveComparison(paired: [[a, b]], names: names) : CurveComparison(unpaired: [a, b], names: names)
    guard compared.rowCount > 0 else { return add([measure], undefined: Self.noPairs) }
    let shape = compared.shape
    add(
      [measure], compared.resampled(by: bootstrap) { [shape.logLevel($0[0]) - shape.logLevel($0[1])] })
    if isPaired {
      add([measure], undefined: "responses that differ by length have no equal length", under: [.matched])
    }
  }

  /// The slope within topics: Σ (x − x̄)(y − ȳ) / Σ (x − x̄)², with x and y the logarithms of length and level, and the means
  /// those of a topic.
  private mutating func addSlope(_ model: String) throws {
    let measure = Measure.lengthSlope
    let found = try Self.lengths.compactMap { try samples(model, $0) }
    guard found.count == Self.lengths.count else {
      return add([measure], undefined: Self.lack(.popular100, .popular500, .popular1000))
    }
    let common = ComparedSamples.paired(found)
    let lengths = common.map { $0.lengths.map { $0.map { Double.log(Double($0)) } ?? .nan } }
    guard !common[0].indices.isEmpty else { return add([measure], undefined: Self.noPairs) }
    guard lengths.joined().allSatisfy(\.isFinite) else {
      return add([measure], undefined: "the lengths of responses are not known, as of imported statistics")
    }
    for (normalisation, samples) in [(Normalisation.raw, common), (.perLoss, common.map(\.perLoss))] {
      let levels = samples.map(\.logLevels)
      guard levels.joined().allSatisfy(\.isFinite) else {
        add([measure], undefined: "a level is zero, which has no logarithm", under: [normalisation])
        continue
      }
      var columns = SampleColumns(rowCount: samples[0].indices.count)
      let place = columns.add(
        samples[0].indices.indices.map { row in
          let (x, y) = (lengths.map { $0[row] }, levels.map { $0[row] })
          let products = zip(x, y).map { ($0 - x.mean) * ($1 - y.mean) }
          return [x.reduce(0) { $0 + ($1 - x.mean) * ($1 - x.mean) }, products.reduce(0, +)]
        })
      let slope = bootstrap.resampled(columns) { [$0[place] > 0 ? $0[place + 1] / $0[place] : .nan] }
      add([measure], [normalisation: .success(slope)])
    }
    add([measure], undefined: "a slope against length is none at equal length", under: [.matched])
  }
}
