import Checkpoints
internal import Kernels

/// Causal grouped-query attention between the projections, one head of one sample at a time.
///
/// T tokens of a sample, H query heads, K key and value heads, h features per head. Probabilities exist for a block of
/// rows at a time, and only for what its tokens see; they are formed anew in the backward pass: kept, they would be the largest
/// activation of a layer.
package struct Attention: Sendable {
  let heads: Int
  let headsPerKeyValueHead: Int
  let headDimension: Int
  let scale: Float
  /// Position i sees i − window + 1 … i; nil: all before it.
  let window: Int?
  /// Scores s become c·tanh(s/c) with this c; 0: they stay.
  let softCap: Float

  /// Rows of scores that exist at a time. Sums over tokens go from block to block, so results depend on it.
  static let blockRows = 112

  package init(_ description: DecoderDescription, layer: Int) {
    heads = description.headCount
    headsPerKeyValueHead = description.headsPerKeyValueHead
    headDimension = description.headDimension
    scale = Float(description.attentionScale)
    window = description.layers[layer].window
    softCap = description.attentionSoftCap.map { Float($0) } ?? 0
  }

  /// out [T × H·h] from q [T × H·h], k and v [T × K·h], all after the rotary embedding.
  package func forward(q: Matrix, k: Matrix, v: Matrix, _ tokens: BatchTokens, _ workers: Workers) -> Matrix {
    let out = Matrix(uninitialized: q.rows, q.columns)
    workers.forEach(tokens.samples.count * heads) { task in
      let (sample, head) = (tokens.samples[task / heads], task % heads)
      let (column, shared) = columns(of: head)
      let p = Matrix(uninitialized: min(Self.blockRows, sample.count), sample.count)
      for block in blocks(of: sample) {
        scores(q: q, k: k, head: head, block, into: p)
        softmax(p, block)
        Product.gemm(
          p.source(), v.source(row: block.seen.lowerBound, column: shared),
          sizes: (block.rows.count, headDimension, block.seen.count),
          into: out.row(block.rows.lowerBound) + column, stride: out.columns)
      }
    }
    return out
  }

  /// dq [T × H·h], dk and dv [T × K·h] from dout [T × H·h].
  ///
  /// In the forward pass p = softmax(scale·q kᵀ) and out = p v, so dv = pᵀ dout, dp = dout vᵀ,
  /// ds = softmax'(dp), dq = scale·ds k and dk = scale·dsᵀ q. Heads that share a key and value
  /// head add up in its dk and dv, in their order.
  package func backward(
    _ dout: Matrix, q: Matrix, k: Matrix, v: Matrix, _ tokens: BatchTokens, _ workers: Workers
  ) -> (dq: Matrix, dk: Matrix, dv: Matrix) {
    let dq = Matrix(uninitialized: q.rows, q.columns)
    let dk = Matrix.zeros(q.rows, q.columns, workers)
    let dv = Matrix.zeros(q.rows, q.columns, workers)
    workers.forEach(tokens.samples.count * heads) { task in
      let (sample, head) = (tokens.samples[task / heads], task % heads)
      backward(dout, q: q, k: k, v: v, sample: sample, head: head, dq: dq, dk: dk, dv: dv)
    }
    return (dq, sumOfGroups(dk, workers), sumOfGroups(dv, workers))
  }

  /// The backward pass of one head of one sample; its dk and dv [T × H·h] stand apart from those of other heads.
  private func backward(
    _ dout: Matrix, q: Matrix, k: Matrix, v: Matrix, sample: Range<Int>, head: Int, dq: Matrix, dk: Matrix,
    dv: Matrix
  ) {
    let (column, shared) = columns(of: head)
    let size = (rows: min(Self.blockRows, sample.count), columns: sample.count)
    let p = Matrix(uninitialized: size.rows, size.columns)
    let ds = Matrix(uninitialized: size.rows, size.columns)
    let uncapped = softCap > 0 ? Matrix(uninitialized: size.rows, size.columns) : p
    for block in blocks(of: sample) {
      let (row, seen) = (block.rows.lowerBound, block.seen.lowerBound)
      scores(q: q, k: k, head: head, block, into: uncapped)
      if softCap > 0 { p.pointer.update(from: uncapped.pointer, count: p.count) }
      softmax(p, block)
      let toColumns = (m: block.seen.count, n: headDimension, k: block.rows.count)
      let toRows = (m: block.rows.count, n: headDimension, k: block.seen.count)
      Product.gemm(
        p.source(transposed: true), dout.source(row: row, column: column), sizes: toColumns,
        into: dv.row(seen) + column, stride: dv.columns, adding: true)
      Product.gemm(
        dout.source(row: row, column: column), v.source(row: seen, column: shared, transposed: true),
        sizes: (block.rows.count, block.seen.count, headDimension), into: ds.pointer, stride: ds.columns)
      softmaxBackward(ds, probabilities: p, scores: uncapped, block)
      Product.gemm(
        ds.source(), k.source(row: seen, column: shared), sizes: toRows, scale: scale,
        into: dq.row(row) + column, stride: dq.columns)
      Product.gemm(
        ds.source(transposed: true), q.source(row: row, column: column), sizes: toColumns, scale: scale,
        into: dk.row(seen) + column, stride: dk.columns, adding: true)
    }
  }

  /// [T × K·h] from [T × H·h]: the sums over the heads that share one.
  private func sumOfGroups(_ x: Matrix, _ workers: Workers) -> Matrix {
    guard headsPerKeyValueHead > 1 else { return x }
    let sum = Matrix(uninitialized: x.rows, x.columns / headsPerKeyValueHead)
    workers.forEachRows(x.rows) { rows in
      for row in rows {
        for shared in 0..<heads / headsPerKeyValueHead {
          let target = sum.row(row) + shared * headDimension
          let first = x.row(row) + shared * headsPerKeyValueHead * headDimension
          target.update(from: first, count: headDimension)
          for head in 1..<headsPerKeyValueHead {
            kernels_add(target, first + head * headDimension, headDimension)
          }
        }
      }
    }
    return sum
  }

  /// Some tokens of a sample and those that they see.
  private struct Block {
    let rows: Range<Int>
    let seen: Range<Int>
  }

  private func blocks(of sample: Range<Int>) -> [Block] {
    stride(from: sample.lowerBound, to: sample.upperBound, by: Self.blockRows).map { start in
      let rows = start..<min(start + Self.blockRows, sample.upperBound)
      let first = window.map { max(start + 1 - $0, sample.lowerBound) } ?? sample.lowerBound
      return Block(rows: rows, seen: first..<rows.upperBound)
    }
  }

  /// scale·q kᵀ of one head, for the tokens of a block and those that they see.
  private func scores(q: Matrix, k: Matrix, head: Int, _ block: Block, into p: Matrix) {
    let (column, shared) = columns(of: head)
    Product.gemm(
      q.source(row: block.rows.lowerBound, column: column),
      k.source(row: block.seen.lowerBound, column: shared, transposed: true),
      sizes: (block.rows.count, block.seen.count, headDimension), scale: scale, into: p.pointer,
      stride: p.columns)
  }

  /// Turns scores into probabilities in place; what a token does not see becomes 0.
  ///
  /// Sums are kept in `Double`. A row whose scores are not finite becomes NaN and shows in the loss.
  private func softmax(_ s: Matrix, _ block: Block) {
    forEachRow(of: s, block) { row, _, count in kernels_softmax(row, count, softCap) }
  }

  /// Turns dp into the gradient of the scores in place, given the probabilities p.
  ///
  /// In the forward pass p = softmax(c), c = cap·tanh(s/cap), so dc = p·(dp − Σ p·dp) and
  /// ds = dc·(1 − tanh²(s/cap)), row by row; `scores` are s and only needed with a cap.
  private func softmaxBackward(_ dp: Matrix, probabilities p: Matrix, scores: Matrix, _ block: Block) {
    forEachRow(of: dp, block) { row, place, count in
      kernels_softmax_backward(row, p.pointer + place, scores.pointer + place, count, softCap)
    }
  }

  /// Calls `body` with what each token of the block sees in its row of s, where that lies in s, and how many
  /// that are; the rest of the row becomes 0.
  private func forEachRow(
    of s: Matrix, _ block: Block, _ body: (UnsafeMutablePointer<Float>, Int, Int) -> Void
  ) {
    for (index, token) in block.rows.enumerated() {
      let first = max(window.map { token + 1 - $0 } ?? 0, block.seen.lowerBound) - block.seen.lowerBound
      let end = token + 1 - block.seen.lowerBound
      let row = s.row(index)
      body(row + first, index * s.columns + first, end - first)
      row.update(repeating: 0, count: first)
      (row + end).update(repeating: 0, count: block.seen.count - end)
    }
  }

  /// First column of a head in q and out, and of its shared head in k and v.
  private func columns(of head: Int) -> (query: Int, shared: Int) {
    (head * headDimension, head / headsPerKeyValueHead * headDimension)
  }
}
