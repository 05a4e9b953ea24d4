import Foundation

extension ConfigReader {
  /// The rotary embedding in either spelling.
  ///
  /// Published checkpoints have `rope_theta` and an optional `rope_scaling`, whose kind stands under
  /// `rope_type` or, before 2024, `type`; newer files have both in `rope_parameters`.
  func rotary(headDimension: Int, standardBase: Double) throws(CheckpointError) -> RotaryDescription {
    let parameters = try object("rope_parameters")
    let scaling = try object("rope_scaling")
    if parameters != nil, scaling != nil {
      throw wrong(
        "rope_scaling", "rope_parameters stands beside it; only one of the two spellings may be used")
    }
    let source = parameters ?? scaling
    let outer = try optionalNumber("rope_theta")
    let inner = try source?.optionalNumber("rope_theta")
    if let inner, let outer, inner != outer {
      throw wrong("rope_theta", "it is \(outer) here and \(inner) in the rotary parameters; which is meant?")
    }
    let share = try optionalNumber("partial_rotary_factor")
    return try rotary(
      headDimension: headDimension, base: inner ?? outer ?? standardBase,
      share: source?.optionalNumber("partial_rotary_factor") ?? share,
      scaling: source)
  }

  /// The rotary embedding of one kind of layer where `rope_parameters` holds one object for each.
  func rotary(headDimension: Int, layerType: String, standardBase: Double) throws(CheckpointError)
    -> RotaryDescription?
  {
    guard let source = try object("rope_parameters")?.object(layerType) else { return nil }
    return try rotary(
      headDimension: headDimension, base: source.optionalNumber("rope_theta") ?? standardBase,
      share: source.optionalNumber("partial_rotary_factor"), scaling: source)
  }

  /// The rotary embedding with the kind and the numbers that `scaling` holds; nil: the plain one.
  func rotary(
    headDimension: Int, base: Double, share: Double? = nil, scaling: ConfigReader?
  ) throws(CheckpointError) -> RotaryDescription {
    guard base > 1 else { throw wrong("rope_theta", "expected a number above 1, found \(base)") }
    let dimension = try rotatedFeatures(of: headDimension, share: share ?? 1)
    guard let scaling else { return RotaryDescription(base: base, dimension: dimension) }
    let kind = try scaling.ropeScaling(dimension: dimension, config: self)
    try scaling.refuseUnknownKeys(except: ["rope_theta", "partial_rotary_factor"])
    return RotaryDescription(base: base, dimension: dimension, scaling: kind)
  }

  /// The even number of a head's features that are rotated.
  private func rotatedFeatures(of headDimension: Int, share: Double) throws(CheckpointError) -> Int {
    guard share > 0, share <= 1 else {
      throw wrong("partial_rotary_factor", "expected a share of a head above 0 and up to 1, found \(share)")
    }
    let dimension = Int((Double(headDimension) * share).rounded(.towardZero))
    guard (2...headDimension).contains(dimension), dimension % 2 == 0 else {
      throw wrong(
        "partial_rotary_factor", "it must leave an even number of the \(headDimension) features of a head")
    }
    guard dimension == headDimension || rotatesPartially else {
      throw wrong("partial_rotary_factor", "this family turns all features of a head; expected 1 or nothing")
    }
    return dimension
  }

  private func ropeScaling(dimension: Int, config: ConfigReader) throws(CheckpointError)
    -> RotaryDescription.Scaling
  {
    let (current, former) = (try text("rope_type"), try text("type"))
    if let current, let former, current != former {
      throw wrong("type", "it says \"\(former)\", but rope_type beside it says \"\(current)\"")
    }
    switch current ?? former ?? "default" {
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
        originalContext: try factor("original_max_position_embeddings"))
    case "longrope", "su":
      return try longrope(dimension: dimension, config: config)
    case let kind:
      throw wrong(
        "rope_type", "\"\(kind)\" is not supported; supported: default, linear, dynamic, llama3, longrope")
    }
  }

  /// Reads `longrope`. The amplitude is √(1 + ln(factor) / ln(original context)) if there is no
  /// `attention_factor`.
  private func longrope(dimension: Int, config: ConfigReader) throws(CheckpointError)
    -> RotaryDescription.Scaling
  {
    let context = try config.factor("max_position_embeddings")
    let inner = try optionalNumber("original_max_position_embeddings")
    let outer = try config.optionalNumber("original_max_position_embeddings")
    let original = outer ?? inner ?? context
    let stretch = try optionalNumber("factor") ?? context / original
    guard original > 1 else {
      throw wrong("original_max_position_embeddings", "expected a number above 1, found \(original)")
    }
    let amplitude = stretch <= 1 ? 1 : (1 + log(stretch) / log(original)).squareRoot()
    return .longrope(
      short: try divisors("short_factor", count: dimension / 2),
      long: try divisors("long_factor", count: dimension / 2), originalContext: original,
      amplitude: try has("attention_factor") ? factor("attention_factor") : amplitude)
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
