import Studies
import Support

/// Why files of published statistics cannot be imported at all.
package enum ImportProblem: Sendable, Equatable {
  /// A folder holds no file whose name ends with `.jsonl`.
  case noFiles
  /// A file has no line that could be imported.
  case noLines
  /// Neither the name of the file nor the user says which response style it has.
  case unknownStyle
  /// A name that a study cannot have, of a model or a task.
  case badName(String, String)
  /// Tasks of this kind have no such style.
  case wrongStyle(ResponseStyle, TaskKind)
  /// Another file holds the same condition of the same model.
  case sameCondition(as: String)
  /// A model or a task is described in two ways.
  case contradiction(String)
  /// The folder for the study holds one already.
  case studyExists
  /// The folder for the study holds something else.
  case notEmpty
  /// What lies in the place of the folder for the study is no folder.
  case notAFolder

  func text(_ path: String) -> String {
    switch self {
    case .noFiles:
      "\(path) holds no file whose name ends with .jsonl. Give a file or a folder of published statistics."
    case .noLines: "\(path) has no line that could be imported. Leave it out, or compute it again."
    case .unknownStyle:
      "The name of \(path) does not say its response style, as grads_gsm8k_train_with_cot.jsonl does. Say it with "
        + "--style (and --model, --task, --relevance where the path does not tell them)."
    case .badName(let what, let name):
      "\(path): \(Quoted.text(name)) is no name for a \(what); it is made of a to z, 0 to 9 and hyphens. Give one with "
        + "--\(what)."
    case .wrongStyle(let style, let kind):
      "\(path): a \(kind.rawValue) task has no style `\(style.rawValue)`. Give another --kind or --style."
    case .sameCondition(let other):
      "\(path) is of the same model and condition as \(other). Import them into two studies, or tell them apart with "
        + "--model, --task, --style and --relevance, one file at a time."
    case .contradiction(let what):
      "\(path): \(what) is described in two ways. Import the files into two studies."
    case .studyExists:
      "\(path) holds a study already, and imported statistics are never mixed into one. Give another --output, or move "
        + "it away."
    case .notEmpty:
      "\(path) holds other files, and a study is imported into a folder of its own. Give another --output, or empty it."
    case .notAFolder:
      "\(path) is not a folder, so no study can be made there. Give another --output."
    }
  }
}
