import Studies

/// A number that answers the papers' questions, of a model, a pair or all models on one task.
package struct Measure: Sendable, Hashable {
  /// Names it in files, and nothing else has the name: `level/none/detailed`.
  package let name: String
  /// The scale that it is resampled on.
  package let scale: EffectScale

  /// A measure that was kept under its name.
  init(known name: String, scale: EffectScale) { (self.name, self.scale) = (name, scale) }

  private init(_ parts: String..., scale: EffectScale) {
    name = parts.joined(separator: "/")
    self.scale = scale
  }
}

extension Measure {
  /// The ratio of the levels of two styles, correct responses, of the nuclear norm.
  package static func level(_ first: ResponseStyle, over second: ResponseStyle) -> Measure {
    Measure("level", first.rawValue, second.rawValue, scale: .ratio)
  }

  /// The ratio of MAD in a part of the decoder.
  package static func mad(_ part: DepthPart, _ first: ResponseStyle, over second: ResponseStyle) -> Measure {
    Measure("mad", part.rawValue, first.rawValue, second.rawValue, scale: .ratio)
  }

  /// The ratio of relative MAD in a part of the decoder.
  package static func relativeMAD(
    _ part: DepthPart, _ first: ResponseStyle, over second: ResponseStyle
  ) -> Measure {
    Measure("relative-mad", part.rawValue, first.rawValue, second.rawValue, scale: .ratio)
  }

  /// The ratio of the effective ranks of two styles.
  package static func effectiveRank(_ first: ResponseStyle, over second: ResponseStyle) -> Measure {
    Measure("effective-rank", first.rawValue, second.rawValue, scale: .ratio)
  }

  /// MAD itself of one style, the geometric mean over projections.
  package static func mad(_ part: DepthPart, of style: ResponseStyle) -> Measure {
    Measure("mad", part.rawValue, style.rawValue, scale: .ratio)
  }

  /// Relative MAD itself of one style.
  package static func relativeMAD(_ part: DepthPart, of style: ResponseStyle) -> Measure {
    Measure("relative-mad", part.rawValue, style.rawValue, scale: .ratio)
  }

  /// RD of correct and irrelevant responses of a style, the mean over layers and projections.
  package static func relativeDifference(_ style: ResponseStyle) -> Measure {
    Measure("rd", style.rawValue, scale: .difference)
  }

  /// RD of one style less that of another: not their ratio, since of a style that tells nothing RD is noise.
  package static func relativeDifference(_ first: ResponseStyle, less second: ResponseStyle) -> Measure {
    Measure("rd", first.rawValue, second.rawValue, scale: .difference)
  }

  /// AUC of the samples' levels, correct against irrelevant, paired by instruction.
  package static func auc(_ style: ResponseStyle) -> Measure {
    Measure("auc", style.rawValue, scale: .chance)
  }

  /// How much further the AUC of the instruct model lies from 0.5 than that of the base model.
  package static func aucGain(_ style: ResponseStyle) -> Measure {
    Measure("auc-gain", style.rawValue, scale: .difference)
  }

  /// The slope of the logarithm of the level against that of the response's length, over the lengths of popular topics and
  /// within each: −1 halves the level where the length doubles.
  package static let lengthSlope = Measure("length-slope", scale: .difference)

  /// The mean size of the cosine between the gradients of adjacent layers, of one style.
  package static func cosine(_ style: ResponseStyle) -> Measure {
    Measure("cosine", style.rawValue, scale: .difference)
  }

  /// The level ratio fast over slow of the instruct model over that of the base model.
  package static let levelInteraction = Measure("level-interaction", scale: .ratio)

  /// The same of MAD over all layers.
  package static let madInteraction = Measure("mad-interaction", scale: .ratio)

  /// The mean distance between the curves of two families over that within a family.
  package static let familyDistance = Measure("family-distance", scale: .ratio)
}

/// What measures a number: outcomes of the same number under each normalisation.
package typealias Outcomes = [Normalisation: EffectOutcome]
