import Foundation

/// The causal softmax of attention, over a square matrix of scores.
struct Softmax: Sendable {
  /// Position i sees i − window + 1 … i; nil: all before it.
  let window: Int?
  /// Scores s become c·tanh(s/c) with this c.
  let softCap: Float?

  /// Turns scores s [T × T] into probabilities in place; what a position does not see becomes 0.
  ///
  /// Sums are kept in `Double`. A row whose scores are not finite becomes NaN and shows in the loss.
  func forward(_ s: Matrix) {
    for token in 0..<s.rows {
      let row = s.row(token)
      let seen = seen(from: token)
      if let softCap { for other in seen { row[other] = softCap * tanh(row[other] / softCap) } }
      var peak = row[seen.lowerBound]
      for other in seen where row[other] > peak { peak = row[other] }
      var sum = 0.0
      for other in seen {
        row[other] = exp(row[other] - peak)
        sum += Double(row[other])
      }
      let factor = Float(1 / sum)
      for other in seen { row[other] *= factor }
      clear(row, outside: seen, columns: s.columns)
    }
  }

  /// Turns dp [T × T] into the gradient of the scores in place, given the probabilities p.
  ///
  /// In the forward pass p = softmax(c), c = cap·tanh(s/cap), so dc = p·(dp − Σ p·dp) and
  /// ds = dc·(1 − tanh²(s/cap)), row by row; `scores` [T × T] are s and only needed with a cap.
  func backward(_ dp: Matrix, probabilities p: Matrix, scores: Matrix?) {
    for token in 0..<dp.rows {
      let (gradient, probability) = (dp.row(token), p.row(token))
      let seen = seen(from: token)
      var mean = 0.0
      for other in seen { mean += Double(gradient[other]) * Double(probability[other]) }
      let shift = Float(mean)
      for other in seen { gradient[other] = probability[other] * (gradient[other] - shift) }
      if let softCap, let score = scores?.row(token) {
        for other in seen {
          let bend = tanh(score[other] / softCap)
          gradient[other] *= 1 - bend * bend
        }
      }
      clear(gradient, outside: seen, columns: dp.columns)
    }
  }

  private func seen(from token: Int) -> ClosedRange<Int> {
    max(0, token + 1 - (window ?? token + 1))...token
  }

  private func clear(_ row: UnsafeMutablePointer<Float>, outside seen: ClosedRange<Int>, columns: Int) {
    row.update(repeating: 0, count: seen.lowerBound)
    (row + seen.upperBound + 1).update(repeating: 0, count: columns - seen.upperBound - 1)
  }
}
