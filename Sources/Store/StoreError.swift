import GRDB
import Support

/// Error of a store.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A store cannot be used.
  case store(String, StoreProblem)
  /// A store cannot be merged into that of a study.
  case merge(String, MergeProblem)

  /// One paragraph: the store, what is wrong and the mend.
  package var description: String {
    switch self {
    case .store(let file, let problem): Self.text(of: problem, file: file)
    case .merge(let file, let problem): problem.text(file)
    }
  }

  private static let mend =
    "Get it again from where it came, or save what is whole with `strata rescue`."

  private static func text(of problem: StoreProblem, file: String) -> String {
    switch problem {
    case .missing: "There is no store \(file) yet. `strata run` makes it."
    case .notAStore:
      "\(file) is not a store of Strata. Give the study another `store`, or move that file away."
    case .otherVersion(let found, let expected) where found > expected:
      "\(file) is a store of version \(found), written by a newer Strata; this one reads version "
        + "\(expected). Use the newer Strata, or give the study another `store`."
    case .otherVersion(let found, let expected):
      "\(file) is a store of version \(found); this Strata reads version \(expected). Give the study another "
        + "`store` and compute it again."
    case .corrupt:
      "\(file) is damaged. `strata check --store` says where, `strata rescue` saves what is whole into another store; put that "
        + "one or a copy in its place, or move it away, and `strata run` computes what is missing."
    case .nothingWhole:
      "\(file) is a store of which too little is left to save anything. Restore a copy or move it away, and `strata run` "
        + "computes what is missing."
    case .unlike(let mismatch):
      "\(file) is not as Strata writes stores: \(mismatch.words). \(mend)"
    case .endless:
      "Reading \(file) takes more steps than a store of its size can need: it is damaged, or was made to have no end. "
        + mend
    case .tooLarge(let limit):
      "What \(file) holds would fill more than \(NumberText.bytes(limit)) of memory, which no store of its size does. "
        + mend
    case .compact:
      "\(file) is a compact store, whose numbers are rounded: it can be read, and nothing can be computed into it. Give the "
        + "study another `store`, or move the file away."
    case .readOnly: "\(file) cannot be written. Check the rights of the file and of its folder."
    case .readOnlyUnfinished(let missing):
      "\(file) cannot be written, and \(missing == 0 ? "what stands for the study has changed" : "\(NumberText.count(missing, "sample")) \(missing == 1 ? "is" : "are") still to be computed"). "
        + "Check the rights of the file and of its folder, or copy the study to a disk that can be written."
    case .locked:
      "\(file) is locked: another process is writing to it. Try again when that has ended; what is stored is "
        + "kept."
    case .inUse:
      "Another `strata run` or `strata merge` of this study is under way and holds \(file). Wait for it, or share the "
        + "work with `strata run --shard`."
    case .full:
      "The disk is full, \(file) cannot grow. Make room and run the same command again: what is stored is "
        + "kept, only the missing samples are computed."
    case .inputOutput:
      "\(file) could not be read or written: the disk is full, failing or gone. Make room, or move the study to "
        + "another disk, and run the same command again: what is stored is kept."
    case .refused(let reason): Sentence.closed("\(file) cannot be used: \(reason)")
    }
  }
}

/// Reason why a store cannot be used.
package enum StoreProblem: Error, Sendable, Equatable {
  /// Nothing lies at the path.
  case missing
  /// The file is no SQLite file, or that of another program.
  case notAStore
  /// The store was written by another version of Strata.
  case otherVersion(found: Int, expected: Int)
  /// The file is damaged.
  case corrupt
  /// The file is the beginning of a store, and ends before anything that could be saved.
  case nothingWhole
  /// The file holds what stores of Strata do not hold.
  case unlike(StoreMismatch)
  /// Reading the file takes more steps than a file of its size can need.
  case endless
  /// What the file holds would fill more than so many bytes of memory.
  case tooLarge(limit: Int)
  /// The store is a compact one, and was to be written.
  case compact
  /// The file or its folder cannot be written.
  case readOnly
  /// The file or its folder cannot be written, and there are so many samples to compute; where there are none, what
  /// stands for the study has changed.
  case readOnlyUnfinished(missing: Int)
  /// Another process has been writing to it for too long.
  case locked
  /// A run or a merge of the same study is under way.
  case inUse
  /// The disk is full.
  case full
  /// The system could not read or write: the disk is failing, gone, or too small even for the store's index.
  case inputOutput
  /// The system or SQLite refused, in its own words.
  case refused(String)

  /// Translates an error of SQLite into what it means for the user.
  package init(_ error: DatabaseError) {
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB: .notAStore
      case .SQLITE_CORRUPT: .corrupt
      case .SQLITE_INTERRUPT: .endless
      case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
      case .SQLITE_FULL: .full
      case .SQLITE_IOERR: .inputOutput
      default: .refused(error.message ?? "\(error.resultCode)")
      }
  }
}
