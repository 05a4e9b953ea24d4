import JSON

/// Why a tokenizer or a chat prompt could not be read.
package struct TokenizerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, or the folder that was searched.
  package let file: String
  /// What is wrong and how to mend it, in sentences.
  package let what: String

  /// The file, then what is wrong.
  package var description: String { "\(file): \(what)" }

  static func notJSON(_ error: JSONError, file: String) -> TokenizerError {
    let place = error.line.map { "line \($0): " } ?? ""
    return TokenizerError(file: file, what: "\(place)\(error.what).")
  }

  static func unreadable(file: String, _ reason: Error) -> TokenizerError {
    TokenizerError(file: file, what: "the file cannot be read: \(reason.localizedDescription)")
  }

  static func unexpected(_ place: String, expected: String, found: String, file: String) -> TokenizerError {
    TokenizerError(file: file, what: "\(place): expected \(expected), found \(found).")
  }

  static func unsupported(
    _ component: String, _ kind: String, at place: String, supported: [String], file: String
  ) -> TokenizerError {
    let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
    return TokenizerError(
      file: file, what: "\(place): the \(component) \"\(kind)\" is not supported. Supported are \(list).")
  }

  static func missingTokenizer(folder: String) -> TokenizerError {
    TokenizerError(
      file: folder, what: "there is no tokenizer.json here. Download it with the checkpoint it belongs to.")
  }

  /// Only files of another kind are there: says how to make a `tokenizer.json` of them.
  static func needsConversion(of name: String, folder: String) -> TokenizerError {
    TokenizerError(
      file: folder,
      what: "there is \(name) but no tokenizer.json, which is what is read. Convert it once with "
        + "`pip install transformers sentencepiece protobuf` and `python -c \"from transformers import "
        + "AutoTokenizer; AutoTokenizer.from_pretrained('\(folder)').save_pretrained('\(folder)')\"`.")
  }

  static func unknownMergeToken(_ token: String, rank: Int, file: String) -> TokenizerError {
    TokenizerError(
      file: file, what: "model.merges[\(rank)] needs the token \"\(token)\", which is not in model.vocab.")
  }

  static func repeatedID(_ id: Int32, _ first: String, _ second: String, file: String) -> TokenizerError {
    TokenizerError(file: file, what: "model.vocab gives the id \(id) to both \"\(first)\" and \"\(second)\".")
  }

  static func misplacedAddedToken(_ token: String, at place: String, id: Int32, expected: Int32, file: String)
    -> TokenizerError
  {
    TokenizerError(
      file: file,
      what:
        "\(place): the added token \"\(token)\" has the id \(id), but it gets \(expected) from the vocabulary "
        + "and the added tokens before it. Ids of added tokens must follow each other.")
  }

  static func repeatedAddedToken(_ token: String, at place: String, file: String) -> TokenizerError {
    TokenizerError(
      file: file, what: "\(place): the added token \"\(token)\" is there twice with different rules.")
  }

  static func equalAddedTokens(_ first: String, _ second: String, at place: String, file: String)
    -> TokenizerError
  {
    TokenizerError(
      file: file,
      what: "\(place): the added tokens \"\(first)\" and \"\(second)\" are the same once normalised.")
  }

  static func emptyModel(file: String) -> TokenizerError {
    TokenizerError(file: file, what: "model.vocab has no token.")
  }

  private static let ownTemplate =
    "give the model a Mustache template of {{system}} and {{user}} (chat_template in study.yml, --chat-template of "
    + "strata compute)"

  static func missingTemplate(folder: String) -> TokenizerError {
    TokenizerError(
      file: folder,
      what:
        "there is no chat template: neither \"chat_template\" in tokenizer_config.json nor chat_template.jinja. "
        + "Use the base prompt, or \(ownTemplate).")
  }

  static func unrecognizedTemplate(
    _ template: String, reason: String, known: [String], file: String
  ) -> TokenizerError {
    TokenizerError(
      file: file,
      what:
        "the chat template is not recognised: \(reason). Known are the templates of \(known.joined(separator: ", ")); "
        + "for any other \(ownTemplate). This one begins \(template.prefix(60).debugDescription)."
    )
  }
}
