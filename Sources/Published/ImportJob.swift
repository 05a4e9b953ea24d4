import Checkpoints
import Foundation
import JSON
import Store
import Studies
import Support

/// Reads published statistics, of either format, into the store of a new study, and makes its study file.
///
/// Everything is written beside the place of the study and moved there at the end: an import that fails, or is
/// stopped, leaves nothing that could be taken for a study.
package struct ImportJob: Sendable {
  /// Files of published statistics, and folders that are searched for such (`*.jsonl`).
  package var places: [URL]
  /// A mapping that names further files and says what they are of; see ``ImportMapping``.
  package var mapping: URL?
  /// The folder of the new study; it must not exist, or be empty.
  package var output: URL
  /// Names that the paths do not say.
  package var names: ImportNames
  /// Whether lines that cannot be imported are left out; else they end the import.
  package var skipsInvalid: Bool

  /// Wrong lines that an error lists.
  private static let listed = 20

  /// Makes a job.
  package init(
    places: [URL], mapping: URL? = nil, output: URL, names: ImportNames = ImportNames(),
    skipsInvalid: Bool = false
  ) {
    self.places = places
    self.mapping = mapping
    self.output = output
    self.names = names
    self.skipsInvalid = skipsInvalid
  }

  /// Imports all files; `report` is told each before it is read.
  ///
  /// - Throws: `PublishedError`, with the wrong lines of the first file that has any; `FileError` or `StoreError`.
  package func run(report: (URL) -> Void = { _ in }) throws -> ImportSummary {
    let output = UserPath.withoutDots(output)
    let sources =
      try (mapping.map { try ImportMapping(at: $0).sources } ?? [])
      + places.flatMap(PublishedFiles.files).map { try ImportSource($0, names: names) }
    var study = try ImportedStudy(sources)
    let folder = try stagingFolder(for: output)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(at: folder.appending(path: "study.sqlite"), for: .build)
    defer { try? store.close() }
    let imported = try read(sources, into: store, of: &study, report: report)
    try store.makeCurrent(
      imported.runs.map {
        $0.expecting(study.order(of: $0.run.condition).selection, notes: imported.notes(of: $0.model))
      })
    try store.close()
    let name = NameChecker.mended(output.lastPathComponent)
    try study.write(
      into: folder, name: name.isEmpty ? "imported" : name, projections: imported.layout.projections ?? [],
      keepsSpectrum: imported.runs.allSatisfy(\.run.configuration.extras.spectrum))
    try move(folder, to: output)
    return ImportSummary(
      study: output, files: sources.count, models: study.models.count, conditions: study.conditionCount,
      samples: imported.sampleCount, invalid: imported.invalid, ignored: imported.ignored.sorted(),
      prefixes: ImportedFiles.ordered(imported.prefixes.values.reduce([]) { $0.union($1) }))
  }

  /// Content of the files that were read.
  private struct ImportedFiles {
    var layout = ImportLayout()
    var runs: [PlannedRun] = []
    var invalid: [InvalidLine] = []
    var ignored: Set<String> = []
    /// What names of parameters begin with, by model.
    var prefixes: [String: Set<WrapperPrefix>] = [:]
    var sampleCount = 0

    /// What a reader of a model's results is to know of its files.
    func notes(of model: String) -> [String] {
      Self.ordered(prefixes[model] ?? []).map {
        "names of parameters begin with \($0.words); they were read as names that begin with model."
      }
    }

    /// Those that are none are left out.
    static func ordered(_ prefixes: Set<WrapperPrefix>) -> [WrapperPrefix] {
      prefixes.filter { !$0.isNone }.sorted { $0.text < $1.text }
    }
  }

  private func read(
    _ sources: [ImportSource], into store: Store, of study: inout ImportedStudy, report: (URL) -> Void
  ) throws -> ImportedFiles {
    var imported = ImportedFiles()
    var importer: FileImporter?
    let pipeline = LinePipeline(
      files: sources.map(\.file), threads: ProcessInfo.processInfo.activeProcessorCount)
    try pipeline.run { step in
      switch step {
      case .file(let number, let hash):
        let source = sources[number]
        report(source.file)
        importer = FileImporter(
          source, data: hash, into: store, order: study.order(of: source.condition), layout: imported.layout)
      case .lines(let block): try importer?.add(block)
      case .end(let number):
        try importer?.finish()
        if let importer { try finish(importer, of: sources[number], study: &study, imported: &imported) }
        importer = nil
      }
    }
    return imported
  }

  private func finish(
    _ importer: FileImporter, of source: ImportSource, study: inout ImportedStudy,
    imported: inout ImportedFiles
  ) throws {
    try check(importer.invalid)
    guard let run = importer.planned else { throw PublishedError.importFile(source.file.path, .noLines) }
    study.add(importer.outputs, to: source.condition)
    imported.layout = importer.layout
    imported.runs.append(run)
    imported.invalid += importer.invalid
    imported.ignored.formUnion(importer.ignored)
    imported.prefixes[run.model, default: []].formUnion(importer.prefixes)
    imported.sampleCount += importer.sampleCount
  }

  private func check(_ invalid: [InvalidLine]) throws {
    guard !skipsInvalid, !invalid.isEmpty else { return }
    throw PublishedError.importLines(Array(invalid.prefix(Self.listed)), count: invalid.count)
  }

  /// An empty folder beside `output`.
  private func stagingFolder(for output: URL) throws -> URL {
    let manager = FileManager.default
    if let obstacle = Self.obstacle(at: output) { throw PublishedError.importFile(output.path, obstacle) }
    let folder = output.deletingLastPathComponent().appending(path: ".\(output.lastPathComponent).partial")
    try? manager.removeItem(at: folder)
    try OutputFile.makeFolder(folder)
    return folder
  }

  /// Finds what keeps a study from being made at `output`, nil when nothing does.
  private static func obstacle(at output: URL) -> ImportProblem? {
    let kind = FileKind(at: output)
    guard kind != .missing else { return nil }
    guard kind == .folder else { return .notAFolder }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: output.path) else {
      return .notEmpty
    }
    guard !names.isEmpty else { return nil }
    return StudyLocation.names.contains(where: names.contains) ? .studyExists : .notEmpty
  }

  private func move(_ folder: URL, to output: URL) throws {
    do {
      if FileKind(at: output) == .folder { try FileManager.default.removeItem(at: output) }
      try FileManager.default.moveItem(at: folder, to: output)
    } catch {
      throw FileError.output(output.path, OutputProblem(error))
    }
  }
}

extension PlannedRun {
  /// The same run, of which a study asks for a selection of samples, with notes of its model.
  fileprivate func expecting(_ selection: SampleSelection, notes: [String]) -> PlannedRun {
    var facts = facts
    facts.notes = notes
    return PlannedRun(model: model, facts: facts, run: run, selection: selection)
  }
}

/// Summary of what an import did.
package struct ImportSummary: Sendable {
  /// The folder of the new study.
  package let study: URL
  /// Files that were read.
  package let files: Int
  /// Models of the study.
  package let models: Int
  /// Conditions of the study.
  package let conditions: Int
  /// Samples that were imported.
  package let samples: Int
  /// Lines that were left out.
  package let invalid: [InvalidLine]
  /// Parameters that are no projection known here, with `*` for the number of their layer; they were left out.
  package let ignored: [String]
  /// What names of parameters began with in the place of `model.`, where it was something else.
  package let prefixes: [WrapperPrefix]

  /// A line or two for people.
  package var text: String {
    var lines = [
      "imported \(NumberText.count(samples, "sample")) of \(NumberText.count(models, "model")) under "
        + "\(NumberText.count(conditions, "condition")) into \(study.path)"
    ]
    for prefix in prefixes {
      lines.append("read names of parameters that begin with \(prefix.words) as names that begin with model.")
    }
    if !invalid.isEmpty {
      lines.append("left out \(NumberText.count(invalid.count, "line")) that cannot be read")
    }
    return lines.joined(separator: "\n")
  }

  /// One JSON object on one line, for scripts.
  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.member("study", study.path)
      json.member("files", files)
      json.member("models", models)
      json.member("conditions", conditions)
      json.member("samples", samples)
      json.key("ignored")
      json.array { json in for name in ignored { json.value(name) } }
      json.key("prefixes")
      json.array { json in for prefix in prefixes { json.value(prefix.text) } }
      json.key("invalid")
      json.array { json in
        for line in invalid {
          json.object { json in
            json.member("file", line.file)
            json.member("line", line.line)
            json.member("problem", line.problem.description)
          }
        }
      }
    }
    return json.text
  }
}
