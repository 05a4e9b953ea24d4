/// Rows of a layer's output that are read: all of them, or in the last layer the labelled ones.
///
/// T tokens of a batch, L of them labelled. What no loss reads has no gradient either, so beyond attention the last layer has
/// L rows, forward and backward.
package struct OutputRows: Sendable {
  /// The L tokens among the T; nil: all are read.
  private let labelled: [Int]?
  private let tokenCount: Int

  /// Every row is read.
  package static let all = OutputRows(labelled: nil, tokenCount: 0)

  /// Those at `labelled` among `tokenCount` tokens are read.
  package init(labelled: [Int]?, tokenCount: Int) {
    self.labelled = labelled
    self.tokenCount = tokenCount
  }

  /// The rows of x [T × n] that are read.
  func picked(_ x: Matrix, _ workers: Workers) -> Matrix {
    guard let labelled else { return x }
    let picked = Matrix(uninitialized: labelled.count, x.columns)
    workers.forEachRows(labelled.count) { rows in
      for row in rows { picked.row(row).update(from: x.row(labelled[row]), count: x.columns) }
    }
    return picked
  }

  /// [T × n] from the rows that are read: zeros elsewhere.
  func scattered(_ x: Matrix, _ workers: Workers) -> Matrix {
    guard let labelled else { return x }
    let all = Matrix.zeros(tokenCount, x.columns, workers)
    workers.forEachRows(x.rows) { rows in
      for row in rows { all.row(labelled[row]).update(from: x.row(row), count: x.columns) }
    }
    return all
  }
}
