import Gradients
import JSON

/// Reads the statistics of all parameters of a published line.
struct GradientReader {
  /// The format of the first parameter, which all others must share.
  let format: PublishedFormat
  /// Whether the first parameter has `M_max` and `M_min`, which may be NaN.
  let hasExtrema: Bool
  private let numbers: [(place: GradientPlace, values: PublishedNumbers)]

  /// - Throws: `LineProblem` when a parameter is no object.
  init(_ parameters: [GradientPlace: JSONValue]) throws {
    numbers = try parameters.sorted { $0.key < $1.key }.map { place, value in
      let name = place.projection.parameterName(layer: place.layer)
      guard let object = value.object else { throw LineProblem.member(name, expected: "an object") }
      return (place, try PublishedNumbers(object, name: "`\(name)`"))
    }
    let first = numbers.first?.values
    format = first?["S_list"] == nil ? .layerGradient : .gradientUnified
    hasExtrema = first?["M_max"] != nil && first?["M_min"] != nil
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
      let spectrum = format == .gradientUnified ? try values.list("S_list") : nil
      var summary = try spectrum.map { try self.summary($0, values) } ?? self.summary(values)
      summary.frobeniusNorm = try values.nonNegative("frobenius_norm")
      let (least, most) = (try values.optional("M_min"), try values.optional("M_max"))
      return ProjectionGradient(
        layer: place.layer, projection: place.projection, summary: summary, singularValues: spectrum,
        extrema: least <= most ? least...most : nil)
    }
  }

  private func summary(_ values: PublishedNumbers) throws -> SpectrumSummary {
    let sum = try values.nonNegative("S_sum")
    let largest = try values.nonNegative("S_max")
    let smallest = try values.nonNegative("S_min", isRequired: false)
    try check("S_max", largest, isAtMost: "S_sum", sum, in: values)
    try check("S_min", smallest, isAtMost: "S_max", largest, in: values)
    return SpectrumSummary(
      nuclearNorm: sum, largest: largest, smallest: smallest, mean: try values.optional("M_mean"))
  }

  private func check(
    _ key: String, _ value: Double, isAtMost other: String, _ bound: Double, in values: PublishedNumbers
  ) throws {
    guard value.isFinite, bound.isFinite, value > bound * (1 + Self.rounding) else { return }
    throw values.wrong(key, "at most `\(other)`, \(bound),", value)
  }

  /// The published `S_list` ends with σ of index min(rows, columns). Ours and those of PyTorch hooks leave out the
  /// zeros after the last token's, and have `S_min`.
  private func summary(_ spectrum: [Double], _ values: PublishedNumbers) throws -> SpectrumSummary {
    try check(spectrum, in: values)
    let smallest = values["S_min"] == nil ? spectrum.last ?? .nan : try values.nonNegative("S_min")
    return SpectrumSummary(
      singularValues: spectrum, smallest: smallest, mean: try values.optional("M_mean"))
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

/// The numbers of one object of a published line. NaN and the infinities are numbers, and `null`, which some
/// writers put in their place, is NaN.
struct PublishedNumbers {
  private var members: [String: JSONValue] = [:]
  private let name: String

  /// `name` is what messages call the object.
  ///
  /// - Throws: `LineProblem.repeatedKey`.
  init(_ object: JSONObject, name: String) throws {
    self.name = name
    for member in object {
      guard members.updateValue(member.value, forKey: member.key) == nil else {
        throw LineProblem.repeatedKey(member.key, place: name)
      }
    }
  }

  subscript(key: String) -> JSONValue? { members[key] }

  /// - Throws: `LineProblem.member` when it is missing or no number.
  func required(_ key: String) throws -> Double {
    guard let value = members[key] else { throw problem(key) }
    return try Self.number(value) ?? { throw problem(key) }()
  }

  /// NaN when it is missing.
  ///
  /// - Throws: `LineProblem.member` when it is no number.
  func optional(_ key: String) throws -> Double {
    members[key] == nil ? .nan : try required(key)
  }

  /// - Throws: `LineProblem.member` when it is missing or no list of numbers.
  func list(_ key: String) throws -> [Double] {
    guard let array = members[key]?.array else { throw problem(key, "a list of numbers") }
    return try array.map { try Self.number($0) ?? { throw problem(key, "a list of numbers") }() }
  }

  /// A number that is not negative; NaN when it may be missing and is.
  ///
  /// - Throws: `LineProblem` when it is negative, no number, or missing though it is required.
  func nonNegative(_ key: String, isRequired: Bool = true) throws -> Double {
    let number = try isRequired ? required(key) : optional(key)
    guard !(number < 0) else { throw wrong(key, "a number from 0", number) }
    return number
  }

  /// The problem that the number of `key` is not what it must be.
  func wrong(_ key: String, _ expected: String, _ found: Double) -> LineProblem {
    .value(key, place: name, expected: expected, found: found)
  }

  static func number(_ value: JSONValue) -> Double? { value.isNull ? .nan : value.double }

  private func problem(_ key: String, _ expected: String = "a number") -> LineProblem {
    .member(key, expected: "\(expected) in \(name)")
  }
}
