import Foundation

/// Kinds of scaled rotary embeddings, as `modeling_rope_utils.py` of transformers reads them.
extension ConfigReader {
  /// The kind that this object names, for so many rotated features; `config` is the object that it stands in.
  func ropeScaling(dimension: Int, config: ConfigReader) throws(CheckpointError) -> RotaryDescription.Scaling
  {
    switch try ropeKind() {
    case "default":
      // transformers writes the original context beside every kind; the plain one has no use for it.
      _ = try optionalNumber("original_max_position_embeddings")
      return .none
    case "linear":
      return .linear(factor: try factor("factor"))
    case "dynamic":
      guard dimension > 2 else {
        throw wrong("rope_type", "dynamic scaling needs more than 2 features per head")
      }
      _ = try optionalNumber("original_max_position_embeddings")
      return .dynamic(factor: try factor("factor"), context: try config.factor("max_position_embeddings"))
    case "llama3":
      let (low, high) = (try number("low_freq_factor"), try number("high_freq_factor"))
      guard high > low else { throw wrong("high_freq_factor", "expected more than low_freq_factor") }
      return .llama3(
        factor: try factor("factor"), lowFrequency: low, highFrequency: high,
        originalContext: try originalContext(config))
    case "yarn":
      return try yarn(config)
    case "longrope", "su":
      return try longrope(dimension: dimension, config: config)
    case let kind:
      throw wrong(
        "rope_type",
        "\"\(kind)\" is not supported; supported: default, linear, dynamic, llama3, yarn, longrope")
    }
  }

  /// `rope_type`, or `type` of older files.
  private func ropeKind() throws(CheckpointError) -> String {
    let (current, former) = (try text("rope_type"), try text("type"))
    if let current, let former, current != former {
      throw wrong("type", "it says \"\(former)\", but rope_type beside it says \"\(current)\"")
    }
    let kind = current ?? former ?? "default"
    return ropeNames[kind] ?? kind
  }

  /// Tokens of the context before it was stretched: the key beside this object counts before the one in it.
  private func originalContext(_ config: ConfigReader) throws(CheckpointError) -> Double {
    let key = "original_max_position_embeddings"
    let (outer, inner) = (try config.optionalNumber(key), try optionalNumber(key))
    let given = outer ?? config.standardContext ?? inner
    let found = if let given { given } else { try config.factor("max_position_embeddings") }
    guard found > 1 else { throw wrong(key, "expected a number above 1, found \(found)") }
    if let inner, inner != found {
      note(
        choice:
          "\(key) is \(found) for the decoder and \(inner) in the rotary parameters of config.json; the first was taken, "
          + "as transformers does.")
    }
    return found
  }

  /// How far the context was stretched, from the contexts where `factor` is missing.
  private func stretch(_ config: ConfigReader, original: Double) throws(CheckpointError) -> Double {
    guard !has("factor") else { return try factor("factor") }
    return try config.factor("max_position_embeddings") / original
  }

  /// Reads `yarn`. The amplitude is 0.1·m·ln(factor) + 1 with m = 1, or the ratio of those with `mscale` and
  /// `mscale_all_dim`, if there is no `attention_factor`.
  private func yarn(_ config: ConfigReader) throws(CheckpointError) -> RotaryDescription.Scaling {
    let original = try originalContext(config)
    let factor = try stretch(config, original: original)
    func amplitude(_ scale: Double) -> Double { factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1 }
    let (scale, allScale) = (try optionalNumber("mscale") ?? 0, try optionalNumber("mscale_all_dim") ?? 0)
    let usual = scale != 0 && allScale != 0 ? amplitude(scale) / amplitude(allScale) : amplitude(1)
    let (fast, slow) = (try optionalNumber("beta_fast") ?? 0, try optionalNumber("beta_slow") ?? 0)
    guard fast >= 0, slow >= 0 else { throw wrong("beta_fast", "expected positive numbers for both betas") }
    return .yarn(
      factor: factor, fast: fast == 0 ? 32 : fast, slow: slow == 0 ? 1 : slow, originalContext: original,
      truncates: try flag("truncate", default: true),
      amplitude: try has("attention_factor") ? self.factor("attention_factor") : usual)
  }

  /// Reads `longrope`. The amplitude is √(1 + ln(factor) / ln(original context)) if there is no
  /// `attention_factor`.
  private func longrope(dimension: Int, config: ConfigReader) throws(CheckpointError)
    -> RotaryDescription.Scaling
  {
    let original = try originalContext(config)
    let factor = try stretch(config, original: original)
    let amplitude = factor <= 1 ? 1 : (1 + log(factor) / log(original)).squareRoot()
    return .longrope(
      short: try divisors("short_factor", count: dimension / 2),
      long: try divisors("long_factor", count: dimension / 2), originalContext: original,
      amplitude: try has("attention_factor") ? self.factor("attention_factor") : amplitude)
  }

  private func divisors(_ key: String, count: Int) throws(CheckpointError) -> [Double] {
    let values = try numbers(key) ?? []
    guard values.count == count, values.allSatisfy({ $0 > 0 }) else {
      throw wrong(key, "expected \(count) positive numbers, found \(values.count) numbers")
    }
    return values
  }

  /// A number that must be there and be positive.
  private func factor(_ key: String) throws(CheckpointError) -> Double {
    let value = try number(key)
    guard value > 0 else { throw wrong(key, "expected a positive number, found \(value)") }
    return value
  }
}
