import Support

/// Gives the samples of all files that pair (one task, one pairing of styles) their positions.
///
/// The published lines have no position, and samples that failed are missing from them. So a sample is found by its
/// instruction, and by which occurrence of that instruction in its file it is: an instruction may stand twice in a
/// data set. Instructions that no file before had come after all others.
final class SampleOrder {
  private struct Key: Hashable {
    let instruction: ContentHash
    let occurrence: Int
  }

  private var positions: [Key: Int] = [:]
  /// The instruction at every position; nil where no line told.
  private(set) var instructions: [String?] = []

  /// The position of a line's sample.
  ///
  /// - Parameters:
  ///   - instruction: its instruction.
  ///   - occurrence: how many lines before in the same file have the same instruction.
  ///   - index: the position that the line itself says.
  /// - Returns: the position, from 0.
  func position(of instruction: String, occurrence: Int, index: Int?) -> Int {
    let key = Key(instruction: ContentHash(of: instruction.utf8), occurrence: occurrence)
    let position = index ?? positions[key] ?? instructions.count
    if positions[key] == nil { positions[key] = position }
    while instructions.count <= position { instructions.append(nil) }
    instructions[position] = instructions[position] ?? instruction
    return position
  }
}
