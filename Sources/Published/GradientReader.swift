import Gradients
import JSON

/// Reads the statistics of all parameters of a published line.
struct GradientReader {
  /// The format of the first parameter, which all others must share.
  let format: PublishedFormat
  /// Whether the first parameter has `M_max` and `M_min`, which may be NaN.
  let hasExtrema: Bool
  private let numbers: [(place: GradientPlace, values: PublishedNumbers)]

  /// Takes the numbers of all parameters, by layer, then projection.
  init(_ numbers: [(place: GradientPlace, values: PublishedNumbers)]) {
    self.numbers = numbers
    let first = numbers.first?.values
    format = first?.has(.spectrum) == true ? .gradientUnified : .layerGradient
    hasExtrema = first?.has(.most) == true && first?.has(.least) == true
  }

  /// - Throws: `LineProblem` when a parameter is no object.
  init(_ parameters: [GradientPlace: JSONValue]) throws {
    self.init(
      try parameters.sorted { $0.key < $1.key }.map { place, value in
        guard let object = value.object else {
          throw LineProblem.member(place.projection.parameterName(layer: place.layer), expected: "an object")
        }
        return (place, try PublishedNumbers(object, of: place))
      })
  }

  /// Allowed difference of two numbers that both went through single precision, as a part of the larger.
  ///
  /// A sum of as many singular values as the widest models have, rounded one by one, is off by 10⁴ × 2⁻²⁴. A sum and a
  /// largest value that change places are off by more, unless the gradient has one direction and both are alike.
  private static let rounding = 1e-3

  /// Reads the gradients by layer, then projection.
  ///
  /// - Throws: `LineProblem` when a number is missing, no number, or one that no gradient has. NaN and the infinities are
  ///   numbers of gradients that overflowed.
  func gradients() throws -> [ProjectionGradient] {
    try numbers.map { place, values in
      let spectrum = format == .gradientUnified ? try values.list() : nil
      var summary = try spectrum.map { try self.summary($0, values) } ?? self.summary(values)
      summary.frobeniusNorm = try values.nonNegative(.frobeniusNorm)
      let (least, most) = (try values.optional(.least), try values.optional(.most))
      return ProjectionGradient(
        layer: place.layer, projection: place.projection, summary: summary, singularValues: spectrum,
        extrema: least <= most ? least...most : nil)
    }
  }

  private func summary(_ values: PublishedNumbers) throws -> SpectrumSummary {
    let sum = try values.nonNegative(.sum)
    let largest = try values.nonNegative(.largest)
    let smallest = try values.nonNegative(.smallest, isRequired: false)
    try check(.largest, largest, isAtMost: .sum, sum, in: values)
    try check(.smallest, smallest, isAtMost: .largest, largest, in: values)
    return SpectrumSummary(
      nuclearNorm: sum, largest: largest, smallest: smallest, mean: try values.optional(.mean))
  }

  private func check(
    _ key: PublishedNumbers.Key, _ value: Double, isAtMost other: PublishedNumbers.Key, _ bound: Double,
    in values: PublishedNumbers
  ) throws {
    guard value.isFinite, bound.isFinite, value > bound * (1 + Self.rounding) else { return }
    throw values.wrong(key.rawValue, "at most `\(other.rawValue)`, \(bound),", value)
  }

  /// The published `S_list` ends with σ of index min(rows, columns). Ours and those of PyTorch hooks leave out the
  /// zeros after the last token's, and have `S_min`.
  private func summary(_ spectrum: [Double], _ values: PublishedNumbers) throws -> SpectrumSummary {
    try check(spectrum, in: values)
    let smallest = values.has(.smallest) ? try values.nonNegative(.smallest) : spectrum.last ?? .nan
    return SpectrumSummary(
      singularValues: spectrum, smallest: smallest, mean: try values.optional(.mean))
  }

  /// Checks that no number is negative and that they go from the largest to the smallest, but for the
  /// noise of single precision, which is that small beside the largest.
  private func check(_ spectrum: [Double], in values: PublishedNumbers) throws {
    let noise = 1e-6 * (spectrum.first ?? 0)
    for (place, value) in spectrum.enumerated() {
      guard !(value < 0) else { throw values.wrong("S_list[\(place)]", "a number from 0", value) }
      guard place == 0 || !(value > spectrum[place - 1] + noise) else {
        throw values.wrong("S_list[\(place)]", "at most the one before, \(spectrum[place - 1]),", value)
      }
    }
  }
}

/// Reads `cosine_sim` and `cosine_sim_qkvo` of a published line. NaN counts as not known.
struct CosineReader {
  let layerCount: Int
  let projections: [Projection]

  /// The cosines by their first and then their second place; none where the members are missing.
  ///
  /// - Throws: `LineProblem.member` when one is not laid out as published.
  func cosines(layers: JSONValue?, inside: JSONValue?) throws -> [GradientCosine] {
    let between = try layers.map(matrices) ?? []
    let within = try inside.map(pairs) ?? []
    return (between + within).filter { !$0.value.isNaN }.sorted {
      ($0.first, $0.second) < ($1.first, $1.second)
    }
  }

  private func matrices(_ value: JSONValue) throws -> [GradientCosine] {
    guard value.object != nil else { throw LineProblem.member("cosine_sim", expected: "an object") }
    return try projections.flatMap { projection -> [GradientCosine] in
      let name = CosineNames.name(of: projection)
      guard let entry = value[name] else { return [] }
      let rows = entry["matrix"]?.array.map {
        $0.map { $0.array.map { $0.compactMap(PublishedNumbers.number) } ?? [] }
      }
      guard let rows, rows.count == layerCount, rows.allSatisfy({ $0.count == layerCount }),
        entry["layer_indices"]?.array.map({ $0.map(\.int) }) == Array(0..<layerCount)
      else {
        throw LineProblem.member(
          "cosine_sim", expected: "a matrix of \(layerCount) × \(layerCount) numbers under `\(name)`")
      }
      return (0..<layerCount).flatMap { row in
        (row + 1..<max(layerCount, row + 1)).map { column in
          GradientCosine(
            .init(layer: row, projection: projection), .init(layer: column, projection: projection),
            value: rows[row][column])
        }
      }
    }
  }

  private func pairs(_ value: JSONValue) throws -> [GradientCosine] {
    guard let object = value.object else {
      throw LineProblem.member("cosine_sim_qkvo", expected: "an object")
    }
    return try object.flatMap { member -> [GradientCosine] in
      guard let layer = Int(member.key), (0..<layerCount).contains(layer), let pairs = member.value.object
      else {
        throw LineProblem.member("cosine_sim_qkvo", expected: "an object a layer")
      }
      return try CosineNames.inside.compactMap { name, first, second in
        guard let value = pairs[name] else { return nil }
        guard let number = PublishedNumbers.number(value) else {
          throw LineProblem.member(name, expected: "a number in layer \(layer) of `cosine_sim_qkvo`")
        }
        return GradientCosine(
          .init(layer: layer, projection: first), .init(layer: layer, projection: second), value: number)
      }
    }
  }
}
