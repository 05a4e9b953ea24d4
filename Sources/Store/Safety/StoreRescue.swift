import Foundation
import GRDB
import Gradients
import Studies
import Support

/// Saves what is whole of a damaged store into another one.
///
/// A sample is saved with everything that belongs to it, or not at all: a run finds out what is missing and computes it. It is
/// looked up by its number, one by one, so that a damaged page costs the samples on it and no others. Bits that were
/// changed inside of a number cannot be found out; everything that is saved has the types, lengths and places of a store.
package struct StoreRescue: Sendable {
  /// The damaged store, which stays as it is.
  package var source: URL
  /// The store to make.
  package var target: URL

  /// Makes a job.
  package init(source: URL, target: URL) {
    self.source = source
    self.target = target
  }

  /// Saves what is whole.
  ///
  /// - Throws: `StoreError.store` where there is no file or nothing of it can be read, or where something lies at the target.
  package func run() throws -> RescueSummary {
    guard FileKind(at: source) == .file else { throw StoreError.store(source.path, .missing) }
    guard FileKind(at: target) == .missing else {
      throw StoreError.store(target.path, .refused("something lies there; name a file that is to be made"))
    }
    if StorePage.isCutShort(source) { throw StoreError.store(source.path, .nothingWhole) }
    let copy = try copied()
    defer { for ending in Self.endings { try? FileManager.default.removeItem(atPath: copy.path + ending) } }
    do {
      let store = try Store(at: target, for: .write)
      defer { try? store.close() }
      return try store.rescue(RescueSource(at: copy), bytes: StoreWatch.size(of: copy.path))
    } catch {
      for ending in Self.endings { try? FileManager.default.removeItem(atPath: target.path + ending) }
      throw Self.naming(source, in: error)
    }
  }

  /// A store and what SQLite keeps beside it.
  private static let endings = ["", "-wal", "-shm", "-journal"]

  /// A copy of the source, since SQLite may write to what it opens.
  private func copied() throws -> URL {
    if let unpacked = try PackedStore.unpack(source) { return unpacked }
    let copy = PackedStore.temporaryFile()
    do {
      for ending in ["", "-wal", "-journal"]
      where FileManager.default.fileExists(atPath: source.path + ending) {
        try FileManager.default.copyItem(atPath: source.path + ending, toPath: copy.path + ending)
      }
      try StorePage.cut(copy.path)
    } catch {
      throw StoreError.store(source.path, .inputOutput)
    }
    return copy
  }

  /// What is wrong with the copy is wrong with the source; what is wrong with writing is so with the target.
  private static func naming(_ source: URL, in error: any Error) -> any Error {
    switch error {
    case let error as DatabaseError: return StoreError.store(source.path, StoreProblem(error))
    case let mismatch as StoreMismatch: return StoreError.store(source.path, .unlike(mismatch))
    case let problem as StoreProblem: return StoreError.store(source.path, problem)
    default: break
    }
    guard case StoreError.store(let path, let problem) = error else { return error }
    switch problem {
    case .corrupt, .notAStore, .unlike, .endless, .otherVersion, .tooLarge:
      return StoreError.store(source.path, problem)
    default: return StoreError.store(path, problem)
    }
  }
}

/// What was saved of a damaged store, and what was not.
package struct RescueSummary: Sendable, Equatable {
  /// Runs that were saved.
  package internal(set) var runs = 0
  /// Runs that could not be read whole, with all of their samples.
  package internal(set) var lostRuns = 0
  /// Samples that were saved.
  package internal(set) var samples = 0
  /// Samples that could not be read whole, and places of samples that could not be read at all.
  package internal(set) var lostSamples = 0
  /// Samples that stood there a second time, and were saved once.
  package internal(set) var repeated = 0

  /// Lines for people.
  package var text: String {
    var lines = [
      "saved \(NumberText.count(samples, "sample")) of \(NumberText.count(runs, "run"))"
    ]
    if lostRuns > 0 { lines.append("\(NumberText.count(lostRuns, "run")) could not be read whole") }
    if lostSamples > 0 {
      lines.append(
        "\(NumberText.count(lostSamples, "sample")) could not be read whole; `strata run` computes them once this store "
          + "is in the place of the damaged one")
    }
    if repeated > 0 {
      lines.append("\(NumberText.count(repeated, "sample")) stood there twice and were saved once")
    }
    return lines.joined(separator: "\n")
  }
}
