/// What a user says of files whose paths do not say it.
public struct ImportNames: Sendable {
  /// The model, as the study is to call it; nil to take it from the folder's name.
  public var model: String?
  /// Whether the model is a base or an instruct model; nil to take it from the folder's name.
  public var stage: Stage?
  /// The task; nil to take it from the file's name.
  public var task: String?
  /// What the task asks for; nil to know it from the task's name or style.
  public var kind: TaskKind?
  /// The response style; nil to take it from the file's name.
  public var style: ResponseStyle?
  /// The relevance; nil to take it from the task group's folder.
  public var relevance: Relevance?

  /// Leaves everything to the paths.
  public init() {}
}
