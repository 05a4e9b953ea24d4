import JSON

/// Reason why a tokenizer or a chat prompt could not be read.
package struct TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, or the folder that was searched.
  package let file: String
  /// The mistake that the user has to mend.
  let problem: Problem

  /// The mistake and the way to mend it, in sentences.
  package var what: String { problem.description(in: file) }

  /// The file, then what is wrong.
  package var description: String { "\(file): \(what)" }

  /// Everything that can be wrong with the files of a tokenizer; `place` is a path such as `model.merges[3]`.
  enum Problem: Sendable, Equatable {
    case notJSON(JSONError)
    case unreadable(reason: String)
    case unexpected(place: String, expected: String, found: String)
    case unsupported(component: String, kind: String, place: String, supported: [String])
    case missingTokenizer
    /// A file of another kind is all that is there.
    case needsConversion(of: String)
    case emptyModel
    case unknownMergeToken(String, rank: Int)
    case repeatedID(Int32, String, String)
    case misplacedAddedToken(String, place: String, id: Int32, expected: Int32)
    case repeatedAddedToken(String, place: String)
    /// Two added tokens that are normalized to the same text.
    case equalAddedTokens(String, String, place: String)
    /// A regular expression that is not understood.
    case unreadableExpression(String, reason: String, place: String)
    /// A text that cannot be encoded within bounds.
    case encoding(EncodingProblem)
    case missingTemplate
    /// A template that cannot be run for a question; `isOwn` where it stands in place of the checkpoint's.
    case unusableTemplate(reason: String, isOwn: Bool)
  }
}

extension TokenizerError.Problem {
  fileprivate func description(in file: String) -> String {
    switch self {
    case .notJSON(let error): return "\(error.line.map { "line \($0): " } ?? "")\(error.what)."
    case .unreadable(let reason): return "the file cannot be read: \(reason)"
    case .unexpected(let place, let expected, let found):
      return "\(place): expected \(expected), found \(found)."
    case .unsupported(let component, let kind, let place, let supported):
      let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
      return "\(place): the \(component) \"\(kind)\" is not supported. Supported are \(list)."
    case .missingTokenizer:
      return "there is no tokenizer.json here. Download it with the checkpoint it belongs to."
    case .needsConversion(let name):
      return "there is \(name) but no tokenizer.json, which is what is read. Convert it once with "
        + "`pip install transformers sentencepiece protobuf` and `python -c \"from transformers import "
        + "AutoTokenizer; AutoTokenizer.from_pretrained('\(file)').save_pretrained('\(file)')\"`."
    case .emptyModel: return "model.vocab has no token."
    case .unknownMergeToken(let token, let rank):
      return "model.merges[\(rank)] needs the token \"\(token)\", which is not in model.vocab."
    case .repeatedID(let id, let first, let second):
      return "model.vocab gives the id \(id) to both \"\(first)\" and \"\(second)\"."
    case .misplacedAddedToken(let token, let place, let id, let expected):
      return
        "\(place): the added token \"\(token)\" has the id \(id), but it gets \(expected) from the vocabulary "
        + "and the added tokens before it. Ids of added tokens must follow each other."
    case .repeatedAddedToken(let token, let place):
      return "\(place): the added token \"\(token)\" is there twice with different rules."
    case .equalAddedTokens(let first, let second, let place):
      return "\(place): the added tokens \"\(first)\" and \"\(second)\" are the same once normalised."
    case .unreadableExpression(let text, let reason, let place):
      return "\(place): the regular expression \(text.debugDescription) is not supported: \(reason)."
    case .encoding(let problem): return "the text cannot be encoded: \(problem)."
    case .missingTemplate:
      return "there is no chat template: neither \"chat_template\" in tokenizer_config.json nor "
        + "chat_template.jinja. Use the base prompt, or \(Self.ownTemplate)."
    case .unusableTemplate(let reason, let isOwn):
      let mend = isOwn ? "" : " Use the base prompt, or \(Self.ownTemplate)."
      return "the chat template cannot be used: \(reason).\(mend)"
    }
  }

  private static let ownTemplate =
    "give the model a chat template in Jinja (chat_template in study.yml, --chat-template of strata compute)"
}
