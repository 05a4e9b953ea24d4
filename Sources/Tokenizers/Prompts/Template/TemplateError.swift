/// Why a chat template cannot be read or has no result.
enum TemplateError: Error, CustomStringConvertible {
  /// Text that is not of the template language.
  case syntax(String)
  /// A part of the language that is not understood here.
  case unsupported(String)
  /// The template itself refuses these messages.
  case raised(String)
  /// An operation on values that it is not made for.
  case evaluation(String)

  var description: String {
    switch self {
    case .syntax(let what): what
    case .unsupported(let what): "\(what) is not understood"
    case .raised(let message): "it refuses the messages: \(message)"
    case .evaluation(let what): what
    }
  }
}
