import Analysis
import Figures
import Gradients
import Studies

/// A column of the tables that a site offers, with what it means and its unit.
struct DataColumn {
  let name: String
  let meaning: String

  /// Every column of every table, each once; those of the samples for `statistics` and `projections`.
  static func all(_ statistics: [Statistic], _ projections: [Projection]) -> [DataColumn] {
    named + parts + skipped
      + statistics.flatMap { statistic in
        projections.map { projection in
          DataColumn(
            CellData.name(statistic, projection),
            "\(statistic.words.heading) of the gradient of \(projection.rawValue), its mean over layers")
        }
      }
  }

  private init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }

  private static let skipped = SkipReason.allCases.map { reason in
    DataColumn(Downloads.name(of: reason), "samples that were skipped: \(reason.rawValue)")
  }

  /// MAD within the parts of the decoder, with the ends of their intervals.
  private static let parts = DepthPart.columns.flatMap { part in
    let layers = part == .all ? "over all layers" : "within the \(part.rawValue) layers"
    return [
      DataColumn(part.rawValue, "MAD \(layers), in the unit of the statistic"),
      DataColumn("\(part.rawValue)_lower", "lower end of the 95 % interval of \(part.rawValue)"),
      DataColumn("\(part.rawValue)_upper", "upper end of that interval"),
    ]
  }

  private static let named: [DataColumn] = [
    DataColumn("model", "name of the model in the study file"),
    DataColumn("task", "name of the task in the study file"),
    DataColumn("style", "style of the response"),
    DataColumn("relevance", "whether the response is the correct one or an irrelevant one"),
    DataColumn("statistic", "statistic of a gradient, as the methods define it"),
    DataColumn("projection", "projection whose weight the gradient is of: q, k, v or o; all: their mean"),
    DataColumn("layer", "layer, from 0 at the input"),
    DataColumn("mean", "mean over samples, in the unit of the statistic"),
    DataColumn("left_out", "samples whose number is not finite, which the mean leaves out"),
    DataColumn("n", "samples that the row rests on; of claims, instructions"),
    DataColumn("fast_over_slow", "level of style none over level of style detailed, without unit"),
    DataColumn("lower", "lower end of the 95 % interval of the row's number, in its unit"),
    DataColumn("upper", "upper end of that interval"),
    DataColumn("pairs", "instructions with both responses"),
    DataColumn("rd", "relative difference of the curves of correct and irrelevant responses, without unit"),
    DataColumn("asked_for", "samples that the study asks for"),
    DataColumn("computed", "samples that are computed"),
    DataColumn("missing", "samples that are not computed yet"),
    DataColumn("cut", "samples whose text was longer than the longest length"),
    DataColumn("cut_unknown", "samples of which that is not known"),
    DataColumn("mean_loss", "mean loss, in nats a labelled token"),
    DataColumn("mean_labels", "mean number of labelled tokens"),
    DataColumn("sample", "position of the sample in its data file, from 0"),
    DataColumn("tokens", "labelled tokens of the response"),
    DataColumn("loss", "loss of the sample, in nats a labelled token"),
    DataColumn("claim", "claim of the papers"),
    DataColumn("test", "test of the claim"),
    DataColumn("subject", "model, pair of models or all models that the test is about"),
    DataColumn("normalisation", "normalisation of the effect"),
    DataColumn("effect", "ratio, chance, correlation or difference, as the test says, without unit"),
    DataColumn("percentile_lower", "lower end of the percentile interval of the same resamples (Efron 1979)"),
    DataColumn("percentile_upper", "upper end of that interval"),
    DataColumn("bca_lower", "lower end of the bias-corrected and accelerated interval of them (Efron 1987)"),
    DataColumn("bca_upper", "upper end of that interval"),
    DataColumn("p", "p of the two-sided sign-flip test"),
    DataColumn("p_holm", "p, Holm-corrected among the effects of the claim under the normalisation"),
    DataColumn("stance", "what the effect says of the claim by itself"),
    DataColumn("verdict", "verdict of the test on the subject and task, over all normalisations"),
    DataColumn("undefined", "reason why there is no number"),
  ]
}
