/// What cannot be compared, and what to give in its place.
package enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Something lies at the path that holds no results.
  case notAStudy(String)
  /// A store by itself does not say what its models and tasks are.
  case noStudy(store: String)
  /// The downloads of a site cannot be taken for its numbers.
  case site(folder: String, problem: String)

  package var description: String {
    switch self {
    case .notAStudy(let path):
      "\(path) is no study, store or site. Give a study file, a folder that holds study.yml, a store (study.sqlite or "
        + "study.sqlite.zst) or the folder of a built site."
    case .noStudy(let store):
      "\(store) is a store without a study beside it, and does not say by itself what its models and tasks are. Put it "
        + "beside its study file, or compare it with a study, whose file then holds for both."
    case .site(let folder, let problem):
      "The site \(folder) cannot be compared: \(problem). Give the study that it was built from, or build it again."
    }
  }
}
