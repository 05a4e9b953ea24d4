import Studies
import Support

/// What a *run* is: one checkpoint under one condition, with every setting that changes a number.
///
/// Runs of equal identity hold equal numbers, so their results can be joined; results of different
/// runs are never mixed.
package struct RunDescription: Sendable, Hashable {
  /// The checkpoint and the settings.
  package let recipe: Recipe
  /// The condition that all samples share.
  package let condition: Condition
  /// Fingerprint of all records of the data file; of imported statistics, the hash of the file they came in.
  package let data: ContentHash

  /// Describes the run of `recipe` under `condition`.
  package init(recipe: Recipe, condition: Condition, data: ContentHash) {
    self.recipe = recipe
    self.condition = condition
    self.data = data
  }

  /// The run's identity: a hash of everything above.
  package var identity: ContentHash {
    var hasher = ContentHasher()
    hasher.update(field: recipe.identity.hex)
    for text in [condition.task, condition.style.rawValue, condition.relevance.rawValue, data.hex] {
      hasher.update(field: text)
    }
    return hasher.finish()
  }
}
