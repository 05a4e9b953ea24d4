import Checkpoints
import Gradients
import TestSupport
import Testing

/// A whole layer, in every variant, against central differences: the gradient of its input and, from their factors, those
/// of all its projections.
@Suite struct LayerDifferenceTests {
  private static let tokens = 6

  @Test(
    arguments: DecoderVariant.norms + DecoderVariant.attentions + DecoderVariant.rotaries
      + DecoderVariant.others)
  func layer(variant: DecoderVariant) throws {
    var random = SeededRandom(state: 6)
    let decoder = try variant.decoder()
    let (x, dy) = (Grid.random(Self.tokens, 12, by: &random), Grid.random(Self.tokens, 12, by: &random))
    let reference = ReferenceDecoder(
      description: decoder, weights: Self.weights(decoder.parameters(ofLayer: 0), by: &random))
    let (factors, dx) = try Self.backward(reference, x: x, dy: dy)
    func value(_ reference: ReferenceDecoder, _ x: Grid) -> Double {
      reference.layer(0, x, tokens: Self.tokens + 1).dot(dy)
    }
    FiniteDifference.expect(
      dx, toBe: FiniteDifference.gradient(at: x) { value(reference, $0) }, "\(variant): dx")
    for projection in Projection.allCases {
      let (name, rows) = Self.place(of: projection, in: decoder)
      // A token that sees only itself has the probability 1, whatever q and k are.
      if decoder.layers[0].window == 1, projection == .q || projection == .k { continue }
      var moved = reference
      let expected = FiniteDifference.gradient(at: try #require(reference.weights[name])) {
        moved.weights[name] = $0
        return value(moved, x)
      }
      FiniteDifference.expect(
        factors.pair(projection).gradient, toBe: expected.rows(rows ?? 0..<expected.rows),
        "\(variant): \(projection)")
    }
  }

  /// The last layer computes what its loss reads; the numbers are those of a gradient that is zero elsewhere.
  @Test(
    arguments: DecoderVariant.norms + DecoderVariant.attentions + DecoderVariant.rotaries
      + DecoderVariant.others)
  func rowsThatNothingReadChangeNothing(variant: DecoderVariant) throws {
    var random = SeededRandom(state: 7)
    let decoder = try variant.decoder()
    let (x, few) = (Grid.random(Self.tokens, 12, by: &random), Grid.random(2, 12, by: &random))
    let reference = ReferenceDecoder(
      description: decoder, weights: Self.weights(decoder.parameters(ofLayer: 0), by: &random))
    var dy = Grid(rows: Self.tokens, columns: 12)
    for column in 0..<12 { (dy[2, column], dy[5, column]) = (few[0, column], few[1, column]) }
    let (all, dx) = try Self.backward(reference, x: x, dy: dy)
    let read = OutputRows(labelled: [2, 5], tokenCount: Self.tokens)
    let (factors, dxOfFew) = try Self.backward(reference, x: x, dy: few, reading: read)
    #expect(dxOfFew == dx)
    for projection in Projection.allCases {
      #expect(factors.pair(projection).gradient == all.pair(projection).gradient, "\(variant): \(projection)")
    }
  }

  /// What the engine makes of the reference's first layer.
  private static func backward(
    _ reference: ReferenceDecoder, x: Grid, dy: Grid, reading read: OutputRows = .all
  ) throws -> (factors: LayerFactors, dx: Grid) {
    let decoder = reference.description
    let prefix = DecoderDescription.prefix(ofLayer: 0)
    let matrices = Dictionary(
      uniqueKeysWithValues: reference.weights.map {
        (String($0.key.dropFirst(prefix.count)), $0.value.matrix)
      })
    let weights = LayerWeights(
      maps: matrices.mapValues { Weight($0) }, vectors: matrices, description: decoder)
    let layer = DecoderLayer(weights, index: 0, description: decoder)
    let (batch, workers) = (BatchTokens(decoder, run: [tokens], text: [tokens + 1]), Workers(count: 2))
    let trace = try layer.forward(x.matrix, batch, read, workers).trace
    let (factors, dx) = try layer.backward(dy.matrix, trace, batch, read, needsInput: true, workers)
    return (factors, dx?.grid ?? Grid(rows: 0, columns: 0))
  }

  private static func weights(_ parameters: [Parameter], by random: inout SeededRandom) -> [String: Grid] {
    var weights: [String: Grid] = [:]
    for parameter in parameters {
      let columns = parameter.shape.last ?? 1
      let isNorm = parameter.name.hasSuffix("norm.weight")
      weights[parameter.name] = .random(
        parameter.elementCount / columns, columns, centre: isNorm ? 1 : 0, size: 0.4, by: &random)
    }
    return weights
  }

  /// Where the weight of a projection is stored: its tensor and, where several are fused, its rows.
  private static func place(
    of projection: Projection, in decoder: DecoderDescription
  ) -> (name: String, rows: Range<Int>?) {
    let prefix = DecoderDescription.prefix(ofLayer: 0)
    guard decoder.fusesProjections else { return (projection.parameterName(layer: 0), nil) }
    let (query, shared, inner) = (decoder.queryWidth, decoder.keyValueWidth, decoder.intermediateSize)
    return switch projection {
    case .q: ("\(prefix)self_attn.qkv_proj.weight", 0..<query)
    case .k: ("\(prefix)self_attn.qkv_proj.weight", query..<query + shared)
    case .v: ("\(prefix)self_attn.qkv_proj.weight", query + shared..<query + 2 * shared)
    case .gate: ("\(prefix)mlp.gate_up_proj.weight", 0..<inner)
    case .up: ("\(prefix)mlp.gate_up_proj.weight", inner..<2 * inner)
    case .o, .down: (projection.parameterName(layer: 0), nil)
    }
  }
}
