extension ConfigReader {
  /// Which layers attend through a sliding window, from `layer_types` or, without it, from `pattern`.
  ///
  /// `pattern` says of a layer's index whether it slides. The window itself is `sliding_window`.
  func slidingLayers(_ count: Int, pattern: (Int) -> Bool) throws -> [Bool] {
    guard let kinds = try texts("layer_types") else { return (0..<count).map(pattern) }
    let known = ["full_attention", "sliding_attention"]
    if let unknown = kinds.first(where: { !known.contains($0) }) {
      throw wrong(
        "layer_types", "\"\(unknown)\" is not supported; supported: \(known.joined(separator: ", "))")
    }
    guard kinds.count == count else {
      throw wrong("layer_types", "expected one entry for each of the \(count) layers, found \(kinds.count)")
    }
    return kinds.map { $0 == known[1] }
  }

  /// `layers` with the window `sliding_window` where `sliding` says so; `standard` is the family's where the file says
  /// nothing.
  ///
  /// Throws `CheckpointError` when a layer slides and no window is given.
  func windows(
    _ layers: [LayerDescription], sliding: [Bool], standard: Int? = nil
  ) throws -> [LayerDescription] {
    let window = mentions("sliding_window") ? try optionalSize("sliding_window") : standard
    guard window != nil || !sliding.contains(true) else {
      throw wrong("sliding_window", "layers with sliding attention need a window, found none")
    }
    return zip(layers, sliding).map { LayerDescription(window: $1 ? window : nil, rotary: $0.rotary) }
  }
}
