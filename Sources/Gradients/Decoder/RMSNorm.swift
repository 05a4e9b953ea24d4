import Checkpoints
internal import Kernels

/// Root-mean-square norm (Zhang and Sennrich 2019, arXiv 1910.07467): y = x / rms(x) · w; one that centres takes x − mean(x)
/// in the place of x, which is layer norm without a bias.
///
/// T rows of d features; rows are tokens, or the heads of tokens.
package struct RMSNorm: Sendable {
  /// [d].
  let weight: Matrix
  let epsilon: Double
  let centres: Bool

  package init(weight: Matrix, epsilon: Double, centres: Bool = false) {
    self.weight = weight
    self.epsilon = epsilon
    self.centres = centres
  }

  /// y [T × d] and 1/rms [T × 1] of x [T × d].
  ///
  /// Sums of squares are kept in `Double`: a `Float` sum over thousands of features would lose the
  /// last digits that the tolerance of the loss needs.
  package func forward(_ x: Matrix, _ workers: Workers) -> (y: Matrix, scales: Matrix) {
    let x = centres ? x.centred(workers) : x
    let y = Matrix(uninitialized: x.rows, x.columns)
    let scales = Matrix(uninitialized: x.rows, 1)
    workers.forEachRows(x.rows) { [self] rows in
      for row in rows {
        scales.pointer[row] = kernels_norm(x.row(row), weight.pointer, y.row(row), x.columns, epsilon)
      }
    }
    return (y, scales)
  }

  /// dx += the gradient with respect to x, given dy [T × d] and the scales of the forward pass.
  ///
  /// In the forward pass y = s·x·w with s = 1/rms(x), so dx = s·(dy·w) − x·s³/d·Σ(dy·w·x). Centring is its own transpose.
  func backward(_ dy: Matrix, x: Matrix, scales: Matrix, addingTo dx: Matrix, _ workers: Workers) {
    guard !centres else {
      let inner = Matrix.zeros(x.rows, x.columns, workers)
      RMSNorm(weight: weight, epsilon: epsilon)
        .backward(dy, x: x.centred(workers), scales: scales, addingTo: inner, workers)
      return dx.add(inner.centred(workers), workers)
    }
    workers.forEachRows(x.rows) { [self] rows in
      for row in rows {
        kernels_norm_backward(
          dy.row(row), x.row(row), weight.pointer, scales.pointer[row], dx.row(row), x.columns)
      }
    }
  }

  /// The gradient with respect to x by itself.
  package func backward(_ dy: Matrix, x: Matrix, scales: Matrix, _ workers: Workers) -> Matrix {
    let dx = Matrix.zeros(x.rows, x.columns, workers)
    backward(dy, x: x, scales: scales, addingTo: dx, workers)
    return dx
  }
}

/// A place where some families have a norm: without one, values and gradients pass unchanged.
struct OptionalNorm: Sendable {
  let norm: RMSNorm?
  /// Width of the rows that are normed, where it is not that of the matrix: the features of a head.
  var width: Int?

  /// Values of the forward pass that the backward pass needs; without a norm, none.
  struct Trace {
    /// The norm's input, and 1/rms of its rows.
    let x: Matrix
    let scales: Matrix
  }

  /// y [T × d] of x [T × d].
  func forward(_ x: Matrix, _ workers: Workers) -> (y: Matrix, trace: Trace?) {
    guard let norm else { return (x, nil) }
    let rows = x.reshaped(columns: width ?? x.columns)
    let (y, scales) = norm.forward(rows, workers)
    return (y.reshaped(columns: x.columns), Trace(x: rows, scales: scales))
  }

  /// dx [T × d] from dy [T × d].
  func backward(_ dy: Matrix, _ trace: Trace?, _ workers: Workers) -> Matrix {
    guard let norm, let trace else { return dy }
    let rows = dy.reshaped(columns: trace.x.columns)
    return norm.backward(rows, x: trace.x, scales: trace.scales, workers).reshaped(columns: dy.columns)
  }

  /// dx += what `backward` gives.
  func backward(_ dy: Matrix, _ trace: Trace?, addingTo dx: Matrix, _ workers: Workers) {
    guard let norm, let trace else { return dx.add(dy, workers) }
    norm.backward(dy, x: trace.x, scales: trace.scales, addingTo: dx, workers)
  }
}

extension Matrix {
  /// Every row without its mean.
  fileprivate func centred(_ workers: Workers) -> Matrix {
    let result = Matrix(uninitialized: rows, columns)
    workers.forEachRows(rows) { [self] rows in
      for row in rows {
        let (source, target) = (self.row(row), result.row(row))
        var sum = 0.0
        for column in 0..<columns { sum += Double(source[column]) }
        let mean = sum / Double(columns)
        for column in 0..<columns { target[column] = Float(Double(source[column]) - mean) }
      }
    }
    return result
  }

  /// factor · self; self where that is the same.
  func scaled(by factor: Float, _ workers: Workers) -> Matrix {
    guard factor != 1 else { return self }
    let result = Matrix(uninitialized: rows, columns)
    workers.forEachRows(rows) { [self] rows in
      for row in rows {
        let (source, target) = (self.row(row), result.row(row))
        for column in 0..<columns { target[column] = factor * source[column] }
      }
    }
    return result
  }

  /// self += other, element by element.
  func add(_ other: Matrix, _ workers: Workers) {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    workers.forEachRows(rows) { [self] rows in
      kernels_add(row(rows.lowerBound), other.row(rows.lowerBound), rows.count * columns)
    }
  }
}
