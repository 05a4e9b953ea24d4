import Analysis
import CCMarkGFM
import Foundation
import JSON
import Studies
import Support

/// `manifest.json`: what a site was built from and the SHA-256 of each of its files.
struct Manifest {
  /// Path of the manifest inside the site.
  static let path = "manifest.json"
  /// The value of `format` that this version writes and reads.
  static let format = "strata-site-1"

  /// SHA-256 of every other file of the site, in hexadecimal, by path.
  let hashes: [String: String]
  /// The path under which a host serves the site, when it was built for one.
  let basePath: String?

  /// Reads the manifest of the site in `folder`.
  ///
  /// - Throws: `SiteError.manifest` when there is none or it is damaged.
  init(readFrom folder: URL) throws {
    let file = folder.appending(path: Self.path)
    let root: JSONValue
    do {
      root = try JSONDocument(contentsOf: file).root
    } catch let error as JSONError {
      throw SiteError.manifest(folder: folder.path, problem: error.description)
    }
    guard root["format"]?.string == Self.format, let files = root["files"]?.array else {
      throw SiteError.manifest(
        folder: folder.path, problem: "\(Self.path) has no `format` “\(Self.format)” with `files`")
    }
    var hashes: [String: String] = [:]
    for entry in files {
      guard let path = entry["path"]?.string, let hash = entry["sha256"]?.string else {
        throw SiteError.manifest(
          folder: folder.path, problem: "an entry of `files` lacks `path` or `sha256`")
      }
      hashes[path] = hash
    }
    self.hashes = hashes
    basePath = root["base_path"]?.string
  }

  /// The manifest of a site without a study.
  static func text(program: String, files: [WrittenFile]) -> String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in
      json.member("format", format)
      json.member("program", program)
      json.key("files")
      write(files, to: &json)
    }
    return json.text + "\n"
  }

  /// The files of a site, sorted by path.
  fileprivate static func write(_ files: [WrittenFile], to json: inout JSONWriter) {
    json.array { json in
      for file in files.sorted(by: { $0.path < $1.path }) {
        json.object { json in
          json.member("path", file.path)
          json.member("bytes", file.byteCount)
          json.member("sha256", file.hash.hex)
        }
      }
    }
  }

  /// Whether `folder` holds a site that was built by Strata.
  static func marksSite(in folder: URL) -> Bool { (try? Manifest(readFrom: folder)) != nil }
}

/// Writes `manifest.json`.
struct ManifestWriter {
  let analysis: StudyAnalysis
  let program: String
  let basePath: String?
  /// Whether the numbers come from a compact store.
  let isRounded: Bool
  /// Where the site comes from, where that is to be told.
  let provenance: Provenance?
  /// The study file as the site has it.
  let studyText: String
  /// Every other file of the site, in any order.
  let files: [WrittenFile]

  /// The manifest as a JSON text. It holds no clock and no path of this machine.
  var text: String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in
      json.member("format", Manifest.format)
      json.member("program", program)
      json.member("base_path", basePath)
      if isRounded { json.member("rounded", true) }
      if let provenance {
        json.key("provenance")
        provenance.write(to: &json)
      }
      json.key("study")
      writeStudy(&json)
      json.key("libraries")
      json.object { json in json.member("cmark-gfm", String(cString: cmark_version_string())) }
      json.key("models")
      writeModels(&json)
      json.key("runs")
      writeRuns(&json)
      json.key("files")
      Manifest.write(files, to: &json)
    }
    return json.text + "\n"
  }

  private func writeStudy(_ json: inout JSONWriter) {
    let study = analysis.study
    json.object { json in
      json.member("name", study.name)
      json.member("title", study.title)
      json.member("file", "study.yml")
      json.member("sha256", ContentHash(of: studyText.utf8).hex)
      json.member("prompting", study.settings.prompting.rawValue)
      json.member("max_length", study.settings.maxLength)
      json.member("samples", study.settings.samples)
      if let sampling = study.settings.sampling {
        json.key("sampling")
        json.object { json in
          json.member("count", sampling.count)
          json.member("seed", sampling.seed)
        }
      }
      json.member("projections", study.settings.projections.map(\.rawValue).joined(separator: " "))
    }
  }

  private func writeModels(_ json: inout JSONWriter) {
    json.array { json in
      for model in analysis.study.models {
        let facts = analysis.facts[model.name]
        json.object { json in
          json.member("name", model.name)
          json.member("stage", model.stage.rawValue)
          json.member("family", facts?.family)
          json.member("layers", facts?.layerCount)
          json.member("fingerprint", facts?.fingerprint.hex)
        }
      }
    }
  }

  private func writeRuns(_ json: inout JSONWriter) {
    json.array { json in
      for item in analysis.conditions {
        json.object { json in
          json.member("model", item.model)
          json.member("task", item.condition.task)
          json.member("style", item.condition.style.rawValue)
          json.member("relevance", item.condition.relevance.rawValue)
          json.member("identity", item.run.identity.hex)
          json.member("data", item.run.data.hex)
          json.member("tokenizer", item.run.configuration.tokenizer?.hex)
          json.member("arithmetic", item.run.configuration.arithmetic)
          json.member("computed", item.coverage.computed)
          json.member("skipped", item.coverage.skippedCount)
          json.member("missing", item.coverage.missing)
          json.member("cut", item.coverage.cut)
          json.member("cut_unknown", item.coverage.cutUnknown)
        }
      }
    }
  }
}
