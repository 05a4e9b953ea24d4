import Foundation
import JSON

/// A `tokenizer.json`, read into what encoding needs.
///
/// `truncation` and `padding` are left aside: whoever encodes cuts the ids.
struct TokenizerFile {
  let normalization: [NormalizationStep]
  let preTokenization: [PreTokenizationStep]
  let model: BytePairModel
  let addedTokens: [AddedToken]
  let postProcessing: PostProcessing
  let decoding: [DecodingStep]?

  /// Reads a file; throws ``TokenizerError``.
  init(contentsOf file: URL) throws {
    let document: JSONDocument
    do {
      document = try JSONDocument(contentsOf: file)
    } catch let error as JSONError {
      throw TokenizerError(file: file.path, problem: .notJSON(error))
    }
    let root = FileValue(file: file.path, place: "", value: document.root)
    guard document.root.object != nil else { throw root.unexpected("an object") }
    normalization = try NormalizerReader.read(root["normalizer"])
    let preTokenizer = try PreTokenizerReader.read(
      root["pre_tokenizer"], isNormalized: !normalization.isEmpty)
    preTokenization = preTokenizer.steps
    model = try ModelReader(component: root["model"], isByteLevel: preTokenizer.isByteLevel).read()
    addedTokens = try AddedTokenReader(
      list: root["added_tokens"], vocabulary: model.vocabulary, normalization: normalization
    ).read()
    postProcessing = try PostProcessorReader.read(root["post_processor"])
    decoding = try DecoderReader.steps(root["decoder"])
  }

  /// The `tokenizer.json` of a checkpoint folder; says what to do if there is none.
  static func find(in folder: URL) throws -> URL {
    let file = folder.appendingPathComponent("tokenizer.json")
    let manager = FileManager.default
    if manager.fileExists(atPath: file.path) { return file }
    for other in ["tokenizer.model", "vocab.json", "vocab.txt"]
    where manager.fileExists(atPath: folder.appendingPathComponent(other).path) {
      throw TokenizerError(file: folder.path, problem: .needsConversion(of: other))
    }
    throw TokenizerError(file: folder.path, problem: .missingTokenizer)
  }
}
