import CCMarkGFM
import Foundation
import JSON
import Plotting
import Studies
import Support

/// A note, kept beside the store of a study, of the site that was built last: from what, and which files it has. By it a
/// build sees that it would write the same files again.
///
/// What a site is made from is compared by content: the study file, its templates and texts, its data files, the results, the
/// program, and the libraries and fonts that draw. Its files are compared by what the system says of them (size, place on the disk,
/// times of change, of which the last is not a program's to set) and, where that differs, as in a copy, by their SHA-256.
/// A note that is damaged or of another folder is as none.
package struct SiteRecord {
  private let file: URL
  /// All that the site is made from, by what a reader calls it, with a hash of each.
  private let inputs: [String: String]

  /// The note at `file` of a site that is made from `study` and `results`.
  ///
  /// - Parameters:
  ///   - file: where the note is kept; it need not exist.
  ///   - study: the study.
  ///   - results: a hash of everything that the site takes from the study's store.
  ///   - basePath: as ``SiteBuilder`` has it.
  ///   - program: name and version of the program.
  ///   - publishesStudyFile: as ``SiteBuilder`` has it.
  ///   - provenance: as ``SiteBuilder`` has it.
  ///   - formats: as ``SiteBuilder`` has it.
  /// - Throws: `SiteError.source` when a template or text of the study cannot be read.
  package init(
    at file: URL, study: Study, results: ContentHash, basePath: String?, program: String,
    publishesStudyFile: Bool = false, provenance: Provenance? = nil, formats: [PictureFormat]? = nil
  ) throws {
    self.file = file
    let options =
      [basePath ?? "", "\(publishesStudyFile)"] + (provenance?.fields ?? [])
      + [formats.map { $0.map(\.rawValue).joined(separator: " ") } ?? "usual"]
    let libraries = DrawingEnvironment.lines + [String(cString: cmark_version_string())]
    var inputs = [
      "the program": Self.hash([Program.identity.hex, program]), "the options": Self.hash(options),
      "the study file": Self.hash([study.source]), "the results": results.hex,
      "libraries and fonts": Self.hash(libraries),
    ]
    for (path, hash) in try SiteSources.ownFiles(of: study) { inputs[path] = hash.hex }
    // Pages of tasks show texts of the data files, which need not be there.
    for source in study.tasks.flatMap(\.sources) where source.condition.relevance == .correct {
      let bytes = try? Data(contentsOf: source.file, options: .mappedIfSafe)
      inputs[source.file.path] = bytes.map { ContentHash(of: $0).hex } ?? ""
    }
    self.inputs = inputs
  }

  private static func hash(_ texts: [String]) -> String {
    var hasher = ContentHasher()
    for text in texts { hasher.update(field: text) }
    return hasher.finish().hex
  }

  /// The summary of the site in `folder` when building it would change nothing; nil when it would, and when that is not
  /// known.
  package func unchangedSummary(in folder: URL) -> SiteBuilder.Summary? {
    guard let note = Note(readFrom: file), reasons(against: note, in: folder).isEmpty else { return nil }
    return note.summary
  }

  /// Why a build writes the site in `folder` anew, a line each; none where it would change nothing.
  package func reasons(in folder: URL) -> [String] {
    guard let note = Note(readFrom: file) else { return ["no site was built of this study before"] }
    return reasons(against: note, in: folder)
  }

  private func reasons(against note: Note, in folder: URL) -> [String] {
    guard note.folder == Self.place(of: folder) else {
      return ["the last site was built in \(note.folder)"]
    }
    let names = Set(inputs.keys).union(note.inputs.keys).sorted()
    let changed = names.compactMap { name -> String? in
      switch (note.inputs[name], inputs[name]) {
      case (let before, let now) where before == now: nil
      case (nil, _): "\(name) is new"
      case (_, nil): "\(name) is gone"
      default: "changed: \(name)"
      }
    }
    // Of many files that one input makes, these are all that need be said.
    guard changed.isEmpty else { return changed }
    return damage(note, in: folder)
  }

  /// What was changed in the folder since.
  private func damage(_ note: Note, in folder: URL) -> [String] {
    guard let paths = try? OutputFolder.files(in: folder) else {
      return ["there is no site in \(folder.path)"]
    }
    let known = note.files.map(\.path)
    guard paths == known else {
      return Set(paths).symmetricDifference(known).sorted().map {
        paths.contains($0) ? "\($0) is not of this site" : "\($0) is missing"
      }
    }
    guard let areWhole = try? Parallel.map(note.files.count, { note.files[$0].isWhole(in: folder) }) else {
      return ["the files in \(folder.path) cannot be read"]
    }
    return zip(note.files, areWhole).filter { !$0.1 }.map { "\($0.0.path) was changed after the build" }
  }

  /// Notes the site that was just built in `folder`. Where the note cannot be written, the next build builds again.
  package func write(_ summary: SiteBuilder.Summary, in folder: URL) {
    guard let manifest = try? Manifest(readFrom: folder),
      let bytes = try? Data(contentsOf: folder.appending(path: Manifest.path))
    else { return }
    var hashes = manifest.hashes
    hashes[Manifest.path] = ContentHash(of: bytes).hex
    let files = hashes.sorted { $0.key < $1.key }.compactMap { path, hash in
      FileStamp(of: folder.appending(path: path).path).map {
        Note.File(path: path, stamp: $0.text, hash: hash)
      }
    }
    let note = Note(inputs: inputs, folder: Self.place(of: folder), summary: summary, files: files)
    try? OutputFile.write(Data(note.bytes), to: file)
  }

  private static func place(of folder: URL) -> String {
    UserPath.real(folder).path
  }
}

/// The note as it is kept: a line with its hash, and JSON.
private struct Note: Sendable {
  struct File: Sendable {
    let path: String
    let stamp: String
    /// SHA-256 in hexadecimal.
    let hash: String

    /// Whether the file in `folder` is as it was written.
    func isWhole(in folder: URL) -> Bool {
      let file = folder.appending(path: path)
      if FileStamp(of: file.path)?.text == stamp { return true }
      guard let bytes = try? Data(contentsOf: file) else { return false }
      return ContentHash(of: bytes).hex == hash
    }
  }

  let inputs: [String: String]
  let folder: String
  let summary: SiteBuilder.Summary
  /// Every file of the site, sorted by path.
  let files: [File]

  init(inputs: [String: String], folder: String, summary: SiteBuilder.Summary, files: [File]) {
    self.inputs = inputs
    self.folder = folder
    self.summary = summary
    self.files = files
  }

  var bytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("inputs")
      json.object { json in
        for (name, hash) in inputs.sorted(by: { $0.key < $1.key }) { json.member(name, hash) }
      }
      json.member("folder", folder)
      json.key("summary")
      json.array { json in for count in summary.counts { json.value(count) } }
      json.key("files")
      json.array { json in
        for file in files {
          json.array { json in for text in [file.path, file.stamp, file.hash] { json.value(text) } }
        }
      }
    }
    return Array("\(ContentHash(of: json.bytes).hex)\n".utf8) + json.bytes
  }

  /// Nil when there is none, or it is not whole.
  init?(readFrom file: URL) {
    guard let bytes = try? Array(Data(contentsOf: file)), let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      ContentHash(of: bytes[(end + 1)...]).hex == String(decoding: bytes[..<end], as: UTF8.self),
      let root = try? JSONDocument(Array(bytes[(end + 1)...])).root,
      let inputs = root["inputs"]?.object, let folder = root["folder"]?.string,
      let counts = root["summary"]?.array?.compactMap(\.int), let entries = root["files"]?.array,
      let summary = SiteBuilder.Summary(counts: counts)
    else { return nil }
    self.init(
      inputs: Dictionary(inputs.compactMap { item in item.value.string.map { (item.key, $0) } }) { first, _ in
        first
      },
      folder: folder, summary: summary,
      files: entries.compactMap { entry in
        guard let texts = entry.array?.compactMap(\.string), texts.count == 3 else { return nil }
        return File(path: texts[0], stamp: texts[1], hash: texts[2])
      })
  }
}

extension SiteBuilder.Summary {
  fileprivate var counts: [Int] { [pages, figures, files, missingSamples, skippedSamples] }

  fileprivate init?(counts: [Int]) {
    guard counts.count == 5 else { return nil }
    self.init(
      pages: counts[0], figures: counts[1], files: counts[2], missingSamples: counts[3],
      skippedSamples: counts[4])
  }
}
