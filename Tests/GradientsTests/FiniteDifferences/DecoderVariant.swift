import Checkpoints
import TestSupport

/// A way in which decoders differ: a change of the synthetic Llama's description.
struct DecoderVariant: Sendable, CustomStringConvertible {
  let description: String
  let change: @Sendable (inout DecoderDescription) -> Void

  init(_ description: String, _ change: @escaping @Sendable (inout DecoderDescription) -> Void = { _ in }) {
    self.description = description
    self.change = change
  }

  /// The description of a layer of 2 heads of 6 features that share one key and value head, changed.
  func decoder() throws -> DecoderDescription {
    let folder = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: folder.url)
    var decoder = try Checkpoint(folder: folder.url).decoder
    change(&decoder)
    return decoder
  }

  /// Every place that norms can have.
  static let norms = [
    DecoderVariant("norms before the blocks"),
    DecoderVariant("norms after the blocks") { $0.norms = .afterBlocks(epsilon: 1e-5) },
    DecoderVariant("norms around the blocks") { $0.norms = .aroundBlocks(epsilon: 1e-6) },
    DecoderVariant("norms of q and k by head") { $0.norms.queryKey = .head },
    DecoderVariant("norms of q and k over all heads") { $0.norms.queryKey = .projection },
    DecoderVariant("norms that centre") { $0.norms.centres = true },
    DecoderVariant("all norms") {
      $0.norms = .aroundBlocks(epsilon: 0.1)
      $0.norms.queryKey = .head
    },
  ]

  /// Every kind of attention.
  static let attentions = [
    DecoderVariant("a key and value head for all") { $0.headCount = 4 },
    DecoderVariant("a key and value head for two") { ($0.headCount, $0.keyValueHeadCount) = (4, 2) },
    DecoderVariant("a key and value head for each") { $0.keyValueHeadCount = 2 },
    DecoderVariant("a window") { $0.layers[0].window = 3 },
    DecoderVariant("a window of the token itself") { $0.layers[0].window = 1 },
    DecoderVariant("a window beyond the text") { $0.layers[0].window = 100 },
    DecoderVariant("a soft cap") { $0.attentionSoftCap = 0.5 },
    DecoderVariant("a window and a soft cap") { ($0.layers[0].window, $0.attentionSoftCap) = (3, 0.7) },
    DecoderVariant("a scale of its own") { $0.attentionScale = 1.5 },
  ]

  /// Every kind of rotary embedding.
  static let rotaries: [DecoderVariant] = [
    rotary("plain"),
    rotary("of a part of the head", dimension: 4),
    rotary("linear", .linear(factor: 4)),
    rotary("dynamic within the context", .dynamic(factor: 2, context: 64)),
    rotary("dynamic beyond the context", .dynamic(factor: 2, context: 4)),
    rotary("llama3", .llama3(factor: 8, lowFrequency: 1, highFrequency: 4, originalContext: 32)),
    rotary("longrope within the context", longrope(context: 64)),
    rotary("longrope beyond the context", longrope(context: 4)),
    DecoderVariant("rotary embedding: neighbours") {
      $0.rotaries = [RotaryDescription(base: 100, dimension: 4)]
      $0.rotaries[0].pairsNeighbours = true
    },
    DecoderVariant("no rotary embedding") { $0.layers[0].rotary = nil },
  ]

  /// The other ways.
  static let others =
    [
      DecoderVariant("biases") {
        ($0.biases.queryKeyValue, $0.biases.attentionOutput, $0.biases.mlp) = (true, true, true)
      },
      DecoderVariant("a factor on residuals") { $0.residualScale = 0.3 },
      DecoderVariant("a factor on residuals behind norms") {
        ($0.residualScale, $0.norms) = (0.3, .aroundBlocks(epsilon: 1e-5))
      },
      DecoderVariant("parallel blocks") {
        $0.norms = .beforeParallelBlocks(epsilon: 1e-5)
        $0.runsBlocksInParallel = true
      },
      DecoderVariant("fused projections") { $0.fusesProjections = true },
      DecoderVariant("heads wider than the stream") { $0.headDimension = 10 },
    ]
    + Activation.allCases.map { activation in
      DecoderVariant("activation \(activation.rawValue)") { $0.activation = activation }
    }

  private static func longrope(context: Double) -> RotaryDescription.Scaling {
    .longrope(short: [1, 1.1, 1.5], long: [2, 3, 5], originalContext: context, amplitude: 1.2)
  }

  private static func rotary(
    _ name: String, _ scaling: RotaryDescription.Scaling = .none, dimension: Int = 6
  ) -> DecoderVariant {
    DecoderVariant("rotary embedding: \(name)") {
      $0.rotaries = [RotaryDescription(base: 100, dimension: dimension, scaling: scaling)]
    }
  }
}
