import Checkpoints
import Foundation

/// Causal grouped-query attention between the projections, one head at a time.
///
/// T tokens, H query heads, K key and value heads, h features per head. Probabilities are formed
/// anew in the backward pass: kept, they would be the largest activation of a layer.
package struct Attention: Sendable {
  let heads: Int
  let headsPerKeyValueHead: Int
  let headDimension: Int
  let scale: Float
  let softmax: Softmax

  package init(_ description: DecoderDescription, layer: Int) {
    heads = description.headCount
    headsPerKeyValueHead = description.headsPerKeyValueHead
    headDimension = description.headDimension
    scale = Float(description.attentionScale)
    softmax = Softmax(
      window: description.layers[layer].window, softCap: description.attentionSoftCap.map { Float($0) })
  }

  /// out [T × H·h] from q [T × H·h], k and v [T × K·h], all after the rotary embedding.
  package func forward(q: Matrix, k: Matrix, v: Matrix) -> Matrix {
    let out = Matrix(rows: q.rows, columns: q.columns)
    let p = Matrix(rows: q.rows, columns: q.rows)
    for head in 0..<heads {
      scores(q: q, k: k, head: head, into: p)
      softmax.forward(p)
      let (column, shared) = columns(of: head)
      Product.gemm(
        transposes: (false, false), sizes: (q.rows, headDimension, q.rows), 1, .init(p),
        .init(v, column: shared), 0, .init(out, column: column))
    }
    return out
  }

  /// dq [T × H·h], dk and dv [T × K·h] from dout [T × H·h].
  ///
  /// In the forward pass p = softmax(scale·q kᵀ) and out = p v, so dv = pᵀ dout, dp = dout vᵀ,
  /// ds = softmax'(dp), dq = scale·ds k and dk = scale·dsᵀ q. Heads that share a key and value
  /// head add up in its dk and dv.
  package func backward(
    _ dout: Matrix, q: Matrix, k: Matrix, v: Matrix
  ) -> (dq: Matrix, dk: Matrix, dv: Matrix) {
    let tokens = q.rows
    let dq = Matrix(rows: tokens, columns: q.columns)
    let dk = Matrix(rows: tokens, columns: k.columns)
    let dv = Matrix(rows: tokens, columns: v.columns)
    let p = Matrix(rows: tokens, columns: tokens)
    let ds = Matrix(rows: tokens, columns: tokens)
    for head in 0..<heads {
      let (column, shared) = columns(of: head)
      scores(q: q, k: k, head: head, into: p)
      let uncapped = softmax.softCap == nil ? nil : Matrix(copying: p)
      softmax.forward(p)
      Product.gemm(
        transposes: (true, false), sizes: (tokens, headDimension, tokens), 1, .init(p),
        .init(dout, column: column), 1, .init(dv, column: shared))
      Product.gemm(
        transposes: (false, true), sizes: (tokens, tokens, headDimension), 1,
        .init(dout, column: column), .init(v, column: shared), 0, .init(ds))
      softmax.backward(ds, probabilities: p, scores: uncapped)
      Product.gemm(
        transposes: (false, false), sizes: (tokens, headDimension, tokens), scale, .init(ds),
        .init(k, column: shared), 0, .init(dq, column: column))
      Product.gemm(
        transposes: (true, false), sizes: (tokens, headDimension, tokens), scale, .init(ds),
        .init(q, column: column), 1, .init(dk, column: shared))
    }
    return (dq, dk, dv)
  }

  /// scale·q kᵀ [T × T] of one head.
  private func scores(q: Matrix, k: Matrix, head: Int, into p: Matrix) {
    let (column, shared) = columns(of: head)
    Product.gemm(
      transposes: (false, true), sizes: (q.rows, q.rows, headDimension), scale,
      .init(q, column: column), .init(k, column: shared), 0, .init(p))
  }

  /// First column of a head in q and out, and of its shared head in k and v.
  private func columns(of head: Int) -> (query: Int, shared: Int) {
    (head * headDimension, head / headsPerKeyValueHead * headDimension)
  }
}

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
