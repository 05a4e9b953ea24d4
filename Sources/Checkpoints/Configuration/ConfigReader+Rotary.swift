extension ConfigReader {
  /// The rotary embedding in either spelling.
  ///
  /// Published checkpoints have `rope_theta` and an optional `rope_scaling`, whose kind stands under
  /// `rope_type` or, before 2024, `type`; newer files have both in `rope_parameters`. Where a file has both spellings,
  /// they must say the same.
  func rotary(headDimension: Int, standardBase: Double) throws(CheckpointError) -> RotaryDescription {
    let (parameters, scaling) = (try object("rope_parameters"), try object("rope_scaling"))
    let found = try rotary(
      headDimension: headDimension, standardBase: standardBase, source: parameters ?? scaling)
    guard parameters != nil, let scaling else { return found }
    guard try rotary(headDimension: headDimension, standardBase: standardBase, source: scaling) == found
    else {
      throw wrong(
        "rope_scaling",
        "rope_parameters beside it describes another rotary embedding; remove the one that is not meant")
    }
    return found
  }

  private func rotary(
    headDimension: Int, standardBase: Double, source: ConfigReader?
  ) throws(CheckpointError) -> RotaryDescription {
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
    try scaling.refuseUnknownKeys(except: ["rope_theta", "partial_rotary_factor", "finetuned"])
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
}
