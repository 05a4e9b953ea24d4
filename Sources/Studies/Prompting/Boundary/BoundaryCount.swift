/// The samples in which `published` and `exact` prompting differ.
package struct BoundaryCount: Sendable, Equatable {
  /// All samples that were looked at.
  package private(set) var samples = 0
  /// Those whose ids or start differ.
  package private(set) var differing = 0
  /// Those that `published` gives a second BOS.
  package private(set) var doubledBOS = 0
  /// Those whose response begins at another token, that second BOS aside.
  package private(set) var movedStarts = 0

  /// Adds a sample.
  mutating func add(_ difference: BoundaryDifference) {
    samples += 1
    differing += difference.isAny ? 1 : 0
    doubledBOS += difference.doublesBOS ? 1 : 0
    movedStarts += difference.movesStart ? 1 : 0
  }

  /// Both together.
  static func + (left: BoundaryCount, right: BoundaryCount) -> BoundaryCount {
    var sum = left
    sum.samples += right.samples
    sum.differing += right.differing
    sum.doubledBOS += right.doubledBOS
    sum.movedStarts += right.movedStarts
    return sum
  }
}
