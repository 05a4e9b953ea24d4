import Checkpoints
internal import Kernels

/// The non-linear part of a gated MLP: hidden = activation(gate) · up.
package struct GatedMLP: Sendable {
  let activation: Activation

  package init(activation: Activation) { self.activation = activation }

  /// hidden [T × f] from gate and up [T × f].
  package func forward(gate: Matrix, up: Matrix, _ workers: Workers) -> Matrix {
    let hidden = Matrix(uninitialized: gate.rows, gate.columns)
    workers.forEachRows(gate.rows) { rows in
      let start = rows.lowerBound
      kernels_gated(
        kernel, gate.row(start), up.row(start), hidden.row(start), rows.count * gate.columns)
    }
    return hidden
  }

  /// Turns `gate` and `up` into their gradients in place, given dhidden [T × f].
  ///
  /// In the forward pass hidden = a(gate)·up, so dgate = dhidden·up·a'(gate), dup = dhidden·a(gate).
  package func backward(_ dhidden: Matrix, gate: Matrix, up: Matrix, _ workers: Workers) {
    workers.forEachRows(gate.rows) { rows in
      let start = rows.lowerBound
      kernels_gated_backward(
        kernel, dhidden.row(start), gate.row(start), up.row(start), rows.count * gate.columns)
    }
  }

  private var kernel: Int32 {
    switch activation {
    case .silu: Int32(KERNELS_SILU)
    case .geluTanh: Int32(KERNELS_GELU_TANH)
    }
  }
}
