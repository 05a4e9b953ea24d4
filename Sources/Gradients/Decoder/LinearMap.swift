/// y = x wᵀ + b, with the weight [m × n] and the optional bias [m] of one tensor of the checkpoint.
package struct LinearMap: Sendable {
  let weight: Matrix
  let bias: Matrix?

  package init(weight: Matrix, bias: Matrix?) {
    self.weight = weight
    self.bias = bias
  }

  /// y [T × m] of x [T × n].
  func forward(_ x: Matrix) -> Matrix {
    let y = Product.forward(x, weight: weight)
    if let bias { y.addToRows(bias) }
    return y
  }

  /// dx [T × n] of dy [T × m]; the bias has no part in it.
  func backward(_ dy: Matrix) -> Matrix { Product.backward(dy, weight: weight) }

  /// dx += the gradient of this map's input.
  func backward(_ dy: Matrix, addingTo dx: Matrix) {
    Product.backward(dy, weight: weight, addingTo: dx)
  }

  /// The map to output features `range` alone: one of several that are stored as one matrix.
  func slice(_ range: Range<Int>) -> LinearMap {
    LinearMap(weight: weight.slice(range), bias: bias?.slice(range))
  }
}
