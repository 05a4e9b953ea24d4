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

  /// The rotary embeddings of layers without a window and of those with one, in either spelling: an object for each in
  /// `rope_parameters`, or `rope_theta` and `rope_scaling` for the first, and `localBase` for the second.
  func rotaries(
    headDimension: Int, globalBase: Double, localBase: Double
  ) throws(CheckpointError) -> [RotaryDescription] {
    let parameters = try object("rope_parameters")
    func rotary(_ source: ConfigReader?, base: Double) throws(CheckpointError) -> RotaryDescription {
      try self.rotary(
        headDimension: headDimension, base: source?.optionalNumber("rope_theta") ?? base,
        share: source?.optionalNumber("partial_rotary_factor"), scaling: source)
    }
    let (global, scaling) = (try parameters?.object("full_attention"), try object("rope_scaling"))
    let local = try parameters?.object("sliding_attention")
    try parameters?.refuseUnknownKeys()
    guard global == nil || scaling == nil else {
      throw wrong(
        "rope_scaling", "rope_parameters beside it has full_attention; remove the one that is not meant")
    }
    let outer = try optionalNumber("rope_theta") ?? globalBase
    return [try rotary(global ?? scaling, base: outer), try rotary(local, base: localBase)]
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
