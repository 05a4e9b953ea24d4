import Gradients
import JSON

/// Reads the statistics of all parameters of a published line.
struct GradientReader {
  /// The shape of the first parameter, which all others must share.
  let shape: PublishedShape
  private let numbers: [(place: GradientCosine.Place, values: PublishedNumbers)]

  /// - Throws: `LineProblem` when a parameter is no object.
  init(_ parameters: [GradientCosine.Place: JSONValue]) throws {
    numbers = try parameters.sorted { $0.key < $1.key }.map { place, value in
      let name = place.projection.parameterName(layer: place.layer)
      guard let object = value.object else { throw LineProblem.member(name, expected: "an object") }
      return (place, PublishedNumbers(object, name: "`\(name)`"))
    }
    shape = numbers.first?.values["S_list"] == nil ? .layerGradient : .gradientUnified
  }

  /// By layer, then projection.
  ///
  /// - Throws: `LineProblem` when a number is missing or no number.
  func gradients() throws -> [ProjectionGradient] {
    try numbers.map { place, values in
      let spectrum = shape == .gradientUnified ? try values.list("S_list") : nil
      var summary = try spectrum.map { try self.summary($0, values) } ?? self.summary(values)
      summary.frobeniusNorm = try values.required("frobenius_norm")
      let (least, most) = (try values.optional("M_min"), try values.optional("M_max"))
      return ProjectionGradient(
        layer: place.layer, projection: place.projection, summary: summary, singularValues: spectrum,
        extrema: least <= most ? least...most : nil)
    }
  }

  private func summary(_ values: PublishedNumbers) throws -> SpectrumSummary {
    SpectrumSummary(
      nuclearNorm: try values.required("S_sum"), largest: try values.required("S_max"),
      smallest: try values.optional("S_min"), frobeniusNorm: .nan, effectiveRank: .nan,
      mean: try values.optional("M_mean"))
  }

  /// The published `S_list` ends with σ of index min(rows, columns). Ours and those of PyTorch hooks leave out the
  /// zeros after the last token's, and have `S_min`.
  private func summary(_ spectrum: [Double], _ values: PublishedNumbers) throws -> SpectrumSummary {
    let smallest = values["S_min"] == nil ? spectrum.last ?? .nan : try values.required("S_min")
    return SpectrumSummary(
      singularValues: spectrum, smallest: smallest, mean: try values.optional("M_mean"))
  }
}
