import Foundation
import Support

/// A small study that runs at once: its file with comments, examples of two styles, and two tiny models of random weights.
package enum StarterStudy {
  /// Writes the study into `folder`, which is made where it is missing.
  ///
  /// - Returns: the files, by their paths in the folder.
  /// - Throws: `SetupError.exists` before anything is written when one of them is there, `FileError.output`.
  package static func write(to folder: URL) throws -> [String] {
    let files = files
    let present = files.map(\.path).filter { FileKind(at: folder.appending(path: $0)) != .missing }
    guard present.isEmpty else { throw SetupError.exists(folder: folder.path, present) }
    for file in files { try OutputFile.write(file.bytes, to: folder.appending(path: file.path)) }
    return files.map(\.path)
  }

  private static var files: [(path: String, bytes: Data)] {
    let models = [StarterModel(name: "base", seed: 1), StarterModel(name: "instruct", seed: 2)]
    return [("study.yml", Data(text.utf8))]
      + StarterData.files.map { ("data/\($0.name)", Data($0.text.utf8)) }
      + models.flatMap { model in model.files.map { ("models/\(model.name)/\($0.name)", $0.bytes) } }
  }

  /// The study file. It says what can be said, and what happens where nothing is.
  static let text = """
    # A study: models × tasks × conditions. Lines that begin with # are comments.
    #
    #   strata inspect .    says what is to be computed, in how much memory and time
    #   strata run .        computes it; interrupt it and run it again as you like
    #   strata build .      writes the site to _site/; open _site/index.html
    #   strata doctor .     says what is missing or odd, and which command mends it

    # The study's id: lower-case letters, digits and hyphens.
    name: first-study
    title: A first study
    # Markdown, shown at the head of the site; may be left out.
    description: >
      Two tiny models with random weights, which Strata made so that there is something to run.
      Put your own models in their place: nothing here is a finding.

    models:
      - name: base
        label: Base
        # A checkpoint folder with config.json, safetensors weights and tokenizer.json, here or anywhere; or a
        # model in the hub cache, such as Qwen/Qwen2.5-0.5B.
        path: models/base
        # Base models get the instruction and a line feed; instruct models their chat template.
        stage: base
      - name: instruct
        label: Instruct
        path: models/instruct
        stage: instruct
        # The base model that it was tuned from, to compare the two.
        partner: base

    tasks:
      - name: sums
        label: Sums
        # math and commonsense tasks have the styles none, simplified and detailed; knowledge tasks popular-100,
        # popular-500, popular-1000 and unpopular.
        kind: math
        # JSON arrays or JSON Lines of {"instruction": …, "output": …}. Files of one task hold the same instructions
        # in the same order; irrelevant responses are those of other instructions, and may be left out.
        data:
          none:
            correct: data/sums_none.json
            irrelevant: data/sums_none_irrelevant.json
          detailed:
            correct: data/sums_detailed.json
            irrelevant: data/sums_detailed_irrelevant.json

    # Each of these may be left out.
    settings:
      # Samples of every condition: the first so many. For a random choice: sampling: { count: 200, seed: 1 }
      samples: 24
      # Tokens beyond which a text is cut.
      max_length: 1024
      # More of what can be kept; each takes room in the store.
      # spectrum: true          # all singular values
      # cosines: adjacent       # between gradients of neighbouring layers
      # token_shares: true      # the share of every token in every gradient

    # The results. Made by the first run.
    store: study.sqlite

    """
}
