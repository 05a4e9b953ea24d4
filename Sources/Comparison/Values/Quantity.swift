/// Something of a study that can be compared: its kind, and the names in the study that tell it from others of the kind.
package struct Quantity: Sendable, Hashable {
  /// The kinds, in the order in which differences are listed.
  package enum Kind: String, Sendable, CaseIterable {
    /// The verdict of a test of a claim.
    case verdict
    /// The effect that a claim is tested with, under one normalisation.
    case effect
    /// The ratio of levels, fast over slow.
    case ratio
    /// MAD over all layers.
    case mad
    /// A statistic over layers.
    case curve
    /// A model under a condition, with its samples.
    case condition
  }

  /// The kind.
  package let kind: Kind
  /// The names, one for each of the kind's ``Kind/fields``.
  package let names: [String]

  /// Makes the quantity of a kind that `names` name.
  package init(_ kind: Kind, _ names: [String]) {
    precondition(names.count == kind.fields.count, "a name for every field")
    self.kind = kind
    self.names = names
  }

  /// The name of a field; nil where the kind has none of that name.
  package func name(of field: String) -> String? {
    kind.fields.firstIndex(of: field).map { names[$0] }
  }
}

extension Quantity.Kind {
  /// What the names are of, as files call it.
  package var fields: [String] {
    switch self {
    case .verdict: ["claim", "test", "subject", "task"]
    case .effect: ["claim", "test", "subject", "task", "normalisation"]
    case .ratio: ["model", "task", "statistic", "projection"]
    case .mad, .curve: ["model", "task", "style", "relevance", "statistic", "projection"]
    case .condition: ["model", "task", "style", "relevance"]
    }
  }
}
