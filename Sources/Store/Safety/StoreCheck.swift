import Foundation
import GRDB
import Support

/// What is wrong with a store, found by reading all of it.
package struct StoreCheck: Sendable {
  /// The store.
  package let file: URL
  /// What is wrong, each a sentence; nothing for a store that is whole.
  package let problems: [String]
  /// Runs and samples that the store holds, where it could be opened.
  package let counts: (runs: Int, samples: Int)?

  /// Reads the store at `file`.
  ///
  /// - Throws: `StoreError.store` when there is no store or another process writes to it; what is wrong with one that is
  ///   there is no error.
  package init(of file: URL) throws {
    self.file = file
    (problems, counts) = try Self.read(file)
  }

  private static func read(_ file: URL) throws -> (problems: [String], counts: (runs: Int, samples: Int)?) {
    do {
      let store = try Store(at: file, for: .read)
      defer { try? store.close() }
      let problems = try store.read { try Self.problems($0) }
      // SQLite counts rows in one step, which has no end where pages lead to each other.
      return (problems, problems.isEmpty ? try store.read { try counts($0) } : nil)
    } catch let error as StoreError {
      guard error.isDamage else { throw error }
      return ([error.description], nil)
    }
  }

  /// One line for people, without the problems.
  package var text: String {
    guard problems.isEmpty, let counts else {
      return "\(file.path) is damaged. `strata rescue` saves what is whole of it into another store."
    }
    return "\(file.path) is whole: \(NumberText.count(counts.runs, "run")), "
      + "\(NumberText.count(counts.samples, "sample"))."
  }

  private static func counts(_ database: Database) throws -> (runs: Int, samples: Int) {
    (
      runs: try Int.fetchOne(database, sql: "SELECT count(*) FROM run") ?? 0,
      samples: try Int.fetchOne(database, sql: "SELECT count(*) FROM result") ?? 0
    )
  }

  /// What is wrong with the pages of the file, or else with the rows of its tables.
  static func problems(_ database: Database) throws -> [String] {
    // The first fault alone: to look for more, SQLite would go on over pages that may lead to each other.
    let pages = try String.fetchAll(database, sql: "PRAGMA main.quick_check(1)")
    guard pages == ["ok"] else { return pages.map { Sentence.closed("SQLite says: \($0)") } }
    return try mismatches(database).map { Sentence.closed($0.words) }
  }

  /// What is wrong with the rows of the tables.
  fileprivate static func mismatches(_ database: Database) throws -> [StoreMismatch] {
    let found = try StoreRules.all.flatMap { try $0.mismatches(database) }
    return try found + [StoreRules.repetition(database)].compactMap { $0 }
  }
}

extension StoreError {
  /// Whether the error is of what a store holds, and not of how it can be reached.
  fileprivate var isDamage: Bool {
    switch self {
    case .store(_, .corrupt), .store(_, .unlike), .store(_, .endless), .store(_, .tooLarge): true
    default: false
    }
  }
}

extension Store {
  /// Reads every page and row, as nothing of a store from somebody else is taken over before.
  ///
  /// - Throws: `StoreError.store` for the first thing that is wrong.
  func checkWhole() throws {
    try read { database in
      let pages = try String.fetchOne(database, sql: "PRAGMA main.quick_check(1)")
      guard pages == "ok" else { throw StoreProblem.corrupt }
      if let mismatch = try StoreCheck.mismatches(database).first { throw mismatch }
    }
  }
}
