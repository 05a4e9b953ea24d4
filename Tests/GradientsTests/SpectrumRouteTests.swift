import Foundation
import GoldenSupport
import Gradients
import TestSupport
import Testing

/// Every route to a spectrum against orthogonal transformations of the same factors (`QRSpectrum`).
@Suite struct SpectrumRouteTests {
  /// T tokens, m outputs and n inputs; one shape or more for every route.
  struct Shape: CustomTestStringConvertible, Sendable {
    let tokens: Int
    let outputs: Int
    let inputs: Int
    var testDescription: String { "\(tokens) tokens, \(outputs) × \(inputs)" }
  }

  static let shapes = [
    Shape(tokens: 1, outputs: 5, inputs: 7), Shape(tokens: 20, outputs: 60, inputs: 40),
    Shape(tokens: 70, outputs: 71, inputs: 90), Shape(tokens: 40, outputs: 16, inputs: 64),
    Shape(tokens: 64, outputs: 64, inputs: 65), Shape(tokens: 90, outputs: 16, inputs: 40),
    Shape(tokens: 90, outputs: 48, inputs: 48), Shape(tokens: 64, outputs: 96, inputs: 32),
  ]

  private var random = SeededRandom(state: 12)

  private mutating func pair(_ shape: Shape) -> FactorPair {
    FactorPair(
      delta: Grid.random(shape.tokens, shape.outputs, by: &random).matrix,
      input: Grid.random(shape.tokens, shape.inputs, by: &random).matrix)
  }

  /// Any σ within `sigma` of the largest, and what is reported of them all within `sum`.
  private func check(_ pair: FactorPair, sigma: Double, sum: Double) throws {
    let expected = QRSpectrum.values(of: pair)
    let spectrum = try #require(GradientSpectrum(pair))
    #expect(spectrum.values.count == expected.count)
    #expect(spectrum.values == spectrum.values.sorted(by: >))
    for (one, two) in zip(spectrum.values, expected) { #expect(abs(one - two) <= sigma * expected[0]) }
    let reference = SpectrumSummary(singularValues: expected, smallest: 0, mean: 0)
    let summary = spectrum.summary
    #expect(abs(summary.nuclearNorm / reference.nuclearNorm - 1) <= sum)
    #expect(abs(summary.frobeniusNorm / reference.frobeniusNorm - 1) <= sum)
    #expect(abs(summary.effectiveRank / reference.effectiveRank - 1) <= 10 * sum)
  }

  @Test func shapesTakeTheirRoute() {
    let routes = Self.shapes.map {
      SpectrumRoute(tokens: $0.tokens, outputs: $0.outputs, inputs: $0.inputs)
    }
    #expect(routes == [.tokens, .tokens, .core, .core, .core, .dense, .dense, .dense])
  }

  /// A σ of 1e-5 σ₁, smaller than any here, has an error of a few units of 1e-16 σ₁² / σ.
  @Test(arguments: shapes) mutating func randomFactors(shape: Shape) throws {
    try check(pair(shape), sigma: 1e-9, sum: 1e-10)
  }

  /// Large cores are rounded to `Float`, in whose last place, 6e-8, no σ is off by more than a few σ₁; in the sum these errors
  /// have no common sign.
  @Test(
    arguments: [
      Shape(tokens: 140, outputs: 430, inputs: 150), Shape(tokens: 150, outputs: 160, inputs: 180),
      Shape(tokens: 200, outputs: 140, inputs: 260), Shape(tokens: 190, outputs: 150, inputs: 160),
      Shape(tokens: 180, outputs: 200, inputs: 240), Shape(tokens: 170, outputs: 140, inputs: 200),
      Shape(tokens: 200, outputs: 130, inputs: 250), Shape(tokens: 300, outputs: 210, inputs: 140),
      Shape(tokens: 140, outputs: 200, inputs: 500),
    ])
  mutating func largeFactors(shape: Shape) throws {
    try check(pair(shape), sigma: 2e-7, sum: 1e-7)
    try check(decaying(shape, orders: 10), sigma: 2e-7, sum: 1e-7)
  }

  /// Numbers far from 1, as gradients are, change nothing: squares of squares of `Float`s fit into a `Double`.
  @Test(arguments: shapes, [Float(1e-20), 1e-12, 1e18])
  mutating func scalesOfFactors(shape: Shape, scale: Float) throws {
    let pair = pair(shape)
    for index in 0..<pair.delta.count { pair.delta.pointer[index] *= scale }
    for index in 0..<pair.input.count { pair.input.pointer[index] *= scale }
    try check(pair, sigma: 1e-9, sum: 1e-10)
  }

  /// Tokens of very different sizes, as they are behind an attention sink.
  @Test(arguments: shapes) mutating func scalesOfTokens(shape: Shape) throws {
    let pair = pair(shape)
    for token in 0..<shape.tokens {
      let size = pow(10, Float(token % 9) - 6)
      for feature in 0..<shape.inputs { pair.input.tokenRow(token)[feature] *= size }
      for feature in 0..<shape.outputs { pair.delta.tokenRow(token)[feature] /= size.squareRoot() }
    }
    try check(pair, sigma: 2e-7, sum: 1e-7)
  }

  /// The rank of X falls: the first layer's input repeats with every repeated token. Their δ are added up in
  /// `Double`, and what is left is as well-conditioned as before.
  @Test(arguments: shapes, [2, 7, 1000]) mutating func repeatedTokens(shape: Shape, period: Int) throws {
    let pair = pair(shape)
    for token in stride(from: 0, to: shape.tokens, by: 1) {
      let source = period == 1000 ? 0 : token % period
      pair.input.tokenRow(token).update(from: pair.input.tokenRow(source), count: shape.inputs)
    }
    try check(pair, sigma: 1e-9, sum: 1e-10)
  }

  /// An X of exactly three directions, of small whole numbers, none of whose tokens is another: its Cholesky factor needs pivots.
  @Test(arguments: shapes) mutating func inputsOfLowRank(shape: Shape) throws {
    let pair = pair(shape)
    for token in 0..<shape.tokens {
      for feature in 0..<shape.inputs {
        let (a, b, c) = (token % 5 - 2, token / 5 - 7, token % 3 + 1)
        let value = a * (feature % 7 - 3) + b * (feature % 4 - 1) + c * (feature % 3)
        pair.input.tokenRow(token)[feature] = Float(value)
      }
    }
    try check(pair, sigma: 2e-7, sum: 1e-7)
  }

  /// σ that fall by orders of magnitude, down to the rounding of factors that are `Float`.
  @Test(arguments: shapes, [4.0, 8, 12]) mutating func decayingSpectra(shape: Shape, orders: Double) throws {
    try check(decaying(shape, orders: orders), sigma: 2e-7, sum: 1e-7)
  }

  /// Factors whose directions fall by `orders` orders of magnitude, mixed over tokens and features.
  private mutating func decaying(_ shape: Shape, orders: Double) -> FactorPair {
    func factor(_ features: Int) -> Matrix {
      let side = min(shape.tokens, features)
      let left = Grid.random(side, shape.tokens, by: &random)
      var right = Grid.random(side, features, by: &random)
      for index in right.values.indices {
        right.values[index] *= pow(10, -orders / 2 * Double(index / features) / Double(side))
      }
      return FactorPair(delta: left.matrix, input: right.matrix).gradient.matrix
    }
    return FactorPair(delta: factor(shape.outputs), input: factor(shape.inputs))
  }

  /// Few labels leave the last layer's keys and values a Δ of low rank that no token shows.
  @Test(arguments: shapes) mutating func deltasOfLowRank(shape: Shape) throws {
    let few = min(3, shape.tokens)
    let mixed = FactorPair(
      delta: Grid.random(few, shape.tokens, by: &random).matrix,
      input: Grid.random(few, shape.outputs, by: &random).matrix
    ).gradient.matrix
    let pair = FactorPair(
      delta: mixed, input: Grid.random(shape.tokens, shape.inputs, by: &random).matrix)
    try check(pair, sigma: 1e-9, sum: 1e-9)
  }

  /// Tokens whose δ or x is zero have no part in a gradient, nor in how it is computed.
  @Test(arguments: shapes) mutating func zeroTokensAreLeftOut(shape: Shape) throws {
    let whole = pair(shape)
    let longer = Shape(tokens: shape.tokens + 6, outputs: shape.outputs, inputs: shape.inputs)
    let padded = pair(longer)
    for token in 0..<longer.tokens {
      let source = token - 3
      let inside = 0..<shape.tokens ~= source
      for feature in 0..<shape.outputs {
        padded.delta.tokenRow(token)[feature] = inside ? whole.delta.tokenRow(source)[feature] : 0
      }
      if inside {
        padded.input.tokenRow(token).update(from: whole.input.tokenRow(source), count: shape.inputs)
      }
    }
    let (short, long) = (try #require(GradientSpectrum(whole)), try #require(GradientSpectrum(padded)))
    #expect(long.values.count == min(longer.tokens, shape.outputs, shape.inputs))
    #expect(Array(long.values.prefix(short.values.count)) == short.values)
    #expect(long.values.dropFirst(short.values.count).allSatisfy { $0 == 0 })
  }

  @Test(arguments: shapes) mutating func aZeroGradientIsExactlyZero(shape: Shape) throws {
    let pair = pair(shape)
    pair.delta.pointer.update(repeating: 0, count: pair.delta.count)
    let spectrum = try #require(GradientSpectrum(pair))
    #expect(spectrum.values == Array(repeating: 0, count: min(shape.tokens, shape.outputs, shape.inputs)))
    #expect(spectrum.summary.nuclearNorm == 0 && spectrum.mean == 0)
  }

  @Test(arguments: shapes, [Float.nan, .infinity, -.infinity])
  mutating func whatIsNotFiniteHasNoSpectrum(shape: Shape, value: Float) throws {
    let pair = pair(shape)
    pair.input.pointer[pair.input.count - 1] = value
    #expect(GradientSpectrum(pair) == nil)
  }
}

extension Matrix {
  fileprivate func tokenRow(_ token: Int) -> UnsafeMutablePointer<Float> { pointer + token * columns }
}
