import CZstd
import Foundation

extension Compression {
  /// Packs `bytes` as one zstd frame with a checksum. The same version of the library gives the same bytes.
  ///
  /// - Parameters:
  ///   - bytes: what is packed.
  ///   - level: 1 to 22, from fast to small.
  /// - Returns: the frame.
  /// - Throws: `CompressionProblem.memory`.
  package static func packZstd(_ bytes: Data, level: Int32) throws(CompressionProblem) -> Data {
    guard let context = ZSTD_createCCtx() else { throw .memory }
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    // What is alike in a store lies megabytes apart, once a sample.
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
    var packed = Data(count: ZSTD_compressBound(bytes.count))
    let count = packed.withUnsafeMutableBytes { output in
      bytes.withUnsafeBytes { input in
        ZSTD_compress2(context, output.baseAddress, output.count, input.baseAddress, input.count)
      }
    }
    guard ZSTD_isError(count) == 0 else { throw .memory }
    return packed.prefix(count)
  }

  /// The longest window that every program unpacks without being told to: 128 MB.
  private static let windowLog: Int32 = 27
}
