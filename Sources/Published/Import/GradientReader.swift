import Gradients
import JSON

/// Reads the statistics of all parameters of a published line.
struct GradientReader {
  /// The shape of the first parameter, which all others must share.
  let shape: PublishedShape
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
    shape = first?["S_list"] == nil ? .layerGradient : .gradientUnified
    hasExtrema = first?["M_max"] != nil && first?["M_min"] != nil
  }

  /// How far two numbers may be off that both went through single precision, of the larger.
  ///
  /// A sum of as many singular values as the widest models have, rounded one by one, is off by 10⁴ × 2⁻²⁴. A sum and a
  /// largest value that change places are off by more, unless the gradient has one direction and both are alike.
  private static let rounding = 1e-3

  /// By layer, then projection.
  ///
  /// - Throws: `LineProblem` when a number is missing, no number, or one that no gradient has. NaN and the infinities are
  ///   numbers of gradients that overflowed.
  func gradients() throws -> [ProjectionGradient] {
    try numbers.map { place, values in
      let spectrum = shape == .gradientUnified ? try values.list("S_list") : nil
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
      nuclearNorm: sum, largest: largest, smallest: smallest, frobeniusNorm: .nan, effectiveRank: .nan,
      mean: try values.optional("M_mean"))
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

  /// From the largest to the smallest, but for the noise of single precision, which is that small beside the largest.
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
