/// Why a file cannot be read.
package enum FileProblem: Sendable, Equatable {
  /// Nothing lies at the path.
  case missing
  /// A folder, a device or a pipe lies at the path.
  case notRegular
  /// The file is longer than the `limit`, in bytes.
  case tooLong(limit: Int)
  /// The bytes are not UTF-8 text.
  case notUTF8
  /// The system refused, in its own words.
  case refused(String)
}
