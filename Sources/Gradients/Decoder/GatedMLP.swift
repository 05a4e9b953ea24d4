import Checkpoints
import Foundation

/// The non-linear part of a gated MLP: hidden = activation(gate) · up.
package struct GatedMLP: Sendable {
  let activation: Activation

  package init(activation: Activation) { self.activation = activation }

  private static let geluScale = Float((2 / Double.pi).squareRoot())

  /// hidden [T × f] from gate and up [T × f].
  package func forward(gate: Matrix, up: Matrix) -> Matrix {
    let hidden = Matrix(rows: gate.rows, columns: gate.columns)
    for index in 0..<gate.count {
      hidden.pointer[index] = valueAndSlope(gate.pointer[index]).value * up.pointer[index]
    }
    return hidden
  }

  /// Turns `gate` and `up` into their gradients in place, given dhidden [T × f].
  ///
  /// In the forward pass hidden = a(gate)·up, so dgate = dhidden·up·a'(gate), dup = dhidden·a(gate).
  package func backward(_ dhidden: Matrix, gate: Matrix, up: Matrix) {
    for index in 0..<gate.count {
      let (value, slope) = valueAndSlope(gate.pointer[index])
      gate.pointer[index] = dhidden.pointer[index] * up.pointer[index] * slope
      up.pointer[index] = dhidden.pointer[index] * value
    }
  }

  private func valueAndSlope(_ x: Float) -> (value: Float, slope: Float) {
    switch activation {
    case .silu:
      let sigmoid = 1 / (1 + exp(-x))
      return (x * sigmoid, sigmoid * (1 + x * (1 - sigmoid)))
    case .geluTanh:
      // x/2·(1 + tanh u) with u = √(2/π)·(x + 0.044715 x³).
      let u = Self.geluScale * (x + 0.044715 * x * x * x)
      let bend = tanh(u)
      let slope = Self.geluScale * (1 + 3 * 0.044715 * x * x)
      return (0.5 * x * (1 + bend), 0.5 * (1 + bend) + 0.5 * x * (1 - bend * bend) * slope)
    }
  }
}
