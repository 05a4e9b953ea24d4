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
      tokens: input.units.count, outputs: delta.columns, inputs: input.columns.rows)
  }

  /// The squares of the singular values, smallest first, by the route; nil when one is not finite.
  var eigenvalues: [Double]? {
    if route == .tokens { return eigenvaluesOfTokens }
    let side = min(input.units.count, delta.columns, input.columns.rows)
    let core = side > SpectrumRoute.sideInDouble ? inFloat : inDouble
    let gram = SpectrumProduct.smallerGram(core, columns: columns)
    return SymmetricEigenvalues.find(gram, size: gram.rows)
  }

  /// The singular values, largest first, without products of the core: slower, and right down to 1e-16 of the largest; nil
  /// when LAPACK does not converge.
  var singularValues: [Double]? { LAPACK.singularValues(inDouble, columns: columns) }

  /// Columns that are not zero.
  private var columns: Int { route == .dense ? input.columns.rows : input.triangle.rank }

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
  private var inFloat: ColumnMatrix<Double> {
    let delta = scaled.narrowed
    if route == .dense { return SpectrumProduct.gradient(delta, input.columnsInFloat).widened }
    return SpectrumProduct.multiply(delta, lower: input.triangleInFloat).widened
  }
}
