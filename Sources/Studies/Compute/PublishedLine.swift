import Gradients
import JSON

/// One sample in the JSON Lines that the published scripts write and read (`layer-gradient` shape).
///
/// A line is an object with `instruction` (joined with its input), `output`, `loss`, and for every parameter
/// name, such as `model.layers.0.self_attn.q_proj.weight`, an object with `M_mean`, `frobenius_norm`,
/// `S_sum`, `S_max` and `S_min`. It differs from the published lines in this:
///
/// - `M_max` and `M_min` are absent, because the gradient's elements are never formed.
/// - `S_min` is exactly 0 where the sample has fewer tokens than the matrix has singular values; a dense
///   decomposition reports rounding noise there.
/// - `index` is the sample's position in the data file, and `sample` a hash of everything that its numbers
///   depend on. Resuming goes by them.
/// - A sample without a gradient has its reason under `skipped`, and NaN for every number, which the
///   published scripts leave out of their averages.
struct PublishedLine {
  let record: SampleRecord
  let sample: FinishedSample
  let layerCount: Int
  let projections: [Projection]

  /// The line, its line feed included.
  var bytes: [UInt8] {
    var json = JSONWriter(style: .init(nonFinite: .python))
    json.object { json in
      json.member("index", sample.key.index)
      json.member("sample", sample.key.hash.hex)
      json.member("instruction", record.question)
      json.member("output", record.output)
      switch sample.outcome {
      case .computed(let gradients):
        json.member("loss", gradients.loss)
        for gradient in gradients.gradients { write(gradient.summary, of: gradient, to: &json) }
      case .skipped(let reason):
        json.member("loss", Double.nan)
        json.member("skipped", reason.rawValue)
        writeUnknown(to: &json)
      }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ summary: SpectrumSummary, of gradient: ProjectionGradient, to json: inout JSONWriter) {
    json.key(gradient.projection.parameterName(layer: gradient.layer))
    write(summary, to: &json)
  }

  private func writeUnknown(to json: inout JSONWriter) {
    for layer in 0..<layerCount {
      for projection in projections {
        json.key(projection.parameterName(layer: layer))
        write(.unknown, to: &json)
      }
    }
  }

  private func write(_ summary: SpectrumSummary, to json: inout JSONWriter) {
    json.object { json in
      json.member("M_mean", summary.mean)
      json.member("frobenius_norm", summary.frobeniusNorm)
      json.member("S_sum", summary.nuclearNorm)
      json.member("S_max", summary.largest)
      json.member("S_min", summary.smallest)
    }
  }
}
