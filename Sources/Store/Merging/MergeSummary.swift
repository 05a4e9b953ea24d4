import JSON
import Support

/// What a merge did and how complete the study is now.
package struct MergeSummary: Sendable, Equatable {
  /// Stores that were given.
  package let stores: Int
  /// Samples that the study's store did not have.
  package let added: Int
  /// Samples that the study still lacks, of the conditions that were begun.
  package let missing: Int
  /// Conditions, over all models, of which there is nothing yet.
  package let conditionsMissing: Int

  /// Makes a summary.
  package init(stores: Int, added: Int, missing: Int, conditionsMissing: Int) {
    self.stores = stores
    self.added = added
    self.missing = missing
    self.conditionsMissing = conditionsMissing
  }

  /// A line for people.
  package var text: String {
    var parts = ["merged \(NumberText.count(stores, "store")), \(NumberText.count(added, "sample")) added"]
    if missing > 0 { parts.append("\(NumberText.count(missing)) are missing") }
    if conditionsMissing > 0 { parts.append("\(NumberText.count(conditionsMissing, "condition")) not begun") }
    return parts.joined(separator: ", ")
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("stores", stores)
      json.member("added", added)
      json.member("missing", missing)
      json.member("conditions_missing", conditionsMissing)
    }
    return json.text
  }
}
