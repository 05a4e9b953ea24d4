import Support

/// What keeps a study from being begun.
package enum SetupError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Files of the new study are there already.
  case exists(folder: String, [String])

  package var description: String {
    switch self {
    case .exists(let folder, let files):
      "\(folder) has \(WordList.and(files)) already, and nothing is overwritten. Give another folder, or move "
        + "\(files.count == 1 ? "that file" : "those files") away."
    }
  }
}
