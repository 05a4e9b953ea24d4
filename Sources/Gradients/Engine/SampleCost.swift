import Checkpoints

/// The work that one sample is, in operations: enough to say beforehand roughly how long it takes.
public struct SampleCost: Sendable, Equatable {
  /// Multiplications and additions of matrix products in `Float`.
  public let products: Double
  /// The same of QR and singular values in `Double`.
  public let decompositions: Double
  /// Exponentials and the like, element by element: the softmax and the activations.
  public let elements: Double

  /// The cost of a sample of `tokens` tokens, all of them labelled but the first.
  ///
  /// Counted are the leading terms: the forward pass, the layer's activations anew, and the backward pass; attention over
  /// whole T × T squares; QR of every factor and the singular values of a core; the gradients themselves where extrema are
  /// found; and two T × T products for every cosine.
  public init(_ decoder: DecoderDescription, options: GradientOptions, tokens: Int) {
    let (t, layers) = (Double(max(tokens - 1, 0)), Double(decoder.layerCount))
    let shapes = options.projections.map { decoder.size(of: $0) }
    let heads = Double(decoder.headCount)
    let maps = Projection.allCases.reduce(0.0) { $0 + decoder.size(of: $1).elements }
    // Forward twice and once backward, two operations each; of attention two products forward and five backward.
    let attention = 9 * 2 * t * t * Double(decoder.queryWidth)
    let head = 4 * t * Double(decoder.vocabularySize) * Double(decoder.hiddenSize)
    let dense = options.findsExtrema ? shapes.reduce(0) { $0 + 2 * t * $1.elements } : 0
    products =
      layers * (6 * t * maps + attention + dense) + head
      + Self.pairs(layers, options.cosines) * shapes.reduce(0) { $0 + 2 * t * t * ($1.rows + $1.columns) }
    // q, k and v share their input, and gate and up theirs: that factor is reduced once.
    let inputs = Set(options.projections.map(\.input)).reduce(0) {
      $0 + Self.reduction(tokens: t, features: decoder.size(of: $1).columns)
    }
    decompositions =
      layers
      * shapes.reduce(inputs) { sum, shape in
        sum + Self.reduction(tokens: t, features: shape.rows)
          + Self.singularValues(min(t, shape.rows), min(t, shape.columns), tokens: t)
      }
    elements =
      layers * (3 * heads * t * t / 2 + 2 * t * Double(decoder.intermediateSize))
      + t * Double(decoder.vocabularySize)
  }

  /// Pairs of layers of a projection that are compared.
  private static func pairs(_ layers: Double, _ cosines: CosineSelection) -> Double {
    switch cosines {
    case .none: 0
    case .adjacent: layers - 1
    case .allPairs: layers * (layers - 1) / 2
    }
  }

  /// Householder QR of [features × tokens]; none where there is nothing to gain.
  private static func reduction(tokens: Double, features: Double) -> Double {
    tokens < features ? 2 * tokens * tokens * (features - tokens / 3) : 0
  }

  /// The core's product and its singular values without vectors.
  private static func singularValues(_ rows: Double, _ columns: Double, tokens: Double) -> Double {
    let (long, short) = (max(rows, columns), min(rows, columns))
    return 2 * rows * columns * tokens + 4 * short * short * (long - short / 3)
  }
}

extension DecoderDescription {
  /// Rows and columns of a projection's weight, and so of its gradient.
  public func shape(of projection: Projection) -> (rows: Int, columns: Int) {
    switch projection {
    case .q: (queryWidth, hiddenSize)
    case .k, .v: (keyValueWidth, hiddenSize)
    case .o: (hiddenSize, queryWidth)
    case .gate, .up: (intermediateSize, hiddenSize)
    case .down: (hiddenSize, intermediateSize)
    }
  }

  /// The same as numbers to calculate with.
  fileprivate func size(of projection: Projection) -> (rows: Double, columns: Double, elements: Double) {
    let (rows, columns) = shape(of: projection)
    return (Double(rows), Double(columns), Double(rows) * Double(columns))
  }
}

extension Projection {
  /// A projection that has the same input, the same for all of them.
  fileprivate var input: Projection {
    switch self {
    case .q, .k, .v: .q
    case .gate, .up: .gate
    case .o, .down: self
    }
  }
}
