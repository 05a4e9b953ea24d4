/// Root-mean-square norm (Zhang and Sennrich 2019, arXiv 1910.07467): y = x / rms(x) · w.
///
/// T rows of d features; rows are tokens, or the heads of tokens.
package struct RMSNorm: Sendable {
  /// [d].
  let weight: Matrix
  let epsilon: Double

  package init(weight: Matrix, epsilon: Double) {
    self.weight = weight
    self.epsilon = epsilon
  }

  /// y [T × d] and 1/rms [T] of x [T × d].
  ///
  /// Sums of squares are kept in `Double`: a `Float` sum over thousands of features would lose the
  /// last digits that the tolerance of the loss needs.
  package func forward(_ x: Matrix) -> (y: Matrix, scales: [Float]) {
    let y = Matrix(rows: x.rows, columns: x.columns)
    let scales = scales(of: x)
    for token in 0..<x.rows {
      let (source, target, scale) = (x.row(token), y.row(token), scales[token])
      for feature in 0..<x.columns { target[feature] = source[feature] * scale * weight.pointer[feature] }
    }
    return (y, scales)
  }

  /// dx += the gradient with respect to x, given dy [T × d] and the scales of the forward pass.
  ///
  /// In the forward pass y = s·x·w with s = 1/rms(x), so dx = s·(dy·w) − x·s³/d·Σ(dy·w·x).
  func backward(_ dy: Matrix, x: Matrix, scales: [Float], addingTo dx: Matrix) {
    for token in 0..<x.rows {
      let (gradient, source, target) = (dy.row(token), x.row(token), dx.row(token))
      var projection = 0.0
      for feature in 0..<x.columns {
        projection += Double(gradient[feature] * weight.pointer[feature]) * Double(source[feature])
      }
      let scale = scales[token]
      let pull = Float(projection * Double(scale) * Double(scale) * Double(scale) / Double(x.columns))
      for feature in 0..<x.columns {
        target[feature] += scale * gradient[feature] * weight.pointer[feature] - pull * source[feature]
      }
    }
  }

  /// The gradient with respect to x by itself.
  package func backward(_ dy: Matrix, x: Matrix, scales: [Float]) -> Matrix {
    let dx = Matrix(rows: x.rows, columns: x.columns)
    backward(dy, x: x, scales: scales, addingTo: dx)
    return dx
  }

  /// 1/rms of every row of x.
  private func scales(of x: Matrix) -> [Float] {
    (0..<x.rows).map { token in
      let source = x.row(token)
      var squares = 0.0
      for feature in 0..<x.columns { squares += Double(source[feature]) * Double(source[feature]) }
      return Float(1 / (squares / Double(x.columns) + epsilon).squareRoot())
    }
  }
}

/// A place where some families have a norm: without one, values and gradients pass unchanged.
struct OptionalNorm: Sendable {
  let norm: RMSNorm?
  /// Width of the rows that are normed, where it is not that of the matrix: the features of a head.
  var width: Int?

  /// Values of the forward pass that the backward pass needs.
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
