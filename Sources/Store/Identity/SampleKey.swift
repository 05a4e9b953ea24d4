import Studies
import Support

/// Identifies a sample within all runs: equal keys mean equal numbers.
///
/// It is made of the identity of the recipe or run, the position in the data file and the texts, because the same
/// instruction may stand twice in a data file.
package struct SampleKey: Sendable, Hashable {
  /// Position of the sample in its data file, from 0.
  package let index: Int
  /// Hash of everything that the sample's numbers depend on.
  package let hash: ContentHash

  /// A key read back from a store.
  package init(index: Int, hash: ContentHash) {
    self.index = index
    self.hash = hash
  }

  package init(within identity: ContentHash, index: Int, record: SampleRecord) {
    var hasher = ContentHasher()
    hasher.update(field: identity.hex)
    hasher.update(field: index)
    for text in [record.instruction, record.input, record.output] { hasher.update(field: text) }
    self.index = index
    hash = hasher.finish()
  }
}
