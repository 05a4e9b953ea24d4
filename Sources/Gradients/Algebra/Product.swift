internal import COpenBLAS

/// Matrix products. All matrices are row-major; letters: T tokens, n input and m output features.
///
/// Every product is one BLAS call for one sample, so its result cannot depend on which other
/// samples are computed beside it.
enum Product {
  /// y [T × m] = x [T × n] · wᵀ, for a weight w [m × n].
  static func forward(_ x: Matrix, weight w: Matrix) -> Matrix {
    precondition(x.columns == w.columns, "a linear map takes as many features as its weight has columns")
    let y = Matrix(rows: x.rows, columns: w.rows)
    gemm(
      transposes: (false, true), sizes: (x.rows, w.rows, x.columns), 1, Block(x), Block(w), 0, Block(y))
    return y
  }

  /// dx [T × n] = dy [T × m] · w: the backward of `forward` with respect to x.
  ///
  /// In the forward pass y = x wᵀ, so dx = dy w. The gradient of w itself, dyᵀ x, is never formed.
  static func backward(_ dy: Matrix, weight w: Matrix) -> Matrix {
    let dx = Matrix(rows: dy.rows, columns: w.columns)
    backward(dy, weight: w, addingTo: dx)
    return dx
  }

  /// dx += dy · w, for inputs that feed several linear maps.
  static func backward(_ dy: Matrix, weight w: Matrix, addingTo dx: Matrix) {
    precondition(dy.columns == w.rows && dx.columns == w.columns && dx.rows == dy.rows, "shapes differ")
    gemm(
      transposes: (false, false), sizes: (dy.rows, w.columns, dy.columns), 1, Block(dy), Block(w), 1,
      Block(dx))
  }

  /// A rectangle inside a matrix: where it starts and how far apart its rows are.
  struct Block {
    let pointer: UnsafeMutablePointer<Float>
    let stride: Int

    init(_ matrix: Matrix, row: Int = 0, column: Int = 0) {
      pointer = matrix.row(row) + column
      stride = max(matrix.columns, 1)
    }
  }

  /// c [M × N] = alpha · a · b + beta · c, with a [M × K] and b [K × N] after their transposes.
  static func gemm(
    transposes: (a: Bool, b: Bool), sizes: (m: Int, n: Int, k: Int), _ alpha: Float, _ a: Block,
    _ b: Block, _ beta: Float, _ c: Block
  ) {
    guard sizes.m > 0, sizes.n > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, transposes.a ? CblasTrans : CblasNoTrans, transposes.b ? CblasTrans : CblasNoTrans,
      Int32(sizes.m), Int32(sizes.n), Int32(sizes.k), alpha, a.pointer, Int32(a.stride), b.pointer,
      Int32(b.stride), beta, c.pointer, Int32(c.stride))
  }
}

/// y = x wᵀ + b, with the weight [m × n] and the optional bias [m] of one tensor of the checkpoint.
package struct Linear: Sendable {
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
  func slice(_ range: Range<Int>) -> Linear {
    Linear(weight: weight.slice(range), bias: bias?.slice(range))
  }
}
