import Analysis
import Foundation
import Gradients
import Store
import Studies

/// What the gallery's study would read from its store.
package struct GalleryDetails: GradientDetails {
  package let study: Study

  package init(study: Study) {
    self.study = study
  }

  package func results(model: String, condition: Condition) throws -> ConditionResults? {
    study.model(named: model).map { GalleryStudy.results($0, condition) }
  }

  package func spectra(
    model: String, condition: Condition, layer: Int, projection: Projection
  ) throws -> [SampleSpectrum] {
    var noise = GalleryNoise("spectra \(model) \(condition.words) \(layer) \(projection.rawValue)")
    let length = GalleryStudy.length(condition.style)
    return (0..<GalleryStudy.samples).map { index in
      let tokens = max(Int(length * exp(0.3 * noise.next())) + 20, 2)
      let largest = 4 / sqrt(length) * exp(0.4 * noise.next())
      let fall = 0.9 + 0.15 * noise.next() + 0.02 * Double(layer)
      let values = (1...min(tokens, 256)).map { place in
        largest * pow(Double(place), -fall) * exp(-3 * Double(place) / Double(tokens))
      }
      return SampleSpectrum(index: index, values: values)
    }
  }

  /// Neighbours agree, the more the deeper; far layers hardly do, and the first ones disagree with the last.
  package func cosines(model: String, condition: Condition) throws -> ConditionCosines? {
    var noise = GalleryNoise("cosines \(model) \(condition.words)")
    let layers = GalleryStudy.layers
    let reach = condition.style == .none ? 2.5 : 5.0
    let samples = (0..<GalleryStudy.samples).map { index in
      let strength = 0.75 + 0.08 * noise.next()
      let cosines = Projection.attention.enumerated().flatMap { place, projection in
        (0..<layers).flatMap { first in
          (first + 1..<layers).map { second in
            let depth = Double(first + second) / Double(2 * layers)
            let near = exp(-Double(second - first) / reach) * (0.45 + 0.5 * depth)
            let far = -0.12 * Double(second - first) / Double(layers)
            let value = strength * near + far + 0.03 * Double(place) + 0.02 * noise.next()
            return GradientCosine(
              .init(layer: first, projection: projection), .init(layer: second, projection: projection),
              value: value)
          }
        }
      }
      return SampleCosines(index: index, layerCount: layers, cosines: cosines)
    }
    return ConditionCosines(model: model, condition: condition, layerCount: layers, samples: samples)
  }

  package func tokenShareSamples(model: String, condition: Condition) throws -> [Int] { [3] }

  /// Most comes from the numbers of the response and the words before them.
  package func tokenShares(model: String, condition: Condition, sample index: Int) throws -> TokenShares? {
    let tokens = Self.text.map { ($0.first == "·" ? " " : "") + $0.drop { $0 == "·" } }
    let start = 28
    let layers = GalleryStudy.layers
    var noise = GalleryNoise("tokens \(model) \(condition.words)")
    let values = (0..<layers).flatMap { layer in
      Projection.attention.indices.flatMap { place -> [Float] in
        let weights = (0..<tokens.count - 1).map { position in
          weight(tokens, position, start: start, depth: Double(layer) / Double(layers - 1), place)
            * exp(0.3 * noise.next())
        }
        let sum = weights.reduce(0, +)
        return weights.map { Float($0 / sum) }
      }
    }
    return TokenShares(
      index: index, tokens: tokens, start: start, layerCount: layers, projections: Projection.attention,
      values: values)
  }

  private static let text =
    "<s> Mia ·has ·14 ·pens , ·gives ·5 ·to ·Tom ·and ·buys ·3 ·boxes ·of ·6 . ·How ·many ·pens ·does ·Mia ·have ·now ? \n Answer : ·14 ·- ·5 ·= ·9 . ·3 ·* ·6 ·= ·18 . ·9 ·+ ·18 ·= ·27 . ·She ·has ·27 ·pens . </s>"
    .split(separator: " ").map(String.init)

  private func weight(_ tokens: [String], _ position: Int, start: Int, depth: Double, _ place: Int) -> Double
  {
    let next = tokens[position + 1]
    let isNumber = next.contains(where: \.isNumber)
    let isSource = tokens[position].contains(where: \.isNumber)
    if position < start - 1 { return (isSource ? 0.5 : 0.08) * (1 - 0.8 * depth) * (place < 2 ? 1.4 : 0.6) }
    return (isNumber ? 2.2 : 0.6) * (0.3 + depth)
  }
}
