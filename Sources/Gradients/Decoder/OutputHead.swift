import Checkpoints
internal import Kernels

/// The final norm, the output head and the loss, at labelled positions only.
///
/// Letters: N labelled positions of all samples of a batch, d hidden features, V vocabulary.
package struct OutputHead: Sendable {
  let norm: RMSNorm
  let head: Linear
  /// Logits z become c·tanh(z/c) with this c; 0: they stay.
  let softCap: Float

  /// Numbers that the logits of a block of positions take at most: V is 262,144 for Gemma 3, so all N would not fit.
  static let blockSize = 1 << 26
  /// Positions of the largest and the smallest block.
  private static let blockRows = 64...1024

  package init(norm: RMSNorm, head: Linear, softCap: Float?) {
    self.norm = norm
    self.head = head
    self.softCap = softCap ?? 0
  }

  init(_ checkpoint: Checkpoint) throws {
    let decoder = checkpoint.decoder
    let weight = try Matrix(
      checkpoint.tensor(DecoderDescription.outputNormName), offset: decoder.norms.weightOffset)
    self.init(
      // A factor on the logits is one on the weights of the norm before the head.
      norm: RMSNorm(
        weight: weight.scaled(by: Float(decoder.logitScale), Workers(count: 1)),
        epsilon: decoder.norms.epsilon,
        centres: decoder.norms.centres),
      head: Linear(weight: Weight(checkpoint.tensor(decoder.outputHeadName)), bias: nil),
      softCap: decoder.logitSoftCap.map { Float($0) })
  }

  /// Positions of a block.
  static func rows(vocabulary: Int) -> Int {
    min(max(blockSize / max(vocabulary, 1), blockRows.lowerBound), blockRows.upperBound)
  }

  /// The token `id` that a row of x should predict, of a sample that has `count` of them.
  package struct Label: Sendable {
    let id: Int
    let count: Int

    package init(id: Int, count: Int) {
      self.id = id
      self.count = count
    }
  }

  /// −log p(label) of every label, and the gradient dx [N × d] with respect to x [N × d] of the sum of the samples' mean losses.
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  package func lossesAndGradient(
    _ x: Matrix, _ labels: [Label], _ workers: Workers
  ) throws -> (losses: [Double], dx: Matrix) {
    let (normed, scales) = norm.forward(x, workers)
    let dnormed = Matrix(uninitialized: labels.count, x.columns)
    // Blocks of one length, since each reads the whole head.
    let most = Self.rows(vocabulary: head.weight.rows)
    let blocks = max((labels.count + most - 1) / most, 1)
    let step = max((labels.count + blocks - 1) / blocks, 1)
    var losses: [Double] = []
    for start in stride(from: 0, to: labels.count, by: step) {
      let block = start..<min(start + step, labels.count)
      let (found, gradient) = try lossesAndGradient(normed.slice(block), labels[block], workers)
      losses += found
      dnormed.row(start).update(from: gradient.pointer, count: gradient.count)
    }
    return (losses, norm.backward(dnormed, x: x, scales: scales, workers))
  }

  /// The same for the rows of a block: their losses, and the gradient with respect to the head's input.
  private func lossesAndGradient(
    _ x: Matrix, _ labels: ArraySlice<Label>, _ workers: Workers
  ) throws -> (losses: [Double], dx: Matrix) {
    let logits = try Product.forward(x, [head], workers)[0]
    let labels = Array(labels)
    let losses = Losses(count: labels.count)
    workers.forEach(labels.count) { index in
      losses.values[index] = kernels_cross_entropy(
        logits.row(index), logits.columns, labels[index].id, 1 / Double(labels[index].count), softCap)
    }
    return (losses.array, Product.backward([(logits, head)], workers))
  }
}

/// Losses that threads write side by side, each its own.
private final class Losses: @unchecked Sendable {
  let values: UnsafeMutablePointer<Double>
  private let count: Int

  init(count: Int) {
    self.count = count
    values = .allocate(capacity: max(count, 1))
    values.initialize(repeating: 0, count: max(count, 1))
  }

  var array: [Double] { Array(UnsafeBufferPointer(start: values, count: count)) }

  deinit { values.deallocate() }
}
