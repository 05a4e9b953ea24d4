import Checkpoints
import Foundation
internal import Kernels

/// Rotary position embedding in the two layouts of Hugging Face checkpoints.
///
/// Of the r rotated features of a head, feature i is paired with feature i + r/2, or 2i with 2i + 1; those from r on pass
/// unchanged.
package struct RotaryEmbedding: Sendable {
  /// `[positions × r/2]`, computed in `Double`, stored in `Float`.
  private let cosines: [Float]
  private let sines: [Float]
  private let half: Int
  private let headDimension: Int
  private let pairsNeighbours: Bool

  /// Tables for `positions` tokens of a text of `tokens` in all.
  package init(_ description: RotaryDescription, headDimension: Int, positions: Int, tokens: Int) {
    let frequencies = description.inverseFrequencies(tokens: tokens)
    self.headDimension = headDimension
    half = frequencies.count
    pairsNeighbours = description.pairsNeighbours
    let angles = (0..<positions).flatMap { position in frequencies.map { Double(position) * $0 } }
    cosines = angles.map { Float(description.amplitude * cos($0)) }
    sines = angles.map { Float(description.amplitude * sin($0)) }
  }

  /// Rotates every head of x [T × heads·h] in place by its token's position.
  package func forward(_ x: Matrix) { rotate(x, rows: 0..<x.rows, from: 0, direction: 1) }

  /// Replaces the gradient dx [T × heads·h] of the rotated x by that of x itself.
  ///
  /// The forward pass is a rotation times an amplitude; its transpose rotates by the opposite angle.
  package func backward(_ dx: Matrix) { rotate(dx, rows: 0..<dx.rows, from: 0, direction: -1) }

  /// Rotates `rows` of x, of which row `start` is the first token of its text.
  func rotate(_ x: Matrix, rows: Range<Int>, from start: Int, direction: Float) {
    guard half > 0 else { return }
    cosines.withUnsafeBufferPointer { cosines in
      sines.withUnsafeBufferPointer { sines in
        guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else { return }
        for row in rows {
          let angles = (row - start) * half
          for head in stride(from: 0, to: x.columns, by: headDimension) {
            let features = x.row(row) + head
            if pairsNeighbours {
              rotateNeighbours(features, cosines + angles, sines + angles, direction)
            } else {
              kernels_rotate(features, cosines + angles, sines + angles, half, direction)
            }
          }
        }
      }
    }
  }
}

extension RotaryEmbedding {
  /// Turns the pairs 2i and 2i + 1 of the features of a head.
  private func rotateNeighbours(
    _ x: UnsafeMutablePointer<Float>, _ cosines: UnsafePointer<Float>, _ sines: UnsafePointer<Float>,
    _ direction: Float
  ) {
    for index in 0..<half {
      let (a, b) = (x[2 * index], x[2 * index + 1])
      let sine = direction * sines[index]
      x[2 * index] = a * cosines[index] - b * sine
      x[2 * index + 1] = b * cosines[index] + a * sine
    }
  }
}

/// The tokens of a batch: those of all its samples, one below the other, and their rotary embeddings.
package struct BatchTokens: Sendable {
  /// Rows of each sample.
  let samples: [Range<Int>]
  /// The rotary embeddings of each sample, in the decoder's order.
  private let rotaries: [[RotaryEmbedding]]

  /// Rows in all.
  var count: Int { samples.last?.upperBound ?? 0 }

  /// A batch of samples of which so many tokens are run, and whose whole texts have so many.
  ///
  /// Tables that depend only on positions are shared; those that depend on the length of the text are
  /// made for each sample, so that no sample's result depends on its batch.
  package init(_ decoder: DecoderDescription, run: [Int], text: [Int]) {
    var ranges: [Range<Int>] = []
    for count in run {
      ranges.append((ranges.last?.upperBound ?? 0)..<(ranges.last?.upperBound ?? 0) + count)
    }
    samples = ranges
    let longest = run.max() ?? 0
    let shared = decoder.rotaries.map { description in
      description.dependsOnLength
        ? nil
        : RotaryEmbedding(
          description, headDimension: decoder.headDimension, positions: longest, tokens: longest)
    }
    rotaries = text.map { tokens in
      zip(decoder.rotaries, shared).map { description, table in
        table
          ?? RotaryEmbedding(
            description, headDimension: decoder.headDimension, positions: tokens, tokens: tokens)
      }
    }
  }

  /// Rotates every head of x [T × heads·h] in place by embedding `index`: forward with 1, back with −1.
  func rotate(_ x: Matrix, by index: Int, direction: Float, _ workers: Workers) {
    workers.forEach(samples.count) { [self] sample in
      rotaries[sample][index].rotate(
        x, rows: samples[sample], from: samples[sample].lowerBound, direction: direction)
    }
  }
}
