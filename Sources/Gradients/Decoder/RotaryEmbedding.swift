import Checkpoints
import Foundation

/// Rotary position embedding with the half-split layout of Hugging Face checkpoints.
///
/// Of the r rotated features of a head, feature i is paired with feature i + r/2; those from r on pass unchanged.
package struct RotaryEmbedding: Sendable {
  /// `[positions × r/2]`, computed in `Double`, stored in `Float`.
  private let cosines: [Float]
  private let sines: [Float]
  private let half: Int
  private let headDimension: Int

  /// Tables for `positions` tokens of a text of `tokens` in all.
  package init(_ description: RotaryDescription, headDimension: Int, positions: Int, tokens: Int) {
    let frequencies = description.inverseFrequencies(tokens: tokens)
    self.headDimension = headDimension
    half = frequencies.count
    let angles = (0..<positions).flatMap { position in frequencies.map { Double(position) * $0 } }
    cosines = angles.map { Float(description.amplitude * cos($0)) }
    sines = angles.map { Float(description.amplitude * sin($0)) }
  }

  /// Rotates every head of x [T × heads·h] in place by its token's position.
  package func forward(_ x: Matrix) { rotate(x, direction: 1) }

  /// Replaces the gradient dx [T × heads·h] of the rotated x by that of x itself.
  ///
  /// The forward pass is a rotation times an amplitude; its transpose rotates by the opposite angle.
  package func backward(_ dx: Matrix) { rotate(dx, direction: -1) }

  private func rotate(_ x: Matrix, direction: Float) {
    for token in 0..<x.rows {
      for head in stride(from: 0, to: x.columns, by: headDimension) {
        let first = x.row(token) + head
        let second = first + half
        for pair in 0..<half {
          let cosine = cosines[token * half + pair]
          let sine = direction * sines[token * half + pair]
          let (a, b) = (first[pair], second[pair])
          first[pair] = a * cosine - b * sine
          second[pair] = b * cosine + a * sine
        }
      }
    }
  }
}

/// The rotary embeddings of a decoder for the samples of one batch.
///
/// Tables that depend only on positions are shared; those that depend on the length of the text are
/// made for each sample, so that no sample's result depends on its batch.
struct RotaryTables: Sendable {
  private let descriptions: [RotaryDescription]
  private let headDimension: Int
  private let shared: [RotaryEmbedding?]

  /// Tables for samples of at most `positions` tokens.
  init(_ decoder: DecoderDescription, positions: Int) {
    descriptions = decoder.rotaries
    headDimension = decoder.headDimension
    shared = decoder.rotaries.map { description in
      description.dependsOnLength
        ? nil
        : RotaryEmbedding(
          description, headDimension: decoder.headDimension, positions: positions, tokens: positions)
    }
  }

  /// The embeddings of a sample whose whole text has `tokens` tokens.
  func embeddings(tokens: Int) -> [RotaryEmbedding] {
    zip(descriptions, shared).map { description, table in
      table ?? RotaryEmbedding(description, headDimension: headDimension, positions: tokens, tokens: tokens)
    }
  }
}
