import Gradients
import JSON
import Store
import Studies

/// One sample in the JSON Lines that the published scripts write and read.
///
/// A line is an object with `instruction` (joined with its input), `output`, `loss`, and for every parameter
/// name, such as `model.layers.0.self_attn.q_proj.weight`, an object with `M_mean`, `M_max`, `M_min`, `frobenius_norm` and,
/// in the format `layer-gradient`, `S_sum`, `S_max` and `S_min`; in the format `gradient-unified`, `S_list`, and beside
/// the parameters `cosine_sim` and `cosine_sim_qkvo`. It differs from the published lines in this:
///
/// - `M_max` and `M_min` are there only when the extrema were asked for or imported, because the gradient's elements
///   are not formed otherwise.
/// - `S_list` has the min(tokens, rows, columns) values that are not exactly 0, and `S_min` stands beside it: an
///   effective rank by the formula, with p ln p, of exact zeros would not be a number.
///   `S_min` is exactly 0 where the sample has fewer tokens than the matrix has singular values; a dense
///   decomposition reports rounding noise there.
/// - Cosines that were not computed are left out, or NaN inside of a matrix.
/// - `index` is the sample's position in the data file, and `sample` a hash of everything that its numbers
///   depend on. Resuming goes by them.
/// - `cut_tokens` is how many tokens of the text were cut off to keep the longest length, where that is known.
/// - A sample without a gradient has its reason under `skipped`, and NaN for every number, which the
///   published scripts leave out of their averages.
package struct PublishedLine {
  package let format: PublishedFormat
  package let key: SampleKey
  package let record: SampleRecord
  package let outcome: SampleOutcome
  /// Tokens of the text that were cut off; nil where that is not known.
  package let cutCount: Int?
  package let layerCount: Int
  package let projections: [Projection]
  /// Whether `M_max` and `M_min` stand in every line; NaN where they are not known.
  package let keepsExtrema: Bool

  package init(
    format: PublishedFormat, key: SampleKey, record: SampleRecord, outcome: SampleOutcome, cutCount: Int?,
    layerCount: Int, projections: [Projection], keepsExtrema: Bool
  ) {
    self.cutCount = cutCount
    self.format = format
    self.key = key
    self.record = record
    self.outcome = outcome
    self.layerCount = layerCount
    self.projections = projections
    self.keepsExtrema = keepsExtrema
  }

  /// The line, its line feed included.
  package var bytes: [UInt8] {
    var json = JSONWriter(style: .init(nonFinite: .python))
    json.object { json in
      json.member("index", key.index)
      json.member("sample", key.hash.hex)
      json.member("instruction", record.question)
      json.member("output", record.output)
      if let cutCount { json.member("cut_tokens", cutCount) }
      switch outcome {
      case .computed(let gradients):
        json.member("loss", gradients.loss)
        for gradient in gradients.gradients { write(gradient, to: &json) }
        if format == .gradientUnified { write(gradients.cosines, to: &json) }
      case .skipped(let reason):
        json.member("loss", Double.nan)
        json.member("skipped", reason.rawValue)
        for gradient in unknownGradients { write(gradient, to: &json) }
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private var unknownGradients: [ProjectionGradient] {
    (0..<layerCount).flatMap { layer in
      projections.map {
        ProjectionGradient(layer: layer, projection: $0, summary: .unknown, singularValues: [])
      }
    }
  }

  private func write(_ gradient: ProjectionGradient, to json: inout JSONWriter) {
    let summary = gradient.summary
    json.key(gradient.projection.parameterName(layer: gradient.layer))
    json.object { json in
      json.member("M_mean", summary.mean)
      if keepsExtrema {
        json.member("M_max", gradient.extrema?.upperBound ?? .nan)
        json.member("M_min", gradient.extrema?.lowerBound ?? .nan)
      }
      json.member("frobenius_norm", summary.frobeniusNorm)
      if format == .gradientUnified {
        json.key("S_list")
        json.array { json in for value in gradient.singularValues ?? [] { json.value(value) } }
      } else {
        json.member("S_sum", summary.nuclearNorm)
        json.member("S_max", summary.largest)
      }
      json.member("S_min", summary.smallest)
    }
  }

  private func write(_ cosines: [GradientCosine], to json: inout JSONWriter) {
    guard !cosines.isEmpty else { return }
    let values = Dictionary(
      cosines.map { (Pair(first: $0.first, second: $0.second), $0.value) }, uniquingKeysWith: { $1 })
    json.key("cosine_sim")
    json.object { json in
      for projection in projections { writeMatrix(projection, values, to: &json) }
    }
    json.key("cosine_sim_qkvo")
    json.object { json in
      for layer in 0..<layerCount {
        json.key(String(layer))
        json.object { json in
          for (name, first, second) in CosineNames.inside {
            let pair = Pair(
              first: .init(layer: layer, projection: first), second: .init(layer: layer, projection: second))
            if let value = values[pair] { json.member(name, value) }
          }
        }
      }
    }
  }

  private struct Pair: Hashable {
    let first: GradientPlace
    let second: GradientPlace
  }

  /// The full matrix: symmetric, 1 on its diagonal.
  private func writeMatrix(_ projection: Projection, _ values: [Pair: Double], to json: inout JSONWriter) {
    json.key(CosineNames.name(of: projection))
    json.object { json in
      json.key("layer_indices")
      json.array { json in for layer in 0..<layerCount { json.value(layer) } }
      json.key("matrix")
      json.array { json in
        for row in 0..<layerCount {
          json.array { json in
            for column in 0..<layerCount {
              let pair = Pair(
                first: .init(layer: min(row, column), projection: projection),
                second: .init(layer: max(row, column), projection: projection))
              json.value(row == column ? 1 : values[pair] ?? .nan)
            }
          }
        }
      }
    }
  }
}

/// Names of the cosines in the published files.
enum CosineNames {
  /// The pairs of projections inside a layer.
  static let inside: [(name: String, first: Projection, second: Projection)] = [
    ("q_proj_x_o_proj", .q, .o), ("k_proj_x_v_proj", .k, .v),
  ]

  /// `q_proj` and so on.
  static func name(of projection: Projection) -> String { "\(projection.rawValue)_proj" }
}

/// The two formats in which the papers publish the statistics of a sample (one JSON object a line).
package enum PublishedFormat: String, Sendable, CaseIterable {
  /// arXiv 2410.23743: of every gradient's singular values `S_sum`, `S_max` and `S_min`.
  case layerGradient = "layer-gradient"
  /// arXiv 2504.10766: all singular values, `S_list`, and the cosines between gradients.
  case gradientUnified = "gradient-unified"
}

extension StudySettings {
  /// Asks for what lines of `format` hold.
  package mutating func keep(for format: PublishedFormat) {
    guard format == .gradientUnified else { return }
    extras.spectrum = true
    extras.cosines = .allPairs
  }
}
