import Analysis
import Gradients
import Plotting
import Studies

/// The caption of the figure.
extension MADFigure {
  var caption: String {
    let curves = styles.map { style in
      (
        style.label,
        conditions.filter { $0.condition.style == style }.flatMap { condition in
          projections.compactMap { condition.curve(statistic, of: $0) }
        }
      )
    }
    return [
      "Mean absolute difference (MAD) of the \(statistic.words.name) between neighbouring layers, \(arrangement), a "
        + "point for each response style, joined from first to last. A small MAD means a curve that changes little.",
      intervalSentence, scale.sentence(of: "Axes"), remark, Captions.counts(curves),
      Captions.leftOut(statistic, of: projections, in: conditions),
      equals, missing,
      Captions.coverage(conditions),
    ].compactMap(\.self).joined(separator: " ")
  }

  /// What the intervals are, and where there are none.
  private var intervalSentence: String? {
    let points = rows.flatMap(\.entries).flatMap { entry in
      projections.flatMap { projection in
        styles.compactMap { style in
          mad(entry, style, projection).map { _ in interval(entry, style, projection) != nil }
        }
      }
    }
    if points.allSatisfy({ !$0 }) { return nil }
    let meaning = "Pale bars are 95 % bootstrap percentile intervals over samples"
    let few = conditions.contains { $0.coverage.computed < Self.fewSamples }
    return (points.allSatisfy(\.self) ? "\(meaning)." : "\(meaning); where n = 1 there is none.")
      + (few
        ? " Chance adds to MAD, and more so in resamples of few samples: points lie low in their bars." : "")
  }

  /// Where fewer are resampled one sees that the intervals of MAD lie above it.
  private static let fewSamples = 30

  /// How equal points are drawn, nil where none are.
  private var equals: String? {
    let areEqual = rows.flatMap(\.entries).contains { entry in
      projections.contains { projection in
        let values = styles.compactMap { mad(entry, $0, projection) }
        return Set(values).count < values.count
      }
    }
    return areEqual ? "Equal points are rings around one another." : nil
  }

  private var arrangement: String {
    let letters = Captions.projections(projections)
    let row = Self.rowsAreTasks(models, tasks) ? "task" : "model"
    if isGrid { return "of projection \(letters), a panel for each \(row)" }
    let rows = rows.count > 1 ? "a row of panels for each \(row), " : ""
    let panels =
      self.rows.count > 1 ? "a panel for each \(row) and projection" : "a panel for each projection"
    return isBroken
      ? "\(panels) (\(letters))" : "\(rows)a column for each projection (\(letters))"
  }
}
