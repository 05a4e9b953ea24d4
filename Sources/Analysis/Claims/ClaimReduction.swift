import Dispatch
import Foundation
import Gradients
import Store
import Studies
import Support
import Synchronization

/// Makes the numbers behind the claims from the samples of a study, a subject and task at a time on each core, or takes
/// what is kept of them.
///
/// They are kept as the numbers of conditions are, in a ``NumberCache`` of their own, since only pages and tables of claims
/// ask for them.
struct ClaimReduction {
  let analysis: StudyAnalysis
  let bootstrap: Bootstrap
  /// Where numbers are kept; nil keeps none.
  let file: URL?

  private struct Record: Sendable {
    let numbers: [Measure: Outcomes]
    /// What they are kept under; nil where nothing is.
    let source: ContentHash?
    let samples: ContentHash?
    let isMade: Bool
  }

  /// The numbers of every subject on every task.
  ///
  /// - Throws: what `GradientDetails` throws.
  func numbers() throws -> [ClaimUnit: [Measure: Outcomes]] {
    guard let details = analysis.details else { return [:] }
    let results = details as? StudyResults
    let stamp = results?.stamp
    let cache = results == nil ? nil : file.map { NumberCache(at: $0) }
    let units = ClaimUnit.all(in: analysis.study)
    let found = Mutex([Result<Record, any Error>?](repeating: nil, count: units.count))
    DispatchQueue.concurrentPerform(iterations: units.count) { index in
      let result = Result { try record(units[index], details, results, cache, stamp) }
      found.withLock { $0[index] = result }
    }
    let records = try found.withLock(\.self).compactMap { try $0?.get() }
    if let cache, let file, let results {
      keep(records, cache, file, stamp: stamp == results.stamp ? stamp : nil)
    }
    return Dictionary(uniqueKeysWithValues: zip(units, records.map(\.numbers)))
  }

  private func record(
    _ unit: ClaimUnit, _ details: any GradientDetails, _ results: StudyResults?, _ cache: NumberCache?,
    _ stamp: StoreStamp?
  ) throws -> Record {
    let reading = ReadOnce(details)
    guard let results, let cache else {
      return Record(numbers: try made(unit, reading), source: nil, samples: nil, isMade: true)
    }
    let source = source(of: unit, results)
    if let entry = cache.entry(source: source, stamp: stamp), let numbers = kept(entry, cache) {
      return Record(numbers: numbers, source: source, samples: entry.samples, isMade: false)
    }
    let samples = try fingerprint(of: unit, reading)
    if let entry = cache.entry(samples: samples), let numbers = kept(entry, cache) {
      return Record(numbers: numbers, source: source, samples: samples, isMade: false)
    }
    return Record(numbers: try made(unit, reading), source: source, samples: samples, isMade: true)
  }

  private func kept(_ entry: NumberCache.Entry, _ cache: NumberCache) -> [Measure: Outcomes]? {
    cache.bytes(of: entry).flatMap(MeasureCoding.decoded)
  }

  /// Writes the file anew where something in it has changed.
  private func keep(_ records: [Record], _ cache: NumberCache, _ file: URL, stamp: StoreStamp?) {
    let isUpToDate = cache.isUpToDate(records.compactMap(\.source), stamp: stamp)
    if isUpToDate, !records.contains(where: \.isMade) { return }
    let writer = NumberCacheWriter(at: file)
    for record in records {
      guard let source = record.source, let samples = record.samples else { continue }
      writer.add(
        source: source, samples: samples, coverage: Coverage(expected: 0, computed: 0, skipped: [:]),
        MeasureCoding.encoded(record.numbers))
    }
    writer.finish(stamp: stamp)
  }
}

// What numbers are made from.
extension ClaimReduction {
  private func made(_ unit: ClaimUnit, _ reading: ReadOnce) throws -> [Measure: Outcomes] {
    guard let task = analysis.study.task(named: unit.task) else { return [:] }
    var maker = MeasureMaker(
      task: task, projections: analysis.study.settings.projections, bootstrap: bootstrap,
      source: reading.results, cosines: reading.cosines)
    let isKnowledge = task.kind == .knowledge
    switch unit.subject {
    case .model(let name):
      try maker.addUnevenness(name)
      if isKnowledge {
        try maker.addKnowledge(name)
      } else {
        try maker.addFastAndSlow(name)
        try maker.addRelevance(name)
        try maker.addCosines(name)
      }
    case .pair(let base, let instruct):
      guard !isKnowledge else { break }
      try maker.addInteractions(base: base, instruct: instruct)
      try maker.addRelevanceGain(base: base, instruct: instruct)
    case .all:
      guard !isKnowledge else { break }
      let families = analysis.study.models.compactMap { model in
        analysis.facts[model.name].map { (name: model.name, family: $0.family) }
      }
      try maker.addFamilies(families)
    }
    return maker.made
  }

  private func models(of unit: ClaimUnit) -> [String] {
    unit.subject == .all ? analysis.study.models.map(\.name) : unit.subject.models
  }

  private func conditions(of unit: ClaimUnit) -> [(model: String, condition: Condition)] {
    let conditions = analysis.study.task(named: unit.task)?.conditions ?? []
    return models(of: unit).flatMap { model in conditions.map { (model, $0) } }
  }

  /// What numbers of a unit are found by while the store is untouched.
  private func source(of unit: ClaimUnit, _ results: StudyResults) -> ContentHash {
    var hasher = start(unit)
    for (model, condition) in conditions(of: unit) {
      hasher.update(field: results.source(model: model, condition: condition)?.hex ?? "")
    }
    return hasher.finish()
  }

  /// A hash of all samples that numbers of a unit are made from, and of what they are called by.
  private func fingerprint(of unit: ClaimUnit, _ reading: ReadOnce) throws -> ContentHash {
    var hasher = start(unit)
    let projections = analysis.study.settings.projections
    for (model, condition) in conditions(of: unit) {
      let results = try reading.results(model, condition)
      hasher.update(field: results?.fingerprint(of: projections).hex ?? "")
      guard unit.subject.kind == .model, let cosines = try reading.cosines(model, condition) else { continue }
      for projection in projections {
        for value in cosines.adjacent(projection)?.values ?? [] {
          hasher.update(field: Int(bitPattern: UInt(value.bitPattern)))
        }
      }
    }
    return hasher.finish()
  }

  private func start(_ unit: ClaimUnit) -> ContentHasher {
    var hasher = ContentHasher()
    for text in ["claims", unit.subject.name, unit.task] { hasher.update(field: text) }
    for condition in analysis.study.task(named: unit.task)?.conditions ?? [] {
      hasher.update(field: condition.words)
    }
    for model in models(of: unit) {
      for text in [model, analysis.facts[model]?.family ?? ""] { hasher.update(field: text) }
    }
    for number in [bootstrap.resamples, Int(bitPattern: UInt(bootstrap.seed))] {
      hasher.update(field: number)
    }
    return hasher
  }
}

/// Reads each condition once, for one thread.
private final class ReadOnce {
  private let details: any GradientDetails
  private var known: [String: ConditionResults?] = [:]

  init(_ details: any GradientDetails) { self.details = details }

  func results(_ model: String, _ condition: Condition) throws -> ConditionResults? {
    let key = "\(model) \(condition.words)"
    if let found = known[key] { return found }
    let found = try details.results(model: model, condition: condition)
    known[key] = found
    return found
  }

  func cosines(_ model: String, _ condition: Condition) throws -> ConditionCosines? {
    try details.cosines(model: model, condition: condition)
  }
}

/// Claims that were tested already.
final class ClaimMemory: Sendable {
  private let known = Mutex<StudyClaims?>(nil)

  /// The claims, made by `make` where they are not known.
  func claims(_ make: () throws -> StudyClaims) rethrows -> StudyClaims {
    if let found = known.withLock(\.self) { return found }
    let made = try make()
    known.withLock { $0 = made }
    return made
  }
}

extension StudyAnalysis {
  /// The claims of the papers, tested on the samples of the study; made once, and kept beside the store where the analysis is.
  ///
  /// - Throws: `StoreError.store` when the samples cannot be read.
  package func claims() throws -> StudyClaims {
    try claimMemory.claims { try claims(by: .standard) }
  }

  /// The same with another bootstrap, not remembered.
  package func claims(by bootstrap: Bootstrap) throws -> StudyClaims {
    let file = cache.map { $0.deletingPathExtension().appendingPathExtension("claims.cache") }
    return StudyClaims(study, try ClaimReduction(analysis: self, bootstrap: bootstrap, file: file).numbers())
  }
}
