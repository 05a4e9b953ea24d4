import Checkpoints
import Foundation
internal import Kernels

/// The work that one sample is, in operations: enough to say beforehand roughly how long it takes.
package struct SampleCost: Sendable, Equatable {
  /// Multiplications and additions of matrix products in `Float`.
  package let products: Double
  /// The same of products and decompositions in `Double`; of the latter, which run at a lower rate, each counts for
  /// ``reductionWeight``.
  package let decompositions: Double
  /// Exponentials and the like, element by element: the softmax and the activations.
  package let elements: Double

  /// Operations of a product in `Double` that take as long as one of a decomposition.
  static let reductionWeight = 2.5
  /// The same of one element of a band's square, until its eigenvalues are found.
  static let bandWeight = 300.0

  /// A cost that is known.
  package init(products: Double, decompositions: Double = 0, elements: Double = 0) {
    self.products = products
    self.decompositions = decompositions
    self.elements = elements
  }

  /// The cost of both.
  package static func + (one: SampleCost, other: SampleCost) -> SampleCost {
    SampleCost(
      products: one.products + other.products, decompositions: one.decompositions + other.decompositions,
      elements: one.elements + other.elements)
  }

  /// All of it in operations of products in `Float`: enough to share out a run's time among its samples on any machine, where
  /// ``MachineSpeed`` tells seconds on this one.
  package var operations: Double { products + 2.5 * decompositions + 60 * elements }

  /// The cost of a sample of `tokens` tokens, of which so many are `labelled`; all but the first when nil.
  ///
  /// Counted are the leading terms: the forward and the backward pass; attention over what tokens see; for every gradient the
  /// matrix that its spectrum is found of, and its reduction; the gradients themselves where extrema are found; and two
  /// T × T products for every cosine.
  package init(
    _ decoder: DecoderDescription, projections: [Projection], options: GradientOptions, tokens: Int,
    labelled: Int? = nil
  ) {
    let t = Double(max(tokens - 1, 0))
    let labels = Double(labelled ?? max(tokens - 1, 0))
    let inputs = Dictionary(grouping: projections, by: \.input).values.map { shared in
      Self.input(shared.map { decoder.shape(of: $0) }, tokens: Int(t))
    }
    let spectra = projections.map { Self.spectrum(decoder.size(of: $0), tokens: t) } + inputs
    let (layers, heads) = (Double(decoder.layerCount), Double(decoder.headCount))
    products =
      Self.products(decoder, projections, options, tokens: t)
      + 4 * labels * Double(decoder.vocabularySize) * Double(decoder.hiddenSize)
      + layers * spectra.reduce(0) { $0 + $1.products }
    decompositions = layers * spectra.reduce(0) { $0 + $1.decompositions }
    elements =
      layers * (3 * heads * t * t / 2 + 2 * t * Double(decoder.intermediateSize))
      + labels * Double(decoder.vocabularySize)
  }

  /// Those of all layers.
  private static func products(
    _ decoder: DecoderDescription, _ projections: [Projection], _ options: GradientOptions, tokens t: Double
  ) -> Double {
    let layers = Double(decoder.layerCount)
    let shapes = projections.map { decoder.size(of: $0) }
    let maps = Projection.allCases.reduce(0.0) { $0 + decoder.size(of: $1).elements }
    // Forward and backward once, two operations each; of attention two products forward and five backward.
    let attention = 7 * t * (t + Double(Attention.blockRows)) * Double(decoder.queryWidth)
    let dense = options.extrema ? shapes.reduce(0) { $0 + 2 * t * $1.elements } : 0
    return layers * (4 * t * maps + attention + dense)
      + pairs(layers, options.cosines) * shapes.reduce(0) { $0 + 2 * t * t * ($1.rows + $1.columns) }
  }

  /// Pairs of layers of a projection that are compared.
  private static func pairs(_ layers: Double, _ cosines: CosineSelection) -> Double {
    switch cosines {
    case .none: 0
    case .adjacent: layers - 1
    case .allPairs: layers * (layers - 1) / 2
    }
  }

  /// Operations in `Float` and in `Double`.
  private typealias Operations = (products: Double, decompositions: Double)

  /// The triangle of an input that gradients of these shapes share: by reflections, or the lower half of X Xᵀ and its
  /// Cholesky factor, or both. None where T ≥ n.
  private static func input(_ shapes: [(rows: Int, columns: Int)], tokens: Int) -> Operations {
    guard let inputs = shapes.first?.columns, tokens < inputs else { return (0, 0) }
    let isInFloat = shapes.map { SpectrumRoute.isInFloat(tokens: tokens, outputs: $0.rows, inputs: inputs) }
    let reflects = SpectrumRoute.reflectsInputs(tokens: tokens, inputs: inputs)
    let (t, n) = (Double(tokens), Double(inputs))
    return (
      reflects && isInFloat.contains(true) ? 2 * t * t * (n - t / 3) : 0,
      reflects && !isInFloat.contains(false) ? 0 : t * t * n + reductionWeight * t * t * t / 3
    )
  }

  /// The spectrum of a gradient [m × n] by its route.
  private static func spectrum(
    _ shape: (rows: Double, columns: Double, elements: Double), tokens t: Double
  ) -> Operations {
    switch SpectrumRoute(tokens: Int(t), outputs: Int(shape.rows), inputs: Int(shape.columns)) {
    case .tokens:
      let (_, decomposition) = squares(t, shape.rows)
      return (0, decomposition + reductionWeight * t * t * t)
    case .core:
      let core = values(t, shape.rows)
      return (core.products + t * t * shape.rows, core.decompositions)
    case .dense:
      let gradient = values(shape.rows, shape.columns)
      return (gradient.products + 2 * t * shape.elements, gradient.decompositions)
    }
  }

  /// The singular values of a matrix: by way of a band, or of its squares.
  private static func values(_ one: Double, _ two: Double) -> Operations {
    guard SpectrumRoute.reflects(Int(one), Int(two)) else { return squares(one, two) }
    let (side, other) = (min(one, two), max(one, two))
    return (4 * side * side * (other - side / 3), bandWeight * side * side)
  }

  private static func squares(_ one: Double, _ two: Double) -> Operations {
    let (side, other) = (min(one, two), max(one, two))
    return (0, side * side * other + reductionWeight * 4 / 3 * side * side * side)
  }
}

extension DecoderDescription {
  /// Rows, columns and elements of a projection's weight as numbers to calculate with.
  fileprivate func size(of projection: Projection) -> (rows: Double, columns: Double, elements: Double) {
    let (rows, columns) = shape(of: projection)
    return (Double(rows), Double(columns), Double(rows) * Double(columns))
  }
}

extension Projection {
  /// The first projection that has the same input.
  fileprivate var input: Projection {
    switch self {
    case .q, .k, .v: .q
    case .gate, .up: .gate
    case .o, .down: self
    }
  }
}

/// Work that one free core of this machine does in a second, measured by doing it.
package struct MachineSpeed: Sendable {
  /// Operations of matrix products in `Float`.
  package let products: Double
  /// Operations of products and decompositions in `Double`.
  package let decompositions: Double
  /// Exponentials in `Float`.
  package let elements: Double

  /// What a run takes beside what is counted: norms, packing, first use of memory. Found on SmolLM2-135M and Gemma 3 270M, at 75
  /// and at 510 tokens, where runs took 1.14 to 1.35 times what is counted.
  private static let overhead = 1.25

  /// Measures for about a quarter of a second, in the thread's own time, so that what else runs is not counted. Sets
  /// BLAS to one thread, as the engine does.
  package static func measure() -> MachineSpeed {
    _ = LAPACK.isSerial
    return MachineSpeed(
      products: measureProducts(), decompositions: measureDecompositions(), elements: measureElements())
  }

  /// Seconds that a sample takes on one core; the decoding of the weights, shared by its batch, is not in it.
  package func seconds(of cost: SampleCost) -> Double {
    Self.overhead
      * (cost.products / products + cost.decompositions / decompositions + cost.elements / elements)
  }

  private static func measureProducts() -> Double {
    let (x, weight) = (filled(rows: 256, columns: 768), filled(rows: 768, columns: 768))
    let (map, workers) = (Linear(weight: Weight(weight), bias: nil), Workers(count: 1))
    return rate(operations: 2 * 256 * 768 * 768) { _ = try? Product.forward(x, [map], workers) }
  }

  /// Measures one spectrum, whose products and decompositions are as in a real layer.
  private static func measureDecompositions() -> Double {
    let (t, m) = (192.0, 768.0)
    let f = filled(rows: Int(t), columns: Int(m))
    let operations = 2 * t * t * m + SampleCost.reductionWeight * (1 / 3 + 1 + 4 / 3) * t * t * t
    let g = filled(rows: Int(t), columns: Int(m))
    return rate(operations: operations) { _ = GradientSpectrum(FactorPair(delta: f, input: g)) }
  }

  private static func measureElements() -> Double {
    let scores = filled(rows: 256, columns: 256)
    return rate(operations: 256 * 256) {
      for row in 0..<scores.rows { kernels_softmax(scores.row(row), scores.columns, 0) }
    }
  }

  /// Operations a second of `body`, the best of a few trials after a first that warms up.
  private static func rate(operations: Double, _ body: () -> Void) -> Double {
    body()
    let times = (0..<4).map { _ in
      let start = seconds()
      body()
      return seconds() - start
    }
    return operations / max(times.min() ?? 0, 1e-9)
  }

  /// Seconds that this thread has computed so far.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A matrix of numbers from −0.5 to 0.5 without a pattern, so that its spectrum is like that of a real factor.
  private static func filled(rows: Int, columns: Int) -> Matrix {
    let matrix = Matrix(uninitialized: rows, columns)
    var state: UInt64 = 1
    for index in 0..<matrix.count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      matrix.pointer[index] = Float(state >> 40) / Float(1 << 24) - 0.5
    }
    return matrix
  }
}
