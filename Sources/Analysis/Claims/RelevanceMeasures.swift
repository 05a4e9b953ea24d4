import Studies

/// Numbers of correct against irrelevant responses.
extension MeasureMaker {
  /// RD and AUC of every style that has irrelevant responses, and how much larger RD is of slow responses than of fast.
  mutating func addRelevance(_ model: String) throws {
    for style in task.styles { try addRelevance(model, style) }
    let lead = Measure.relativeDifference(.detailed, less: .none)
    guard let slow = try both(model, .detailed), let fast = try both(model, .none) else {
      return add([lead], undefined: Self.lack(.none, .detailed, relevance: .irrelevant))
    }
    let compared = CurveComparison(paired: [slow, fast], names: ["correct", "irrelevant"])
    guard compared.rowCount > 0 else { return add([lead], undefined: Self.noPairs) }
    let shape = compared.shape
    let found = compared.resampled(by: bootstrap) { curves in
      [shape.relativeDifference(curves[0], curves[1]) - shape.relativeDifference(curves[2], curves[3])]
    }
    add([lead], found) { _, normalisation, number in
      let noises = [0, 2].compactMap {
        Self.noise(compared.conditions[$0], compared.conditions[$0 + 1], normalisation)
      }
      guard noises.count == 2 else { return nil }
      return Noise(
        corrected: noises[0].corrected - noises[1].corrected,
        share: (noises[0].bias + noises[1].bias) / abs(number.value))
    }
  }

  /// The noise of RD, nil for matched curves.
  private static func noise(
    _ correct: ComparedSamples, _ irrelevant: ComparedSamples, _ normalisation: Normalisation
  ) -> FoldedNoise? {
    switch normalisation {
    case .raw: correct.differenceNoise(irrelevant)
    case .perLoss: correct.perLoss.differenceNoise(irrelevant.perLoss)
    case .matched: nil
    }
  }

  private mutating func addRelevance(_ model: String, _ style: ResponseStyle) throws {
    let (difference, auc) = (Measure.relativeDifference(style), Measure.auc(style))
    guard let pair = try both(model, style) else {
      return add([difference, auc], undefined: Self.lack(style, relevance: .irrelevant))
    }
    let compared = CurveComparison(paired: [pair], names: ["correct", "irrelevant"])
    guard compared.rowCount > 0 else { return add([difference, auc], undefined: Self.noPairs) }
    let shape = compared.shape
    let found = compared.resampled(by: bootstrap) { [shape.relativeDifference($0[0], $0[1])] }
    add([difference], found) { _, normalisation, _ in
      Self.noise(compared.conditions[0], compared.conditions[1], normalisation)
        .map { Noise(corrected: $0.corrected, share: $0.share) }
    }
    for (normalisation, result) in PairedChance.chances(correct: pair[0], irrelevant: pair[1]) {
      switch result {
      case .failure(let failure): add([auc], undefined: failure.reason, under: [normalisation])
      case .success(let chance):
        add(
          auc, normalisation,
          EffectOutcome(
            chance.resampled(by: bootstrap), .chance, for: ClaimTest.prediction(of: auc),
            known: chance.interval))
      }
    }
  }

  /// How much better the instruct model's gradients tell correct from irrelevant than the base model's.
  mutating func addRelevanceGain(base: String, instruct: String) throws {
    let measure = Measure.aucGain(.detailed)
    guard let first = try both(instruct, .detailed), let second = try both(base, .detailed) else {
      return add([measure], undefined: Self.lack(.detailed, relevance: .irrelevant))
    }
    let found = [first, second].map { PairedChance.chances(correct: $0[0], irrelevant: $0[1]) }
    for normalisation in Normalisation.allCases {
      do throws(MatchedCurves.Failure) {
        guard let instruct = try found[0][normalisation]?.get(), let base = try found[1][normalisation]?.get()
        else { continue }
        guard !Set(instruct.indices).isDisjoint(with: base.indices) else {
          throw MatchedCurves.Failure(reason: Self.noPairs)
        }
        let gain = PairedChance.gain(instruct, over: base, by: bootstrap)
        add(
          measure, normalisation,
          EffectOutcome(
            gain.resampled, .difference, for: ClaimTest.prediction(of: measure), known: gain.known))
      } catch {
        add([measure], undefined: error.reason, under: [normalisation])
      }
    }
  }

  /// The correct and the irrelevant responses of a style.
  private func both(_ model: String, _ style: ResponseStyle) throws -> [ComparedSamples]? {
    guard let correct = try samples(model, style), let irrelevant = try samples(model, style, .irrelevant),
      !Set(correct.indices).isDisjoint(with: irrelevant.indices)
    else { return nil }
    return [correct, irrelevant]
  }
}
