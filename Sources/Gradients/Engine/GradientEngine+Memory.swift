import Checkpoints

extension GradientEngine {
  /// Bytes that a pack of samples with these token counts takes at its peak, roughly: what a run loop
  /// needs to choose packs. The weights' own mapping is not counted, since the system can drop it.
  public func memoryEstimate(tokens: [Int]) -> Int {
    let longest = tokens.max() ?? 0
    let kept = tokens.reduce(0) { $0 + $1 * keptFeatures }
    return 4 * (kept + threadCount * scratch(tokens: longest) + weightCount)
  }

  /// Numbers that every sample keeps per token until its pack is done.
  private var keptFeatures: Int {
    let inputs = decoder.hiddenSize * (decoder.layerCount + 1)
    switch options.cosines {
    case .none: return inputs
    case .adjacent: return inputs + 2 * factorFeatures
    case .allPairs: return inputs + decoder.layerCount * factorFeatures
    }
  }

  /// Numbers per token in the factors of one layer.
  private var factorFeatures: Int {
    3 * decoder.hiddenSize + 2 * decoder.queryWidth + 2 * decoder.keyValueWidth
      + (options.projections.contains(where: Projection.mlp.contains) ? 3 * decoder.intermediateSize : 0)
  }

  /// Numbers that one thread needs for one sample of `tokens`: activations and gradients of a layer,
  /// the scores of a head, and a factor's QR in `Double`.
  private func scratch(tokens: Int) -> Int {
    let widest = max(decoder.hiddenSize, decoder.queryWidth)
    let activations =
      tokens * (8 * decoder.hiddenSize + 6 * decoder.queryWidth + 4 * decoder.intermediateSize)
    let reduction = 2 * (2 * tokens * widest + 3 * tokens * tokens)
    let logits = 64 * decoder.vocabularySize
    return max(activations + 3 * tokens * tokens + reduction, logits)
  }

  /// Numbers of the weights that are decoded at one time: a layer or the output head.
  private var weightCount: Int {
    max(decoder.layerParameterCount, decoder.vocabularySize * decoder.hiddenSize)
  }
}
