/// Numbers of samples side by side, a row for each instruction: what effects are made from, by sums over rows.
package struct SampleColumns {
  /// Rows.
  package let rowCount: Int
  /// Columns so far.
  private(set) var columnCount = 0
  private var blocks: [(start: Int, rows: [[Double]])] = []

  /// A table of so many rows without a column.
  package init(rowCount: Int) { self.rowCount = rowCount }

  /// Adds columns, given row by row, all rows equally long and finite.
  /// - Returns: the place of the first.
  package mutating func add(_ rows: [[Double]]) -> Int {
    precondition(rows.count == rowCount, "columns need a number for every row")
    let start = columnCount
    columnCount += rows.first?.count ?? 0
    blocks.append((start, rows))
    return start
  }

  /// The numbers, laid out for sums.
  var matrix: SampleMatrix {
    var matrix = SampleMatrix(rows: rowCount, columns: columnCount)
    for (start, rows) in blocks {
      for (row, numbers) in rows.enumerated() { matrix.set(numbers, row: row, from: start) }
    }
    return matrix
  }
}

/// The place of curves in the columns: a column that counts, then each projection's layers.
struct CurveColumns {
  private let start: Int
  private let length: Int

  /// Adds the curves of the samples that stand in the rows; nil for a row without one.
  init(_ rows: [[Double]?], to columns: inout SampleColumns) {
    let length = rows.compactMap(\.self).first?.count ?? 0
    let nothing = [Double](repeating: 0, count: length + 1)
    start = columns.add(rows.map { row in row.map { [1] + $0 } ?? nothing })
    self.length = length
  }

  /// The mean of the curves over what was drawn, nil where that is nothing.
  func means(_ sums: UnsafeMutableBufferPointer<Double>) -> [Double]? {
    let count = sums[start]
    guard count > 0 else { return nil }
    return (0..<length).map { sums[start + 1 + $0] / count }
  }
}
