import Analysis

/// Curves side by side, a row per layer: the table that stands under a figure of curves.
struct LayerTable {
  /// One column.
  struct Entry {
    let name: String
    let label: String
    let curve: Curve
  }

  let table: Table

  init(_ entries: [Entry]) {
    let columns = entries.map { Table.Column.numbers($0.name, $0.label) }
    var table = Table([.numbers("layer", "Layer")] + columns)
    for layer in 0..<(entries.map(\.curve.means.count).max() ?? 0) {
      let cells = entries.map { entry in
        Table.Cell.number(entry.curve.means.indices.contains(layer) ? entry.curve.means[layer] : nil)
      }
      table.add([.count(layer)] + cells)
    }
    self.table = table
  }
}
