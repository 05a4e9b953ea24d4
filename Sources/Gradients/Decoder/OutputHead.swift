import Checkpoints
import Foundation

/// The final norm, the output head and the loss, at labelled positions only.
///
/// Letters: T tokens, N labelled positions, d hidden features, V vocabulary.
package struct OutputHead: Sendable {
  let norm: RMSNorm
  let head: Linear
  /// Logits z become c·tanh(z/c) with this c.
  let softCap: Float?

  /// Logits of this many positions exist at a time: V is 128,256 for Llama 3, so all N would not fit.
  private static let blockRows = 64

  package init(norm: RMSNorm, head: Linear, softCap: Float?) {
    self.norm = norm
    self.head = head
    self.softCap = softCap
  }

  init(_ checkpoint: Checkpoint) throws {
    let decoder = checkpoint.decoder
    let weight = try Matrix(
      checkpoint.tensor(DecoderDescription.outputNormName), offset: decoder.norms.weightOffset)
    norm = RMSNorm(weight: weight, epsilon: decoder.norms.epsilon)
    head = Linear(weight: try Matrix(checkpoint.tensor(decoder.outputHeadName)), bias: nil)
    softCap = decoder.logitSoftCap.map { Float($0) }
  }

  /// The loss L = (1/N) Σ −log p(label) and its gradient dx [T × d] with respect to x [T × d].
  ///
  /// `labels` are pairs of a row of x and the id that it should predict.
  package func lossAndGradient(
    _ x: Matrix, labels: [(row: Int, id: Int)]
  ) -> (loss: Double, dx: Matrix) {
    let rows = gather(x, labels.map(\.row))
    let (normed, scales) = norm.forward(rows)
    let dnormed = Matrix(rows: labels.count, columns: x.columns)
    var loss = 0.0
    for start in stride(from: 0, to: labels.count, by: Self.blockRows) {
      let block = start..<min(start + Self.blockRows, labels.count)
      loss += lossAndGradient(
        normed, block: block, ids: labels[block].map(\.id), count: labels.count, dnormed)
    }
    let drows = norm.backward(dnormed, x: rows, scales: scales)
    return (loss / Double(labels.count), scatter(drows, labels.map(\.row), tokens: x.rows))
  }

  /// Sum of the losses of the rows `block` of x [N × d]; writes their gradient into dx.
  private func lossAndGradient(
    _ x: Matrix, block: Range<Int>, ids: [Int], count: Int, _ dx: Matrix
  ) -> Double {
    let logits = Matrix(rows: block.count, columns: head.weight.rows)
    Product.gemm(
      transposes: (false, true), sizes: (block.count, logits.columns, x.columns), 1,
      .init(x, row: block.lowerBound), .init(head.weight), 0, .init(logits))
    let slopes = softCap.map { cap(logits, at: $0) }
    var loss = 0.0
    for (row, id) in ids.enumerated() {
      loss += crossEntropy(logits.row(row), width: logits.columns, id: id, count: count)
    }
    if let slopes { for index in 0..<logits.count { logits.pointer[index] *= slopes.pointer[index] } }
    Product.gemm(
      transposes: (false, false), sizes: (block.count, x.columns, logits.columns), 1, .init(logits),
      .init(head.weight), 0, .init(dx, row: block.lowerBound))
    return loss
  }

  /// Caps the logits in place and gives the slopes 1 − tanh²(z/c) that their gradients are times.
  private func cap(_ logits: Matrix, at cap: Float) -> Matrix {
    let slopes = Matrix(rows: logits.rows, columns: logits.columns)
    for index in 0..<logits.count {
      let bend = tanh(logits.pointer[index] / cap)
      logits.pointer[index] = cap * bend
      slopes.pointer[index] = 1 - bend * bend
    }
    return slopes
  }

  /// −log softmax(logits)[id]; turns the logits [V] into their gradient (p − onehot) / N in place.
  private func crossEntropy(
    _ logits: UnsafeMutablePointer<Float>, width: Int, id: Int, count: Int
  ) -> Double {
    var peak = logits[0]
    for index in 0..<width where logits[index] > peak { peak = logits[index] }
    let target = Double(logits[id] - peak)
    var sum = 0.0
    for index in 0..<width {
      logits[index] = exp(logits[index] - peak)
      sum += Double(logits[index])
    }
    let factor = Float(1 / (sum * Double(count)))
    for index in 0..<width { logits[index] *= factor }
    logits[id] -= 1 / Float(count)
    return log(sum) - target
  }

  private func gather(_ x: Matrix, _ rows: [Int]) -> Matrix {
    let picked = Matrix(rows: rows.count, columns: x.columns)
    for (target, source) in rows.enumerated() {
      picked.row(target).update(from: x.row(source), count: x.columns)
    }
    return picked
  }

  private func scatter(_ picked: Matrix, _ rows: [Int], tokens: Int) -> Matrix {
    let x = Matrix(rows: tokens, columns: picked.columns)
    for (source, target) in rows.enumerated() {
      x.row(target).update(from: picked.row(source), count: x.columns)
    }
    return x
  }
}
