import Foundation

/// Models that the Hugging Face hub's tools have left on this machine. Nothing is ever fetched.
///
/// A cache has a folder `models--ORG--NAME` for every model: `refs/BRANCH` holds the name of a commit, and
/// `snapshots/COMMIT` the files of that commit.
package struct HubCache: Sendable {
  /// The folder of the cache; it need not exist.
  package let folder: URL

  /// The cache that `environment` names: `HF_HUB_CACHE`, or `hub` in `HF_HOME`, or `~/.cache/huggingface/hub`.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    func path(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = path("HF_HOME") ?? "\(path("XDG_CACHE_HOME") ?? "~/.cache")/huggingface"
    folder = UserPath.place(path("HF_HUB_CACHE") ?? "\(home)/hub", home: path("HOME"))
  }

  /// The checkpoint folder that a user means by `text`: the folder of that path, or else the model of that name in the
  /// cache.
  ///
  /// - Parameters:
  ///   - text: a path, or `ORG/NAME` with an optional `@REVISION`.
  ///   - base: the folder that relative paths start at; nil for the current one.
  /// - Returns: what lies at the path; the folder of a snapshot; or, where `text` can only be a path, that path.
  /// - Throws: `HubCacheError` when there is neither.
  package func checkpoint(_ text: String, relativeTo base: URL? = nil) throws(HubCacheError) -> URL {
    let place = UserPath.place(text, relativeTo: base)
    guard FileKind(at: place) == .missing, !OutputFile.isLink(place), let name = HubName(text) else {
      return place
    }
    return try snapshot(of: name, path: place)
  }

  private func snapshot(of name: HubName, path: URL) throws(HubCacheError) -> URL {
    let model = folder.appending(path: "models--" + name.parts.joined(separator: "--"))
    guard FileKind(at: model) == .folder else {
      // One word is the name of a folder to most people.
      if name.parts.count == 1 { return path }
      throw .noModel(name, path: path.path, cache: folder.path)
    }
    let snapshots = model.appending(path: "snapshots")
    let found = ((try? FileManager.default.contentsOfDirectory(atPath: snapshots.path)) ?? []).sorted()
    let commit = Self.commit(name.revision, refs: model.appending(path: "refs"))
    let matches = found.filter { $0 == commit }
    let shortened = found.filter { name.revision.count >= 4 && $0.hasPrefix(name.revision) }
    guard let match = matches.first ?? (shortened.count == 1 ? shortened.first : nil) else {
      throw .noRevision(name, model: model.path, snapshots: found)
    }
    return snapshots.appending(path: match)
  }

  /// The commit that `revision` names, itself where it is no branch or tag.
  private static func commit(_ revision: String, refs: URL) -> String {
    let file = refs.appending(path: revision)
    let text = try? InputFile.text(at: file, limit: 4096)
    return text.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? revision
  }
}

/// Name of a model on the hub: `HuggingFaceTB/SmolLM2-135M`, `gpt2`, with `@` and a branch, tag or commit behind it.
package struct HubName: Sendable, Equatable, CustomStringConvertible {
  /// The owner, if there is one, and the model.
  let parts: [String]
  /// `main` where none is named.
  let revision: String

  /// Nil for a text that cannot be a name, such as a path with dots at its start.
  init?(_ text: String) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    parts = halves[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    revision = halves.count > 1 ? halves[1] : "main"
    let words = parts + revision.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), words.allSatisfy(Self.isWord) else { return nil }
  }

  private static func isWord(_ word: String) -> Bool {
    guard let first = word.first, first != ".", first != "-", word.count <= 96 else { return false }
    return word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "._-".unicodeScalars.contains(scalar))
    }
  }

  /// Owner and model, without the revision.
  package var description: String { parts.joined(separator: "/") }
}

/// Reason why neither a folder nor a model in the hub's cache was found.
package enum HubCacheError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such folder, and the cache has no model of that name.
  case noModel(HubName, path: String, cache: String)
  /// The cache has the model, but not in that revision.
  case noRevision(HubName, model: String, snapshots: [String])

  /// One paragraph for the user.
  package var description: String {
    switch self {
    case .noModel(let name, let path, let cache):
      """
      There is no folder \(path), nor a model \(name) in the hub cache \(cache). Check the path, or fetch the model with \
      `hf download \(name)`; nothing is fetched here.
      """
    case .noRevision(let name, let model, let snapshots):
      """
      The hub cache has no snapshot \(Quoted.text(name.revision)) of \(name) in \(model). There \
      \(snapshots.isEmpty ? "is none" : "are: " + snapshots.prefix(8).joined(separator: ", ")). Fetch it with \
      `hf download \(name) --revision \(name.revision)`, or name another one behind @.
      """
    }
  }
}
