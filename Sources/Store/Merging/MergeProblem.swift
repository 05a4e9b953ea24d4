import Studies

/// Why a store cannot be merged into that of a study.
package enum MergeProblem: Sendable, Equatable {
  /// Nothing lies at its path.
  case missing
  /// What lies there is no store.
  case notAStore
  /// It is damaged.
  case damaged
  /// It holds no run.
  case empty
  /// It holds a model or a condition that the study does not have.
  case otherStudy(model: String, condition: Condition)
  /// What it holds of a model and a condition was not made with the study's settings.
  case otherSettings(model: String, condition: Condition)
  /// What it holds of a model and a condition is of another checkpoint, tokenizer or data than what is there.
  case otherRun(model: String, condition: Condition)
  /// It holds other numbers of a sample, counted from 0, than those that are there.
  case conflict(model: String, condition: Condition, index: Int)

  func text(_ store: String) -> String {
    func place(_ model: String, _ condition: Condition) -> String { "`\(model)` on \(condition.words)" }
    return switch self {
    case .missing:
      "There is no file \(store) to merge. Check the path: `strata run --shard 1/4` writes study.shard-1-of-4.sqlite beside "
        + "the store of its study."
    case .notAStore: "\(store) is not a store of Strata, so there is nothing to merge. Check the path."
    case .damaged:
      "\(store) is damaged, so nothing of it was merged. Copy it again, or compute the shard again."
    case .empty:
      "\(store) holds no results, so there is nothing to merge. Compute it with `strata run --shard`."
    case .otherStudy(let model, let condition):
      "\(store) holds results of \(place(model, condition)), which this study does not have. Merge it into the study "
        + "that it belongs to."
    case .otherSettings(let model, let condition):
      "\(store) holds results of \(place(model, condition)) that were not made with the settings or the prompt of this "
        + "study. Compute the shard again with this study file."
    case .otherRun(let model, let condition):
      "\(store) holds results of \(place(model, condition)) that were computed from another checkpoint, tokenizer or "
        + "data file, or keep other things, than those they are to join. Compute all shards from the same files."
    case .conflict(let model, let condition, let index):
      "\(store) and the store of the study hold different numbers for sample \(index) of \(place(model, condition)). "
        + "Both were computed from the same files, so the machines do not compute alike (another processor or version "
        + "of OpenBLAS) or one file is damaged. Nothing of this store was merged: compute the shard again on a machine "
        + "like the others."
    }
  }
}
