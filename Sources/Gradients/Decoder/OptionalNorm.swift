/// A norm that a family has or has not: without it, values and gradients pass unchanged.
struct OptionalNorm: Sendable {
  let norm: RMSNorm?
  /// Width of the rows that are normed, where it is not that of the matrix: the features of a head.
  var width: Int?

  /// What the backward pass needs of the forward pass.
  struct Trace {
    let x: Matrix
    let scales: [Float]
  }

  /// y [T × d] of x [T × d].
  func forward(_ x: Matrix) -> (y: Matrix, trace: Trace) {
    guard let norm else { return (x, Trace(x: x, scales: [])) }
    let rows = x.reshaped(columns: width ?? x.columns)
    let (y, scales) = norm.forward(rows)
    return (y.reshaped(columns: x.columns), Trace(x: rows, scales: scales))
  }

  /// dx [T × d] from dy [T × d].
  func backward(_ dy: Matrix, _ trace: Trace) -> Matrix {
    guard let norm else { return dy }
    let dx = norm.backward(dy.reshaped(columns: trace.x.columns), x: trace.x, scales: trace.scales)
    return dx.reshaped(columns: dy.columns)
  }

  /// dx += what `backward` gives.
  func backward(_ dy: Matrix, _ trace: Trace, addingTo dx: Matrix) {
    guard let norm else { return dx.add(dy) }
    norm.backward(dy, x: trace.x, scales: trace.scales, addingTo: dx)
  }
}
