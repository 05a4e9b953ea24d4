import Checkpoints
import Foundation
import JSON

/// What a checkpoint is, for `strata inspect`.
public struct CheckpointSummary: Sendable {
  private let rows: [Row]

  private struct Row: Sendable {
    let key: String
    let label: String
    let value: Value
  }

  private enum Value: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
  }

  /// Opens the checkpoint in `folder`, without decoding a weight.
  ///
  /// - Throws: `CheckpointError` or `StudyError`.
  public init(folder: URL) throws {
    let checkpoint = try Checkpoint(folder: folder)
    let decoder = checkpoint.decoder
    let types = Set(decoder.parameters.map { checkpoint.tensor($0.name).type.rawValue }).sorted()
    let bytes = decoder.parameters.reduce(0) {
      $0 + $1.elementCount * checkpoint.tensor($1.name).type.byteCount
    }
    rows = [
      Row(key: "folder", label: "folder", value: .text(folder.path)),
      Row(key: "family", label: "family", value: .text(decoder.family)),
      Row(key: "layers", label: "layers", value: .number(decoder.layerCount)),
      Row(key: "hidden_size", label: "hidden size", value: .number(decoder.hiddenSize)),
      Row(key: "heads", label: "heads", value: .number(decoder.headCount)),
      Row(key: "key_value_heads", label: "key and value heads", value: .number(decoder.keyValueHeadCount)),
      Row(key: "head_dimension", label: "head dimension", value: .number(decoder.headDimension)),
      Row(key: "intermediate_size", label: "intermediate size", value: .number(decoder.intermediateSize)),
      Row(key: "vocabulary_size", label: "vocabulary", value: .number(decoder.vocabularySize)),
      Row(key: "tied_embedding", label: "tied embedding", value: .flag(decoder.tiedEmbedding)),
      Row(key: "parameters", label: "parameters", value: .number(decoder.parameterCount)),
      Row(key: "dtype", label: "dtype", value: .text(types.joined(separator: ", "))),
      Row(key: "weight_bytes", label: "bytes of weights", value: .number(bytes)),
      Row(key: "weight_files", label: "weight files", value: .number(checkpoint.weightFiles.count)),
      Row(key: "fingerprint", label: "fingerprint", value: .text(try ModelFingerprint.of(checkpoint).hex)),
    ]
  }

  /// One fact a line, in two columns.
  public var text: String {
    let width = rows.map(\.label.count).max() ?? 0
    return rows.map { row in
      let value =
        switch row.value {
        case .text(let text): text
        case .number(let number): NumberText.count(number)
        case .flag(let flag): flag ? "yes" : "no"
        }
      return row.label.padding(toLength: width + 2, withPad: " ", startingAt: 0) + value
    }
    .joined(separator: "\n")
  }

  /// One JSON object on one line.
  public var json: String {
    var json = JSONWriter()
    json.object { json in
      for row in rows {
        switch row.value {
        case .text(let text): json.member(row.key, text)
        case .number(let number): json.member(row.key, number)
        case .flag(let flag): json.member(row.key, flag)
        }
      }
    }
    return json.text
  }
}
