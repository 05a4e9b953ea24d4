import Testing

/// Gradients by central differences, in `Double`, and the comparison of the engine's with them.
enum FiniteDifference {
  /// h: with values around 1, the difference is off by h²/6 · f‴ ≈ 1e-11 for its form and by 1e-16/h ≈ 1e-11 for
  /// rounding: seven digits better than what it is compared with.
  private static let step = 1e-5

  /// The gradient of `f` at `x`, element by element.
  static func gradient(at x: Grid, of f: (Grid) -> Double) -> Grid {
    var result = x
    var moved = x
    for index in x.values.indices {
      moved.values[index] = x.values[index] + step
      let above = f(moved)
      moved.values[index] = x.values[index] - step
      let below = f(moved)
      moved.values[index] = x.values[index]
      result.values[index] = (above - below) / (2 * step)
    }
    return result
  }

  /// How far a gradient may be off, relative to its largest element.
  ///
  /// The engine computes in `Float`, with 6e-8 for each operation. Through a whole layer, sums of tens of terms that
  /// cancel, and the softmax, lose one or two digits of the seven: 1.1e-6 at worst. A wrong term shows in the first or
  /// second digit.
  static let tolerance = 5e-6

  /// Expects `found`, of the engine, to be the gradient `expected`.
  static func expect(
    _ found: Grid, toBe expected: Grid, _ name: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      found.rows == expected.rows && found.columns == expected.columns, "\(name)",
      sourceLocation: sourceLocation)
    let size = expected.values.map(abs).max() ?? 0
    let worst = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0
    #expect(size > 0, "\(name): the gradient is zero and shows nothing", sourceLocation: sourceLocation)
    #expect(worst <= tolerance * size, "\(name): off by \(worst / size)", sourceLocation: sourceLocation)
  }
}
