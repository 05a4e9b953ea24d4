import JSON
import Support

extension BoundaryReport {
  /// A table for people, one line a row and one for the total.
  package var text: String {
    let head = (rows.first?.labels.map(\.name) ?? []) + ["samples", "differ", "second BOS", "other start"]
    let body = rows.map { $0.labels.map(\.value) + Self.cells($0.count) }
    let labelCount = head.count - 4
    let total = ["total"] + Array(repeating: "", count: max(0, labelCount - 1)) + Self.cells(total)
    return Self.table([head] + body + [total], leading: labelCount)
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("conditions")
      json.array { json in
        for row in rows { json.object { Self.write(row.labels, row.count, to: &$0) } }
      }
      json.key("total")
      json.object { Self.write([], total, to: &$0) }
    }
    return json.text
  }

  private static func cells(_ count: BoundaryCount) -> [String] {
    [count.samples, count.differing, count.doubledBOS, count.movedStarts].map(NumberText.count)
  }

  private static func write(_ labels: [Label], _ count: BoundaryCount, to json: inout JSONWriter) {
    for label in labels { json.member(label.name, label.value) }
    json.member("samples", count.samples)
    json.member("differing", count.differing)
    json.member("second_bos", count.doubledBOS)
    json.member("other_start", count.movedStarts)
  }

  /// Columns two spaces apart; the leading ones flush left, the others flush right.
  private static func table(_ lines: [[String]], leading: Int) -> String {
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      line.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < leading ? cell + space : space + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
