import Studies

/// A form in which the results of a study can be written.
package enum ExportForm: String, Sendable, CaseIterable {
  /// The JSON Lines of arXiv 2410.23743, in the folders of its published statistics.
  case layerGradient = "layer-gradient"
  /// The JSON Lines of arXiv 2504.10766; the study must have kept the spectra.
  case gradientUnified = "gradient-unified"
  /// Two CSV files: a row per sample, those without a gradient included; and a row per sample, layer and projection, with
  /// a column per statistic.
  case csv
  /// A CSV file per statistic, one value a row; of extrema, spectra, cosines and token shares too, where they are kept.
  case tidy

  /// The shape of its lines; nil for tables.
  var shape: PublishedShape? { PublishedShape(rawValue: rawValue) }
}

/// Why a study cannot be exported in a form.
package enum ExportProblem: Sendable, Equatable {
  /// Its store holds no result that was made with the study's settings.
  case noResults
  /// All singular values are asked for and were not kept.
  case noSpectrum(model: String, condition: Condition)

  func text(_ study: String) -> String {
    switch self {
    case .noResults: "\(study) has no results yet. Compute it with `strata run`."
    case .noSpectrum(let model, let condition):
      "\(study) has no singular values of `\(model)` on \(condition.words), which the shape gradient-unified lists. "
        + "Set `spectrum: true` in its `settings` and compute it again, or take another form."
    }
  }
}
