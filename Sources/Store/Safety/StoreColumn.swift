import Foundation
import GRDB
import Gradients
import Studies
import Support

/// A column of a store's table, and what it may hold.
///
/// Tables are strict, but only for who writes through SQLite: the bytes of a file may hold anything. So every value that is
/// read is held to its column, by ``check(_:)`` in Swift and by ``condition(_:)`` in SQL.
struct StoreColumn: Sendable {
  /// The values of a column.
  enum Content: Sendable {
    case integer(ClosedRange<Int>)
    /// Any number; SQLite has no NaN and keeps NULL for it.
    case number
    /// Text of at most so many bytes of UTF-8.
    case text(longest: Int)
    /// One of these words.
    case word([String])
    /// 64 hexadecimal digits.
    case hash
    case bytes
  }

  let table: String
  let name: String
  let content: Content
  /// Whether it may be NULL.
  let isOptional: Bool

  init(_ table: String, _ name: String, _ content: Content, isOptional: Bool = false) {
    self.table = table
    self.name = name
    self.content = content
    self.isOptional = isOptional
  }

  /// - Throws: `StoreMismatch` when the column cannot hold `value`.
  func check(_ value: DatabaseValue) throws {
    guard holds(value) else { throw mismatch(Self.words(value)) }
  }

  /// The mismatch of a column that holds what is `found`.
  func mismatch(_ found: String) -> StoreMismatch {
    StoreMismatch(place: "\(table).\(name)", expected: expected, found: found)
  }

  private func holds(_ value: DatabaseValue) -> Bool {
    switch (content, value.storage) {
    case (_, .null): isOptional
    case (.integer(let range), .int64(let number)): range.contains(Int(number))
    case (.number, .double), (.number, .int64), (.bytes, .blob): true
    case (.text(let longest), .string(let text)): text.utf8.count <= longest
    case (.word(let words), .string(let text)): words.contains(text)
    case (.hash, .string(let text)): ContentHash(hex: text) != nil
    default: false
    }
  }

  var expected: String {
    let words: String =
      switch content {
      case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .number: "a number"
      case .text(let longest): "text of at most \(NumberText.bytes(longest))"
      case .word(let words): "one of the words \(words.map { "`\($0)`" }.joined(separator: ", "))"
      case .hash: "64 hexadecimal digits"
      case .bytes: "a blob"
      }
    return isOptional ? words + " or NULL" : words
  }

  /// A value in words, cut to what fits a message.
  static func words(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "NULL"
    case .int64(let number): "\(number)"
    case .double(let number): "the number \(number)"
    case .string(let text) where text.utf8.count > 200: "text of \(NumberText.bytes(text.utf8.count))"
    case .string(let text): "the text \(Quoted.text(text))"
    case .blob(let data): "a blob of \(NumberText.bytes(data.count))"
    }
  }

  /// SQL that is 1 where a row of the table, called `row`, holds what it may in this column.
  func condition(_ row: String) -> String {
    let value = "\(row).\(name)"
    let holds =
      switch content {
      case .integer(let range):
        "(typeof(\(value)) = 'integer' AND \(value) BETWEEN \(range.lowerBound) AND \(range.upperBound))"
      case .number: "typeof(\(value)) IN ('real', 'integer')"
      case .text(let longest):
        "(typeof(\(value)) = 'text' AND length(CAST(\(value) AS BLOB)) <= \(longest))"
      case .word(let words):
        "(typeof(\(value)) = 'text' AND \(value) IN (\(words.map { "'\($0)'" }.joined(separator: ", "))))"
      case .hash:
        "(typeof(\(value)) = 'text' AND length(\(value)) = 64 AND \(value) NOT GLOB '*[^0-9a-f]*')"
      case .bytes: "typeof(\(value)) = 'blob'"
      }
    return isOptional ? "(\(value) IS NULL OR \(holds))" : holds
  }
}

extension StoreColumn {
  private static let count = Content.integer(0...Int.max)
  private static let flag = Content.integer(0...1)
  private static let id = Content.integer(1...Int.max)
  private static let label = Content.text(longest: StoreLimits.longestName)
  private static let position = Content.integer(StoreLimits.samples)
  private static func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> Content {
    .word(type.allCases.map(\.rawValue))
  }

  static let fingerprint = StoreColumn("model", "fingerprint", .hash)
  static let family = StoreColumn("model", "family", label)
  static let layerCount = StoreColumn("model", "layer_count", .integer(StoreLimits.layers))
  static let hiddenSize = StoreColumn("model", "hidden_size", count, isOptional: true)
  static let vocabularySize = StoreColumn("model", "vocabulary_size", count, isOptional: true)
  static let parameterCount = StoreColumn("model", "parameter_count", count, isOptional: true)

  static let runID = StoreColumn("run", "id", id)
  static let identity = StoreColumn("run", "identity", .hash)
  static let runModel = StoreColumn("run", "model", .hash)
  static let runTask = StoreColumn("run", "task", label)
  static let runStyle = StoreColumn("run", "style", words(ResponseStyle.self))
  static let runRelevance = StoreColumn("run", "relevance", words(Relevance.self))
  static let tokenizer = StoreColumn("run", "tokenizer", .hash, isOptional: true)
  static let data = StoreColumn("run", "data", .hash)
  static let prompt = StoreColumn("run", "prompt", words(PromptKind.self), isOptional: true)
  static let prompting = StoreColumn("run", "prompting", words(Prompting.self), isOptional: true)
  static let maxLength = StoreColumn("run", "max_length", count, isOptional: true)
  static let projections = StoreColumn("run", "projections", label)
  static let spectrum = StoreColumn("run", "spectrum", flag)
  static let extrema = StoreColumn("run", "extrema", flag)
  static let cosineSelection = StoreColumn("run", "cosines", words(CosineSelection.self))
  static let tokenShares = StoreColumn("run", "token_shares", flag)
  static let arithmetic = StoreColumn("run", "arithmetic", count, isOptional: true)

  static let shownModel = StoreColumn("shown", "model", label)
  static let shownTask = StoreColumn("shown", "task", label)
  static let shownStyle = StoreColumn("shown", "style", words(ResponseStyle.self))
  static let shownRelevance = StoreColumn("shown", "relevance", words(Relevance.self))
  static let shownRun = StoreColumn("shown", "run", id)
  static let sampleCount = StoreColumn("shown", "sample_count", position)
  static let positions = StoreColumn(
    "shown", "positions", .text(longest: StoreLimits.longestChoice), isOptional: true)
  static let seed = StoreColumn("shown", "seed", count, isOptional: true)

  static let resultID = StoreColumn("result", "id", id)
  static let resultRun = StoreColumn("result", "run", id)
  static let sample = StoreColumn("result", "sample", .hash)
  static let sampleIndex = StoreColumn("result", "sample_index", position)
  static let tokenCount = StoreColumn("result", "token_count", count, isOptional: true)
  static let labelCount = StoreColumn("result", "label_count", count, isOptional: true)
  static let loss = StoreColumn("result", "loss", .number, isOptional: true)
  static let skipped = StoreColumn("result", "skipped", words(SkipReason.self), isOptional: true)
  static let cutCount = StoreColumn("result", "cut_count", count, isOptional: true)

  static let statistics = StoreColumn("gradient", "statistics", .bytes)
  static let extremaRecord = StoreColumn("gradient", "extrema", .bytes, isOptional: true)

  private static let projection = words(Projection.self)
  static let spectrumLayer = StoreColumn("spectrum", "layer", .integer(0...StoreLimits.layers.upperBound - 1))
  static let spectrumProjection = StoreColumn("spectrum", "projection", projection)
  static let singularValues = StoreColumn("spectrum", "singular_values", .bytes)

  static let cosineFirst = StoreColumn("cosine", "first", projection)
  static let cosineSecond = StoreColumn("cosine", "second", projection)
  static let cosines = StoreColumn("cosine", "cosines", .bytes)

  static let shareStart = StoreColumn("token_share", "start", count)
  static let shareTokens = StoreColumn("token_share", "tokens", .text(longest: StoreLimits.longestValue))
  static let shares = StoreColumn("token_share", "shares", .bytes)

  static let noteModel = StoreColumn("note", "model", label)
  static let notePosition = StoreColumn("note", "position", .integer(0...StoreLimits.mostNotes - 1))
  static let note = StoreColumn("note", "text", .text(longest: StoreLimits.longestNote))

  /// The columns of every table that are read or copied.
  static let all: [StoreColumn] = [
    fingerprint, family, layerCount, hiddenSize, vocabularySize, parameterCount,
    runID, identity, runModel, runTask, runStyle, runRelevance, tokenizer, data, prompt, prompting, maxLength,
    projections, spectrum, extrema,
    cosineSelection, tokenShares, arithmetic,
    shownModel, shownTask, shownStyle, shownRelevance, shownRun, sampleCount, positions, seed,
    resultID, resultRun, sample, sampleIndex, tokenCount, labelCount, loss, skipped, cutCount,
    statistics, extremaRecord, spectrumLayer, spectrumProjection, singularValues,
    cosineFirst, cosineSecond, cosines, shareStart, shareTokens, shares,
    noteModel, notePosition, note,
  ]
}
