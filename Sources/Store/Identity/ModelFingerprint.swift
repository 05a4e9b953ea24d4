import Checkpoints
import Foundation
import Support

/// Identifies a checkpoint by its content.
///
/// The hash covers the bytes of `config.json` and, of every tensor the decoder uses, name, shape, dtype and
/// bytes. Of a tensor longer than `wholeBytes` it takes the first and last page of 4 KiB and pages evenly
/// spaced between, so that a checkpoint of 16 GB takes well under a second: a fine-tuned model differs in
/// nearly every page, while a change of single weights in between, made on purpose, can stay unseen. How the
/// tensors are spread over files does not matter.
package enum ModelFingerprint {
  package static let pageBytes = 4096
  /// Tensors up to this size are hashed whole.
  package static let wholeBytes = 256 << 10
  /// Pages of a longer tensor.
  static let pageCount = 16

  /// The fingerprint of an opened checkpoint.
  ///
  /// - Throws: `FileError.unreadable` when `config.json` has gone since it was opened.
  package static func of(_ checkpoint: Checkpoint) throws -> ContentHash {
    let config = try InputFile.bytes(at: checkpoint.configFile, limit: longestConfig)
    var hasher = ContentHasher()
    hasher.update(field: ContentHash(of: config).hex)
    for parameter in checkpoint.decoder.parameters {
      let tensor = checkpoint.tensor(parameter.name)
      hasher.update(field: tensor.name)
      hasher.update(field: tensor.shape.map(String.init).joined(separator: "×"))
      hasher.update(field: tensor.type.rawValue)
      tensor.withBytes { bytes in
        for range in sampledRanges(byteCount: bytes.count) {
          hasher.update(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
      }
    }
    return hasher.finish()
  }

  private static let longestConfig = 16 << 20

  /// The parts of a tensor of `byteCount` bytes that are hashed, in order and apart from each other.
  package static func sampledRanges(byteCount: Int) -> [Range<Int>] {
    guard byteCount > wholeBytes else { return [0..<byteCount] }
    let last = byteCount - pageBytes
    return (0..<pageCount).map { page in
      let start = last / (pageCount - 1) * page
      let first = page == pageCount - 1 ? last : start
      return first..<first + pageBytes
    }
  }
}
