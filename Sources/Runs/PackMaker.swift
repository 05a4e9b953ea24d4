/// Divides samples into batches, which are computed together and stored in one transaction.
///
/// A batch saves decoding a layer's weights for every sample; results do not depend on it. Batches follow
/// the order of the data file, so that what an interrupted run leaves are the first samples of every
/// condition, which pair; the engine itself evens out long and short samples within a batch.
struct BatchMaker {
  /// Bytes that a batch may take.
  let memory: Int
  /// Samples that a batch needs to keep all threads busy.
  let threads: Int
  /// Parameters of the model.
  let parameterCount: Int
  /// Bytes that a batch with these token counts takes.
  let estimate: ([Int]) -> Int

  /// Floating-point operations after which the work should be stored: half a minute of two cores.
  private static let operations = 1_500_000_000_000
  /// Tokens of the longest batch of a small model.
  private static let mostTokens = 8192

  /// The ranges of `tokenCounts` that make a batch each, in order.
  func batches(_ tokenCounts: [Int]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    for next in tokenCounts.indices where next > start && !fits(tokenCounts[start...next]) {
      batches.append(start..<next)
      start = next
    }
    if start < tokenCounts.count { batches.append(start..<tokenCounts.count) }
    return batches
  }

  /// Six operations per parameter and token: two for the forward pass, four for the backward pass.
  private var tokenLimit: Int {
    min(Self.mostTokens, Self.operations / max(6 * parameterCount, 1))
  }

  private func fits(_ counts: ArraySlice<Int>) -> Bool {
    guard estimate(Array(counts)) <= memory else { return false }
    return counts.count <= threads || counts.reduce(0, +) <= tokenLimit
  }
}
