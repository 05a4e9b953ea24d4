import GRDB

/// Why a store cannot be used.
package enum StoreProblem: Sendable, Equatable {
  /// Nothing lies at the path.
  case missing
  /// The file is no SQLite file, or that of another program.
  case notAStore
  /// The store was written by another version of Strata.
  case otherVersion(found: Int, expected: Int)
  /// The file is damaged.
  case corrupt
  /// The file or its folder cannot be written.
  case readOnly
  /// The file or its folder cannot be written, and there are so many samples to compute; where there are none, what
  /// stands for the study has changed.
  case readOnlyUnfinished(missing: Int)
  /// Another process has been writing to it for too long.
  case locked
  /// A run of the same study is under way.
  case running
  /// The disk is full.
  case full
  /// The system could not read or write: the disk is failing, gone, or too small even for the store's index.
  case inputOutput
  /// The system or SQLite refused, in its own words.
  case refused(String)

  /// What an error of SQLite means for the user.
  package init(_ error: DatabaseError) {
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB: .notAStore
      case .SQLITE_CORRUPT: .corrupt
      case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
      case .SQLITE_FULL: .full
      case .SQLITE_IOERR: .inputOutput
      default: .refused(error.message ?? "\(error.resultCode)")
      }
  }
}
