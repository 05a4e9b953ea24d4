import Foundation

/// The tokens that a gradient is made of: those whose δ and x are both not zero, with tokens of equal x taken together.
///
/// In the first layer every repeated token has the same x, and in the last one only labelled tokens have a gradient of their
/// query. What is left has as many tokens as rank, mostly.
struct SpectrumTokens: Equatable {
  /// The first token of each group, in ascending order.
  private(set) var first: [Int] = []
  /// The others, and the index of the group that each belongs to.
  private(set) var repeated: [Repetition] = []

  /// A token whose x is that of a group.
  struct Repetition: Equatable {
    let token: Int
    let group: Int
  }

  /// `original` is, for every token, the first one that has its x.
  init(delta: RowSums, input: RowSums, original: [Int]) {
    var groups: [Int: Int] = [:]
    for token in original.indices where delta.squares[token] > 0 && input.squares[token] > 0 {
      if original[token] < token, let group = groups[original[token]] {
        repeated.append(Repetition(token: token, group: group))
      } else {
        groups[original[token]] = first.count
        first.append(token)
      }
    }
  }

  /// The first token that has the same features, for every token.
  static func originals(_ matrix: Matrix, _ sums: RowSums) -> [Int] {
    var tokens: [Double: [Int]] = [:]
    return (0..<matrix.rows).map { token in
      let alike = tokens[sums.squares[token], default: []]
      if let found = alike.first(where: { isEqual(matrix, $0, token) }) { return found }
      tokens[sums.squares[token]] = alike + [token]
      return token
    }
  }

  private static func isEqual(_ matrix: Matrix, _ one: Int, _ two: Int) -> Bool {
    memcmp(matrix.row(one), matrix.row(two), matrix.columns * MemoryLayout<Float>.stride) == 0
  }
}
