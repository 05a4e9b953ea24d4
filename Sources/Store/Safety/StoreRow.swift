import Foundation
import GRDB

/// Reading values of a row, each held to its column; every one of these throws `StoreMismatch`. A value is found by the
/// column's name, or at an index where two columns of a row have one name.
extension Row {
  private func value(_ column: StoreColumn, _ index: Int?) throws -> DatabaseValue {
    let value: DatabaseValue = if let index { self[index] } else { self[column.name] }
    try column.check(value)
    return value
  }

  /// A whole number.
  func integer(_ column: StoreColumn, at index: Int? = nil) throws -> Int {
    guard case .int64(let number) = try value(column, index).storage else { throw column.mismatch("NULL") }
    return Int(number)
  }

  /// A whole number, or nil where it is not known.
  func integerIfKnown(_ column: StoreColumn, at index: Int? = nil) throws -> Int? {
    guard case .int64(let number) = try value(column, index).storage else { return nil }
    return Int(number)
  }

  /// A number, or nil where it is not known.
  func numberIfKnown(_ column: StoreColumn, at index: Int? = nil) throws -> Double? {
    let storage = try value(column, index).storage
    return switch storage {
    case .double(let number): number
    case .int64(let number): Double(number)
    default: nil
    }
  }

  /// A flag.
  func flag(_ column: StoreColumn) throws -> Bool { try integer(column) != 0 }

  /// Text.
  func text(_ column: StoreColumn, at index: Int? = nil) throws -> String {
    guard case .string(let text) = try value(column, index).storage else { throw column.mismatch("NULL") }
    return text
  }

  /// Text, or nil where there is none.
  func textIfKnown(_ column: StoreColumn, at index: Int? = nil) throws -> String? {
    guard case .string(let text) = try value(column, index).storage else { return nil }
    return text
  }

  /// What the text of a column stands for, as `read` finds it.
  func meaning<Value>(
    _ column: StoreColumn, at index: Int? = nil, _ read: (String) -> Value?
  ) throws -> Value {
    let text = try text(column, at: index)
    guard let value = read(text) else { throw column.mismatch(StoreColumn.words(text.databaseValue)) }
    return value
  }

  /// The same, or nil where there is no text.
  func meaningIfKnown<Value>(
    _ column: StoreColumn, at index: Int? = nil, _ read: (String) -> Value?
  ) throws -> Value? {
    try textIfKnown(column, at: index) == nil ? nil : meaning(column, at: index, read)
  }

  /// Bytes.
  func bytes(_ column: StoreColumn, at index: Int? = nil) throws -> Data {
    guard case .blob(let data) = try value(column, index).storage else { throw column.mismatch("NULL") }
    return data
  }

  /// Bytes, or nil where there are none, as in a row that was joined and is missing.
  func bytesIfThere(_ column: StoreColumn, at index: Int? = nil) throws -> Data? {
    let value: DatabaseValue = if let index { self[index] } else { self[column.name] }
    return value.isNull ? nil : try bytes(column, at: index)
  }

  /// What the bytes of a column hold, as `read` finds it; `count` is the number of bytes that a message says.
  func content<Value>(
    _ column: StoreColumn, at index: Int? = nil, _ read: (Data) -> Value?
  ) throws -> Value {
    let data = try bytes(column, at: index)
    guard let value = read(data) else { throw column.mismatch(StoreColumn.words(data.databaseValue)) }
    return value
  }
}

/// Positions of samples as rows give them: every sample once, in order.
struct AscendingPositions {
  private var last = -1

  /// The position of the next row.
  mutating func next(_ row: Row, at index: Int? = nil) throws -> Int {
    let position = try row.integer(.sampleIndex, at: index)
    guard position > last else {
      throw StoreMismatch(
        place: "result.sample_index", expected: "every sample once, in order",
        found: "\(position) after \(last)")
    }
    last = position
    return position
  }
}
