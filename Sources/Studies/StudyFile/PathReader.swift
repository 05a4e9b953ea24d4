import Foundation
import Support

/// Turns the paths of a study file into places and checks what lies there.
struct PathReader {
  let folder: URL
  /// Whether models and data must exist.
  let checks: Bool
  let problems: ProblemList

  /// The folder of a checkpoint, which may be one of the hub cache.
  func model(_ path: String, line: Int) -> URL? {
    guard let place = place(path, line: line) else { return nil }
    let url: URL
    do {
      url = try HubCache().checkpoint(path, relativeTo: folder)
    } catch {
      if checks { problems.add(Self.words(error, path: path), line: line) }
      return place
    }
    guard checks else { return url }
    switch FileKind(at: url) {
    case .folder: break
    case .missing: problems.add("there is no folder \(Quoted.text(path)) (\(url.path))", line: line)
    case .file, .other: problems.add("\(Quoted.text(path)) is not a checkpoint folder", line: line)
    }
    return url
  }

  private static func words(_ error: HubCacheError, path: String) -> String {
    guard case .noModel(_, let place, let cache) = error else { return "\(error)" }
    return
      "there is no folder \(Quoted.text(path)) (\(place)), nor a model of that name in the hub cache (\(cache))"
  }

  /// A data file.
  func data(_ path: String, line: Int) -> URL? {
    guard let url = place(path, line: line) else { return nil }
    guard checks else { return url }
    switch FileKind(at: url) {
    case .file: break
    case .missing: problems.add("there is no file \(Quoted.text(path)) (\(url.path))", line: line)
    case .folder, .other: problems.add("\(Quoted.text(path)) is not a regular file", line: line)
    }
    return url
  }

  /// The text of a chat template, which is a part of the study and lies in its folder: it must be there wherever the
  /// study is read, for it tells results of this template from those of another.
  func template(_ path: String, line: Int) -> String? {
    guard let url = place(path, line: line) else { return nil }
    guard !path.hasPrefix("/"), !path.hasPrefix("~/"), !path.split(separator: "/").contains("..") else {
      problems.add(
        "`chat_template` must lie in the study's folder; copy the file there, or write the template itself",
        line: line)
      return nil
    }
    do {
      return try InputFile.text(at: url, limit: ChatSettingsReader.longestTemplate)
    } catch {
      problems.add("`chat_template`: \(error)", line: line)
      return nil
    }
  }

  /// The store, the one path that is written to: a study that somebody else wrote must not reach out
  /// of its folder unseen.
  func store(_ path: String, line: Int) -> URL? {
    guard let url = place(path, line: line) else { return nil }
    if !path.hasPrefix("/"), path.split(separator: "/").contains("..") {
      problems.add(
        "`store` leaves the study's folder; write an absolute path if that is meant", line: line)
    }
    return url
  }

  private func place(_ path: String, line: Int) -> URL? {
    guard !path.utf8.contains(0) else {
      problems.add("a path holds a NUL character", line: line)
      return nil
    }
    return UserPath.place(path, relativeTo: folder)
  }
}
