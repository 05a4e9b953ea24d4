/// Root-mean-square norm (Zhang and Sennrich 2019, arXiv 1910.07467): y = x / rms(x) · w.
enum RMSNorm {
  /// y [T × d] and 1/rms [T] of x [T × d]; w is the weight [d].
  ///
  /// Sums of squares are kept in `Double`: a `Float` sum over thousands of features would lose the
  /// last digits that the tolerance of the loss needs.
  static func forward(_ x: Matrix, weight w: Matrix, epsilon: Double) -> (y: Matrix, scales: [Float]) {
    let y = Matrix(rows: x.rows, columns: x.columns)
    var scales = [Float](repeating: 0, count: x.rows)
    for token in 0..<x.rows {
      let (source, target) = (x.row(token), y.row(token))
      var squares = 0.0
      for feature in 0..<x.columns { squares += Double(source[feature]) * Double(source[feature]) }
      let scale = Float(1 / (squares / Double(x.columns) + epsilon).squareRoot())
      scales[token] = scale
      for feature in 0..<x.columns { target[feature] = source[feature] * scale * w.pointer[feature] }
    }
    return (y, scales)
  }

  /// dx += the gradient with respect to x, given dy [T × d].
  ///
  /// In the forward pass y = s·x·w with s = 1/rms(x), so dx = s·(dy·w) − x·s³/d·Σ(dy·w·x).
  static func backward(_ dy: Matrix, x: Matrix, weight w: Matrix, scales: [Float], addingTo dx: Matrix) {
    for token in 0..<x.rows {
      let (gradient, source, target) = (dy.row(token), x.row(token), dx.row(token))
      var projection = 0.0
      for feature in 0..<x.columns {
        projection += Double(gradient[feature] * w.pointer[feature]) * Double(source[feature])
      }
      let scale = scales[token]
      let pull = Float(projection * Double(scale) * Double(scale) * Double(scale) / Double(x.columns))
      for feature in 0..<x.columns {
        target[feature] += scale * gradient[feature] * w.pointer[feature] - pull * source[feature]
      }
    }
  }
}
