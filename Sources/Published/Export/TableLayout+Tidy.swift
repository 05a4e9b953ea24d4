import Gradients
import Store
import Studies
import Support

extension TableLayout {
  /// A table per statistic with a value a row, and one for each of what else is kept. Token shares are read from
  /// `store`.
  static func tidy(_ store: Store) -> [TableLayout] {
    Statistic.allCases.map(statistic) + [
      extremum("max", \.upperBound), extremum("min", \.lowerBound), singularValues, cosines,
      tokenShares(store),
    ]
  }

  private static func statistic(_ statistic: Statistic) -> TableLayout {
    TableLayout(path: "tidy/\(statistic.rawValue).csv", columns: place + ["value"]) { sample, _ in
      sample.gradients.map { gradient in
        gradient.fields([CSV.number(statistic.value(of: gradient.summary, loss: sample.loss))])
      }
    }
  }

  private static func extremum(
    _ name: String, _ bound: @escaping (ClosedRange<Double>) -> Double
  ) -> TableLayout {
    TableLayout(path: "tidy/\(name).csv", columns: place + ["value"], isOptional: true) { sample, _ in
      sample.gradients.compactMap { gradient in
        gradient.extrema.map { gradient.fields([CSV.number(bound($0))]) }
      }
    }
  }

  /// Counted from 1, as σ₁ is; zeros beyond the last token's are left out.
  private static var singularValues: TableLayout {
    TableLayout(path: "tidy/singular-value.csv", columns: place + ["index", "value"], isOptional: true) {
      sample, _ in
      sample.gradients.flatMap { gradient in
        (gradient.singularValues ?? []).enumerated().map { position, value in
          gradient.fields([String(position + 1), CSV.number(value)])
        }
      }
    }
  }

  /// A row for every two gradients that were compared.
  private static var cosines: TableLayout {
    TableLayout(
      path: "tidy/cosine.csv", columns: place + ["other_layer", "other_projection", "value"], isOptional: true
    ) { sample, _ in
      guard case .computed(let gradients) = sample.outcome else { return [] }
      return gradients.cosines.map { cosine in
        let places = [cosine.first, cosine.second].map { "\($0.layer),\($0.projection.rawValue)" }
        return CSV.row(places + [CSV.number(cosine.value)])
      }
    }
  }

  /// A row for every position, with its token and 1 where the token predicts one that carries a label.
  private static func tokenShares(_ store: Store) -> TableLayout {
    TableLayout(
      path: "tidy/token-share.csv", columns: place + ["position", "token", "labelled", "value"],
      isOptional: true
    ) { sample, item in
      guard item.run.description.recipe.extras.tokenShares,
        let shares = try store.tokenShares(of: item.run, sample: sample.key.index)
      else { return [] }
      let tokens = shares.tokens.map(CSV.quoted)
      return sample.gradients.flatMap { gradient in
        let values = shares.shares(layer: gradient.layer, projection: gradient.projection) ?? []
        return zip(tokens, values).enumerated().map { position, share in
          let isLabelled = position + 1 >= shares.start
          return gradient.fields([
            String(position), share.0, isLabelled ? "1" : "0", CSV.number(Double(share.1)),
          ])
        }
      }
    }
  }
}
