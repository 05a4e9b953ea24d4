import Analysis
import CCMarkGFM
import JSON
import Studies
import Support

/// Writes `manifest.json`.
struct ManifestWriter {
  private let analysis: StudyAnalysis
  private let program: String
  private let basePath: String?
  private var files: [(path: String, byteCount: Int, hash: ContentHash)] = []

  init(analysis: StudyAnalysis, program: String, basePath: String?) {
    self.analysis = analysis
    self.program = program
    self.basePath = basePath
  }

  /// Files added so far.
  var count: Int { files.count }

  /// Takes a file of the site.
  mutating func add(_ path: String, _ bytes: [UInt8]) {
    files.append((path, bytes.count, ContentHash(of: bytes)))
  }

  /// The manifest as a JSON text. It holds no clock and no path of this machine.
  var text: String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in
      json.member("format", Manifest.format)
      json.member("program", program)
      json.member("base_path", basePath)
      json.key("study")
      writeStudy(&json)
      json.key("libraries")
      json.object { json in json.member("cmark-gfm", String(cString: cmark_version_string())) }
      json.key("models")
      writeModels(&json)
      json.key("runs")
      writeRuns(&json)
      json.key("files")
      writeFiles(&json)
    }
    return json.text + "\n"
  }

  private func writeStudy(_ json: inout JSONWriter) {
    let study = analysis.study
    json.object { json in
      json.member("name", study.name)
      json.member("title", study.title)
      json.member("file", "study.yml")
      json.member("sha256", ContentHash(of: study.source.utf8).hex)
      json.member("prompting", study.settings.prompting.rawValue)
      json.member("max_length", study.settings.maxLength)
      json.member("samples", study.settings.samples)
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
        }
      }
    }
  }

  private func writeFiles(_ json: inout JSONWriter) {
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
}
