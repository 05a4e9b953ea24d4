import Studies
import TestSupport

/// The study file of the gallery.
package enum GalleryStudyFile {
  package static var text: String {
    let chains = ["none", "simplified", "detailed"].map {
      "      \($0): { correct: data/\($0).json, irrelevant: data/\($0)-irrelevant.json }"
    }
    let knowledge = ["popular-100", "popular-500", "popular-1000", "unpopular"].map {
      "      \($0): { correct: data/\($0).json }"
    }
    let tasks = [
      ("algebra", "Algebra", "math", chains), ("daily-life", "Daily life", "commonsense", chains),
      ("places", "Places", "knowledge", knowledge),
    ].map { name, label, kind, data in
      "  - name: \(name)\n    label: \(label)\n    kind: \(kind)\n    data:\n" + data.joined(separator: "\n")
    }
    let models = GalleryStudy.models.map { model in
      """
        - { name: \(model.name), label: \(model.label), path: m, stage: base }
        - name: \(model.name)-instruct
          label: \(model.label) Instruct
          path: m
          stage: instruct
          partner: \(model.name)
      """
    }
    return """
      name: gallery
      title: Two pairs of models that do not exist
      models:
      \(models.joined(separator: "\n"))
      tasks:
      \(tasks.joined(separator: "\n"))
      settings: { spectrum: true, cosines: all-pairs, token_shares: true }
      """
  }

  /// Read from a file, which is gone afterwards; nothing here needs it again.
  package static func study(_ text: String) throws -> Study {
    let folder = try TemporaryFolder()
    return try Study(at: folder.write(text, to: "study.yml"), checksFiles: false)
  }
}
