import JSON

extension Table {
  /// Writes the table as an array of objects, one per row, with the column names as keys; missing cells are `null`.
  func write(to json: inout JSONWriter) {
    json.array { json in
      for row in rows {
        json.object { json in
          for (column, cell) in zip(columns, row) {
            json.key(column.name)
            switch cell {
            case .text(let text): json.value(text)
            case .number(let number): json.value(number)
            case .count(let count): json.value(count)
            case .missing: json.null()
            }
          }
        }
      }
    }
  }

  /// The table as a JSON text.
  package var json: String {
    var json = JSONWriter()
    write(to: &json)
    return json.text + "\n"
  }
}
