import Checkpoints
import Gradients
import TestSupport
import Testing

/// The backward pass of every block of the decoder against central differences of its forward pass in `Double`.
///
/// A block's output is reduced to one number by a fixed random direction: L = Σ dy · block(x). Then the block's
/// backward pass turns dy into dL/dx.
@Suite struct BlockDifferenceTests {
  private static let tokens = 7
  private let workers = Workers(count: 2)

  @Test(arguments: [0, 1e-6, 0.5]) func norm(epsilon: Double) {
    var random = SeededRandom(state: 1)
    let (x, dy) = (Grid.random(5, 8, by: &random), Grid.random(5, 8, by: &random))
    let weight = Grid.random(1, 8, centre: 1, size: 0.5, by: &random)
    let norm = RMSNorm(weight: weight.matrix, epsilon: epsilon)
    let scales = norm.forward(x.matrix, workers).scales
    let found = norm.backward(dy.matrix, x: x.matrix, scales: scales, workers)
    let expected = FiniteDifference.gradient(at: x) {
      ReferenceBlocks.norm($0, weight, epsilon: epsilon).dot(dy)
    }
    FiniteDifference.expect(found.grid, toBe: expected)
  }

  @Test(arguments: DecoderVariant.rotaries.dropLast()) func rotaryEmbedding(variant: DecoderVariant) throws {
    let decoder = try variant.decoder()
    var random = SeededRandom(state: 2)
    let (x, dy) = (Grid.random(Self.tokens, 12, by: &random), Grid.random(Self.tokens, 12, by: &random))
    let embedding = RotaryEmbedding(
      decoder.rotaries[0], headDimension: 6, positions: Self.tokens, tokens: Self.tokens + 1)
    let found = dy.matrix
    embedding.backward(found)
    let expected = FiniteDifference.gradient(at: x) {
      ReferenceBlocks.rotate($0, decoder.rotaries[0], headDimension: 6, tokens: Self.tokens + 1).dot(dy)
    }
    FiniteDifference.expect(found.grid, toBe: expected)
  }

  @Test(arguments: DecoderVariant.attentions) func attention(variant: DecoderVariant) throws {
    let decoder = try variant.decoder()
    var random = SeededRandom(state: 3)
    let q = Grid.random(Self.tokens, decoder.queryWidth, by: &random)
    let (k, v) = (
      Grid.random(Self.tokens, decoder.keyValueWidth, by: &random),
      Grid.random(Self.tokens, decoder.keyValueWidth, by: &random)
    )
    let dout = Grid.random(Self.tokens, decoder.queryWidth, by: &random)
    let batch = BatchTokens(decoder, run: [Self.tokens], text: [Self.tokens + 1])
    let (dq, dk, dv) = Attention(decoder, layer: 0)
      .backward(dout.matrix, q: q.matrix, k: k.matrix, v: v.matrix, batch, workers)
    func value(_ q: Grid, _ k: Grid, _ v: Grid) -> Double {
      ReferenceBlocks.attention(q: q, k: k, v: v, decoder, layer: 0).dot(dout)
    }
    // A token that sees only itself has the probability 1, whatever q and k are.
    if decoder.layers[0].window != 1 {
      FiniteDifference.expect(dq.grid, toBe: FiniteDifference.gradient(at: q) { value($0, k, v) }, "dq")
      FiniteDifference.expect(dk.grid, toBe: FiniteDifference.gradient(at: k) { value(q, $0, v) }, "dk")
    } else {
      #expect((dq.grid.values + dk.grid.values).allSatisfy { abs($0) < 1e-6 })
    }
    FiniteDifference.expect(dv.grid, toBe: FiniteDifference.gradient(at: v) { value(q, k, $0) }, "dv")
  }

  @Test(arguments: Activation.allCases) func gatedMLP(activation: Activation) {
    var random = SeededRandom(state: 4)
    // Wide enough to reach where the activations are flat, straight and bent.
    let gate = Grid.random(Self.tokens, 9, size: 4, by: &random)
    let (up, dhidden) = (Grid.random(Self.tokens, 9, by: &random), Grid.random(Self.tokens, 9, by: &random))
    let (dgate, dup) = (gate.matrix, up.matrix)
    GatedMLP(activation: activation).backward(dhidden.matrix, gate: dgate, up: dup, workers)
    let expectedGate = FiniteDifference.gradient(at: gate) {
      ReferenceBlocks.gated($0, up, activation).dot(dhidden)
    }
    let expectedUp = FiniteDifference.gradient(at: up) {
      ReferenceBlocks.gated(gate, $0, activation).dot(dhidden)
    }
    FiniteDifference.expect(dgate.grid, toBe: expectedGate, "dgate")
    FiniteDifference.expect(dup.grid, toBe: expectedUp, "dup")
  }

  /// The final norm, the head and the cross-entropy.
  @Test(arguments: [nil, 0.8, 30], [3, 70]) func head(softCap: Double?, labelCount: Int) throws {
    var random = SeededRandom(state: 5)
    let x = Grid.random(labelCount, 6, by: &random)
    let normWeight = Grid.random(1, 6, centre: 1, size: 0.5, by: &random)
    let weight = Grid.random(11, 6, by: &random)
    let labels = (0..<labelCount).map { (row: $0, id: $0 * 5 % 11) }
    let head = OutputHead(
      norm: RMSNorm(weight: normWeight.matrix, epsilon: 1e-5),
      head: Linear(weight: Weight(weight.matrix), bias: nil),
      softCap: softCap.map { Float($0) })
    func loss(_ x: Grid) -> Double {
      let normed = ReferenceBlocks.norm(x, normWeight, epsilon: 1e-5)
      return ReferenceBlocks.loss(
        ReferenceBlocks.linear(normed, weight), labels: labels, softCap: softCap.map { Double(Float($0)) })
    }
    let places = labels.map { OutputHead.Label(id: $0.id, count: labelCount) }
    let (losses, dx) = try head.lossesAndGradient(x.matrix, places, workers)
    let found = losses.reduce(0, +) / Double(labelCount)
    // As the loss of the goldens.
    #expect(abs(found / loss(x) - 1) < 5e-6)
    FiniteDifference.expect(dx.grid, toBe: FiniteDifference.gradient(at: x, of: loss))
  }
}
