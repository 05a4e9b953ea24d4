import Checkpoints

// What a batch takes of memory. A change of what samples keep belongs here too.
extension GradientEngine {
  /// Bytes that a batch of samples of these many tokens takes at the least, roughly: enough to choose batches by.
  ///
  /// Of every layer only its input is kept then. The mapping of the weight files is not counted, since the system can drop it.
  public func memoryEstimate(tokens: [Int]) -> Int {
    let total = tokens.reduce(0, +)
    return 4 * (total * (leastFeatures + scratchFeatures) + scratch(longest: tokens.max() ?? 0, total: total))
  }

  /// Bytes that such a batch takes when what the backward pass needs is kept of every layer, so that nothing is computed twice.
  public func memoryWanted(tokens: [Int]) -> Int {
    memoryEstimate(tokens: tokens) + decoder.layerCount * traceBytes(tokens)
  }

  /// Layers of such a batch of which all that the backward pass needs is kept: as many as the engine's memory allows.
  public func keptLayers(tokens: [Int]) -> Int {
    let left = memory - memoryEstimate(tokens: tokens)
    return left <= 0 ? 0 : min(left / max(traceBytes(tokens), 1), decoder.layerCount)
  }

  /// Bytes of a layer's trace beside its input.
  private func traceBytes(_ tokens: [Int]) -> Int {
    4 * tokens.reduce(0, +) * (LayerTrace.features(of: decoder) - decoder.hiddenSize)
  }

  private var decoder: DecoderDescription { checkpoint.decoder }

  /// Numbers that are kept per token until the batch is done.
  private var leastFeatures: Int {
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
      + (projections.contains(where: Projection.mlp.contains) ? 3 * decoder.intermediateSize : 0)
  }

  /// Numbers per token of one layer on its way: its trace, gradients, packed operands, and the factors of the
  /// two layers above it whose spectra are not done.
  private var scratchFeatures: Int {
    LayerTrace.features(of: decoder) + 5 * decoder.hiddenSize + 5 * decoder.queryWidth
      + 3 * decoder.intermediateSize + 2 * factorFeatures
  }

  /// Numbers for the logits of a block of positions, and for what products pack of them at a time; and for each thread those of the
  /// scores of a block of tokens and of a gradient's decomposition in `Double`.
  private func scratch(longest: Int, total: Int) -> Int {
    let vocabulary = decoder.vocabularySize
    let logits =
      min(OutputHead.rows(vocabulary: vocabulary), total) * (vocabulary + min(vocabulary, Product.deepest))
    let widest = max(decoder.hiddenSize, decoder.queryWidth)
    return logits + workers.count * (2 * (2 * longest * widest + 3 * longest * longest))
  }
}
