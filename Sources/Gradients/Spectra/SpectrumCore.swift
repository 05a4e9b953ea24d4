/// A matrix with the singular values of a gradient G = Δᵀ X, divided by a scale.
struct SpectrumCore {
  private let delta: Matrix
  private let input: SpectrumInput
  private let scale: Double
  private let route: SpectrumRoute

  init(_ delta: Matrix, _ input: SpectrumInput, scale: Double) {
    self.delta = delta
    self.input = input
    self.scale = scale
    route = SpectrumRoute(
      tokens: input.units.count, outputs: delta.columns, inputs: input.featureCount)
  }

  /// The singular values, largest first, by the route; nil when one is not finite, or LAPACK does not converge.
  var singularValues: [Double]? {
    if route == .tokens { return singularValues(ofSquares: eigenvaluesOfTokens) }
    let isInFloat = SpectrumRoute.isInFloat(
      tokens: input.units.count, outputs: delta.columns, inputs: input.featureCount)
    guard isInFloat else { return singularValues(ofSquares: eigenvalues(inDouble, columns: columns)) }
    let core = inFloat
    let columns = route == .dense ? input.featureCount : input.triangleInFloat.rank
    if SpectrumRoute.reflects(core.rows, columns) {
      guard let squares = OrthogonalReduction.squaredSingularValues(core, columns: columns) else {
        return nil
      }
      let limit = SpectrumRoute.roundingOfReflections
      if !SpectrumRoute.isRounding(squares, below: limit) { return roots(squares) }
    }
    return singularValues(ofSquares: eigenvalues(core.widened, columns: columns))
  }

  /// The roots of what products in `Double` gave, or the values found without products where these are rounding: slower, and
  /// right down to 1e-16 of the largest.
  private func singularValues(ofSquares squares: [Double]?) -> [Double]? {
    guard let squares else { return nil }
    guard SpectrumRoute.isRounding(squares, below: SpectrumRoute.roundingOfProducts) else {
      return roots(squares)
    }
    return LAPACK.singularValues(inDouble, columns: columns)
  }

  /// Rounding can carry an eigenvalue of zero just below it.
  private func roots(_ squares: [Double]) -> [Double] { squares.reversed().map { max($0, 0).squareRoot() } }

  private func eigenvalues(_ core: ColumnMatrix<Double>, columns: Int) -> [Double]? {
    let gram = SpectrumProduct.smallerGram(core, columns: columns)
    return SymmetricEigenvalues.find(gram, size: gram.rows)
  }

  /// Columns that are not zero.
  private var columns: Int { route == .dense ? input.featureCount : input.triangle.rank }

  private var eigenvaluesOfTokens: [Double]? {
    let gram = SpectrumProduct.gramOfColumns(scaled)
    LAPACK.congruence(gram, lower: input.triangle.lower)
    return SymmetricEigenvalues.find(gram, size: columns)
  }

  /// Δ as columns, in the order of what stands for X.
  private var scaled: ColumnMatrix<Double> {
    let order = route == .dense ? Array(input.units.indices) : input.triangle.order
    return input.scaled(delta, order: order, scale: scale)
  }

  private var inDouble: ColumnMatrix<Double> {
    let delta = scaled
    if route == .dense { return SpectrumProduct.gradient(delta, input.columns) }
    return SpectrumProduct.multiply(delta, lower: input.triangle.lower)
  }

  /// Rounded to `Float` as the factors are, which is twice as fast.
  private var inFloat: ColumnMatrix<Float> {
    if route == .dense {
      let delta = input.scaledInFloat(delta, order: Array(input.units.indices), scale: scale)
      return SpectrumProduct.gradient(delta, input.columnsInFloat)
    }
    let triangle = input.triangleInFloat
    let delta = input.scaledInFloat(delta, order: triangle.order, scale: scale)
    return SpectrumProduct.multiply(delta, lower: triangle.lower)
  }
}
