import Studies

/// What a user says of files whose paths do not say it.
package struct ImportNames: Sendable {
  /// The model, as the study is to call it; nil to take it from the folder's name.
  package var model: String?
  /// Whether the model is a base or an instruct model; nil to take it from the folder's name.
  package var stage: Stage?
  /// The task; nil to take it from the file's name.
  package var task: String?
  /// What the task asks for; nil to know it from the task's name or style.
  package var kind: TaskKind?
  /// The response style; nil to take it from the file's name.
  package var style: ResponseStyle?
  /// The relevance; nil to take it from the task group's folder.
  package var relevance: Relevance?

  /// Leaves everything to the paths.
  package init() {}
}
