import Yams

/// A YAML text as it may be shown to strangers: without its comments, and with the last name of every path that leads out of
/// the text's folder.
package enum PublishedYAML {
  /// Writes `text` anew: the same keys and values in the same order; paths that begin with `/`, `~/` or `../`, or that go up
  /// further on, become their last names.
  ///
  /// - Throws: `FileError.problems` of `file`.
  package static func text(of text: String, file: String) throws -> String {
    guard let root = try YAMLDocument.root(of: text, file: file) else { return "" }
    return try serialize(node: published(root), width: -1, allowUnicode: true)
  }

  private static func published(_ node: Node) -> Node {
    switch node {
    case .scalar(var scalar):
      scalar.string = name(of: scalar.string)
      return .scalar(scalar)
    case .mapping(var mapping):
      for (key, value) in mapping { mapping[key] = published(value) }
      return .mapping(mapping)
    case .sequence(var sequence):
      for index in sequence.indices { sequence[index] = published(sequence[index]) }
      return .sequence(sequence)
    case .alias: return node
    }
  }

  private static func name(of value: String) -> String {
    let parts = value.split(separator: "/")
    let leadsOut = value.hasPrefix("/") || value.hasPrefix("~") && value.contains("/") || parts.contains("..")
    guard leadsOut, !value.contains(where: \.isNewline), let last = parts.last(where: { $0 != ".." }) else {
      return value
    }
    return String(last)
  }
}
