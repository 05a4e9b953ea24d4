import Checkpoints
import Foundation

/// Rotary position embedding with the half-split layout of Hugging Face checkpoints: feature i of a
/// head is paired with feature i + h/2.
struct RotaryEmbedding: Sendable {
  /// `[positions × h/2]`, computed in `Double`, stored in `Float`.
  private let cosines: [Float]
  private let sines: [Float]
  private let half: Int

  /// Tables for `positions` tokens.
  init(_ description: RotaryDescription, headDimension: Int, positions: Int) {
    let frequencies = description.inverseFrequencies(headDimension: headDimension)
    half = headDimension / 2
    let angles = (0..<positions).flatMap { position in frequencies.map { Double(position) * $0 } }
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(sin($0)) }
  }

  /// Rotates every head of x [T × heads·h] in place by its token's position.
  func forward(_ x: Matrix) { rotate(x, direction: 1) }

  /// The gradient with respect to the unrotated x, in place.
  ///
  /// The forward pass is a rotation, so its backward is the rotation by the opposite angle.
  func backward(_ dx: Matrix) { rotate(dx, direction: -1) }

  private func rotate(_ x: Matrix, direction: Float) {
    for token in 0..<x.rows {
      for head in stride(from: 0, to: x.columns, by: 2 * half) {
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
