import Checkpoints
import Foundation

/// The blocks of a decoder in `Double`, as the papers write them, one element at a time. Only their forward passes: the
/// gradients come from differences.
enum ReferenceBlocks {
  /// y = x wᵀ + b, with w [m × n] and b [1 × m].
  static func linear(_ x: Grid, _ weight: Grid, bias: Grid? = nil) -> Grid {
    var y = Grid(rows: x.rows, columns: weight.rows)
    for row in 0..<x.rows {
      for output in 0..<weight.rows {
        var sum = bias?.values[output] ?? 0
        for input in 0..<x.columns { sum += x[row, input] * weight[output, input] }
        y[row, output] = sum
      }
    }
    return y
  }

  /// x / √(mean x² + ε) · w, over rows of `width` features, of which the mean is taken off first where it `centres`.
  static func norm(
    _ x: Grid, _ weight: Grid?, epsilon: Double, centres: Bool = false, width: Int? = nil
  ) -> Grid {
    guard let weight else { return x }
    var y = x.reshaped(columns: width ?? x.columns)
    for row in 0..<y.rows {
      let mean = centres ? y.row(row).reduce(0, +) / Double(y.columns) : 0
      for column in 0..<y.columns { y[row, column] -= mean }
      let squares = y.row(row).reduce(0) { $0 + $1 * $1 }
      let scale = 1 / (squares / Double(y.columns) + epsilon).squareRoot()
      for column in 0..<y.columns { y[row, column] *= scale * weight.values[column] }
    }
    return y.reshaped(columns: x.columns)
  }

  /// Features i and i + r/2 of every head, or 2i and 2i + 1, turned by position × frequency i; a text of `tokens` tokens.
  static func rotate(_ x: Grid, _ rotary: RotaryDescription, headDimension: Int, tokens: Int) -> Grid {
    let frequencies = rotary.inverseFrequencies(tokens: tokens)
    var y = x
    for token in 0..<x.rows {
      for head in stride(from: 0, to: x.columns, by: headDimension) {
        for (index, frequency) in frequencies.enumerated() {
          let (first, second) =
            rotary.pairsNeighbours
            ? (head + 2 * index, head + 2 * index + 1) : (head + index, head + index + frequencies.count)
          let (a, b) = (x[token, first], x[token, second])
          let angle = Double(token) * frequency
          y[token, first] = rotary.amplitude * (a * cos(angle) - b * sin(angle))
          y[token, second] = rotary.amplitude * (b * cos(angle) + a * sin(angle))
        }
      }
    }
    return y
  }

  /// Causal attention of layer `layer`.
  static func attention(q: Grid, k: Grid, v: Grid, _ decoder: DecoderDescription, layer: Int) -> Grid {
    let width = decoder.headDimension
    let window = decoder.layers[layer].window ?? .max
    var out = Grid(rows: q.rows, columns: q.columns)
    for head in 0..<decoder.headCount {
      let (column, shared) = (head * width, head / decoder.headsPerKeyValueHead * width)
      for token in 0..<q.rows {
        let seen = (0...token).filter { token - $0 < window }
        let weights = softmax(
          seen.map { other in
            let score = (0..<width).reduce(0) { $0 + q[token, column + $1] * k[other, shared + $1] }
            return cap(score * decoder.attentionScale, decoder.attentionSoftCap)
          })
        for (other, weight) in zip(seen, weights) {
          for feature in 0..<width { out[token, column + feature] += weight * v[other, shared + feature] }
        }
      }
    }
    return out
  }

  /// activation(gate) · up.
  static func gated(_ gate: Grid, _ up: Grid, _ activation: Activation) -> Grid {
    let values = zip(gate.values, up.values).map { gate, up in
      switch activation {
      case .silu: gate / (1 + exp(-gate)) * up
      case .geluTanh:
        0.5 * gate * (1 + tanh((2 / Double.pi).squareRoot() * (gate + 0.044715 * gate * gate * gate))) * up
      }
    }
    return Grid(rows: gate.rows, columns: gate.columns, values: values)
  }

  /// The mean over `labels` of −log softmax(cap(logits))[id].
  static func loss(_ logits: Grid, labels: [(row: Int, id: Int)], softCap: Double?) -> Double {
    let losses = labels.map { -log(softmax(logits.row($0.row).map { cap($0, softCap) })[$0.id]) }
    return losses.reduce(0, +) / Double(labels.count)
  }

  private static func cap(_ value: Double, _ cap: Double?) -> Double {
    cap.map { $0 * tanh(value / $0) } ?? value
  }

  private static func softmax(_ scores: [Double]) -> [Double] {
    let peak = scores.max() ?? 0
    let powers = scores.map { exp($0 - peak) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
