/// How the rows of a panel are broken into several panels, one under the other, when they are more than a page can hold.
enum BandChunks {
  /// The lines of text that a panel holds with its heads and the key on a page.
  private static let mostLines = 34.0

  /// `rows` in as few parts as pages can hold, about as many in each; whole where the height is given.
  ///
  /// `lines` is how many marks stand under one another in a row.
  static func of<Row>(_ rows: [Row], lines: Int = 1, _ request: FigureRequest) -> [[Row]] {
    let most = max(Int(mostLines / max(1.2, Double(lines) * 0.8 + 0.4)), 1)
    guard rows.count > most, !request.isLow else { return [rows] }
    let count = (rows.count + most - 1) / most
    return PanelGrid.parts(rows.count, count).map { Array(rows[$0]) }
  }
}
