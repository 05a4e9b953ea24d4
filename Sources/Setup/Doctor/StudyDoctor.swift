import Foundation
import Runs
import Store
import Studies
import Support

/// Looks at a study: its file, its checkpoints, its data and its store.
package struct StudyDoctor {
  private let place: URL
  private let opener: any ModelOpening

  /// A doctor for the study at `place`, a study file or a folder that holds one.
  package init(place: URL, opener: any ModelOpening) {
    self.place = place
    self.opener = opener
  }

  /// What was found. Checkpoints and data that are gone are odd where the results are all there, and missing where they are
  /// still to be computed from.
  package var findings: [Finding] {
    let study: Study
    do {
      study = try Study(at: place, checksFiles: false)
    } catch {
      return [Finding("study", .missing, "\(error)")]
    }
    let (store, isWhole) = storeFindings(of: study)
    return [Finding("study", "\(study.name), \(study.file.path)")]
      + study.models.map { checkpoint($0, study, isNeeded: !isWhole) } + [data(of: study, isNeeded: !isWhole)]
      + store
  }

  private func checkpoint(_ model: StudyModel, _ study: Study, isNeeded: Bool) -> Finding {
    let mend = "put the checkpoint there, or change the path of the model in \(study.file.path)"
    if FileKind(at: model.folder) == .missing {
      return lacking(
        "checkpoint", "\(model.name): there is no folder \(model.folder.path)", isNeeded: isNeeded, mend: mend
      )
    }
    do {
      let opened = try opener.open(
        folder: model.folder, allowedKeys: model.allowedKeys, prompt: model.prompt, chat: model.chat,
        settings: study.settings, options: RunOptions())
      return Finding(
        "checkpoint",
        "\(model.name): \(opened.facts.family), \(NumberText.count(opened.facts.layerCount, "layer"))")
    } catch {
      return lacking("checkpoint", "\(model.name): \(error)", isNeeded: isNeeded, mend: mend)
    }
  }

  private func data(of study: Study, isNeeded: Bool) -> Finding {
    do {
      let data = try StudyData(study: study)
      let records = study.conditions.map { data[$0].records.count }.reduce(0, +)
      return Finding(
        "data",
        "\(NumberText.count(records, "record")) in \(NumberText.count(study.conditions.count, "file"))")
    } catch {
      return lacking(
        "data", "\(error)", isNeeded: isNeeded,
        mend: "put the file there, or change its path in \(study.file.path)")
    }
  }

  private func lacking(_ subject: String, _ text: String, isNeeded: Bool, mend: String) -> Finding {
    isNeeded
      ? Finding(subject, .missing, text, mend: mend)
      : Finding(subject, .odd, text, mend: "nothing has to be done: all results are in the store")
  }

  /// What there is to say of the store, and whether it holds everything that the study asks for.
  private func storeFindings(of study: Study) -> ([Finding], isWhole: Bool) {
    let isPacked = FileKind(at: PackedStore.place(of: study.store)) == .file
    if FileKind(at: study.store) == .missing, !isPacked {
      let finding = Finding(
        "store", .odd, "\(study.store.path) is not there yet", mend: "strata run \(study.file.path)")
      return ([finding], false)
    }
    do {
      let results = try StudyResults(study: study)
      let outdated = results.outdated.map { Finding("results", .odd, $0.description) }
      let (coverage, isWhole) = try coverage(of: results)
      return ([storeFinding(results)] + outdated + [coverage] + lock(of: study), isWhole)
    } catch {
      return ([Finding("store", .missing, "\(error)")], false)
    }
  }

  private func storeFinding(_ results: StudyResults) -> Finding {
    Finding("store", results.file.path + (results.isCompact ? ", a compact store: rounded" : ""))
  }

  private func coverage(of results: StudyResults) throws -> (Finding, isWhole: Bool) {
    let study = results.study
    var (there, missing, unbegun) = (0, 0, 0)
    for model in study.models {
      for condition in study.conditions {
        guard let coverage = try results.coverage(model: model.name, condition: condition) else {
          unbegun += 1
          continue
        }
        there += coverage.computed + coverage.skippedCount
        missing += coverage.missing
      }
    }
    let words = [
      "\(NumberText.count(there, "sample")) there",
      missing > 0 ? "\(NumberText.count(missing)) missing" : nil,
      unbegun > 0 ? "\(NumberText.count(unbegun, "condition")) of a model not begun" : nil,
    ].compactMap(\.self).joined(separator: ", ")
    if missing + unbegun == 0 { return (Finding("samples", words), true) }
    return (Finding("samples", .odd, words, mend: "strata run \(study.file.path)"), false)
  }

  private func lock(of study: Study) -> [Finding] {
    guard StoreLock.isHeld(study.store) else { return [] }
    return [Finding("lock", .odd, "a strata run or strata merge of this study is under way: wait for it")]
  }
}
