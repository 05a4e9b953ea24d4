import Foundation

/// The causal softmax of attention, over a square matrix of scores.
enum Softmax {
  /// Turns scores s [T × T] into probabilities in place: row i over columns 0...i, the rest 0.
  ///
  /// Sums are kept in `Double`. A row whose scores are not finite becomes NaN and shows in the loss.
  static func forward(_ s: Matrix) {
    for token in 0..<s.rows {
      let row = s.row(token)
      var peak = row[0]
      for other in 0...token where row[other] > peak { peak = row[other] }
      var sum = 0.0
      for other in 0...token {
        row[other] = exp(row[other] - peak)
        sum += Double(row[other])
      }
      let factor = Float(1 / sum)
      for other in 0...token { row[other] *= factor }
      for other in token + 1..<max(s.columns, token + 1) { row[other] = 0 }
    }
  }

  /// Turns dp [T × T] into the gradient of the scores in place, given the probabilities p.
  ///
  /// In the forward pass p = softmax(s), so ds = p·(dp − Σ p·dp), row by row.
  static func backward(_ dp: Matrix, probabilities p: Matrix) {
    for token in 0..<dp.rows {
      let (gradient, probability) = (dp.row(token), p.row(token))
      var mean = 0.0
      for other in 0...token { mean += Double(gradient[other]) * Double(probability[other]) }
      let shift = Float(mean)
      for other in 0...token { gradient[other] = probability[other] * (gradient[other] - shift) }
      for other in token + 1..<max(dp.columns, token + 1) { gradient[other] = 0 }
    }
  }
}
