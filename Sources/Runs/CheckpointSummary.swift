import Checkpoints
import Foundation
import Gradients
import JSON
import Store
import Support
import Tokenizers

/// Summary of what a checkpoint is and what computing with it takes, for `strata inspect`.
package struct CheckpointSummary: Sendable {
  /// Reason why nothing can be computed with the checkpoint, although its weights can be read: its
  /// tokenizer cannot be used.
  package let problem: (any Error)?
  /// Facts that belong together stand together.
  private let groups: [[Fact]]

  /// Opens the checkpoint in `folder`, without decoding a weight.
  ///
  /// A tokenizer or chat template that cannot be used is told of, not thrown: it takes nothing from the rest. Without the
  /// template, base prompts can be computed; without the tokenizer nothing can, see ``problem``.
  ///
  /// - Parameters:
  ///   - folder: a checkpoint folder.
  ///   - allowedKeys: unknown keys of its configuration that the user lets by.
  ///   - tokens: the length of the sample whose memory and time are estimated.
  ///   - cores: the cores that are there.
  ///   - speed: what one of them does in a second.
  /// - Throws: `CheckpointError` or `StudyError`.
  package init(
    folder: URL, allowedKeys: Set<String> = [], tokens: Int, cores: Int, speed: MachineSpeed
  ) throws {
    let checkpoint = try Checkpoint(folder: folder, allowedKeys: allowedKeys)
    let prompts = PromptFacts(of: folder, rows: checkpoint.decoder.vocabularySize)
    problem = prompts.problem
    groups = [
      [Fact("folder", "folder", .text(checkpoint.folder.path))] + prompts.facts,
      Self.sizes(checkpoint), Self.parameters(checkpoint.decoder), try Self.files(checkpoint),
      Self.work(checkpoint, tokens: tokens, cores: cores, speed: speed),
      [Fact("notes", "notes", .sentences(checkpoint.notes.map(\.description) + prompts.notes))],
    ]
  }

  private static func sizes(_ checkpoint: Checkpoint) -> [Fact] {
    let decoder = checkpoint.decoder
    return [
      Fact("family", "family", .text(decoder.family)),
      Fact("layers", "layers", .number(decoder.layerCount)),
      Fact("hidden_size", "hidden size", .number(decoder.hiddenSize)),
      Fact("heads", "heads", .number(decoder.headCount)),
      Fact("key_value_heads", "key and value heads", .number(decoder.keyValueHeadCount)),
      Fact("head_dimension", "head dimension", .number(decoder.headDimension)),
      Fact("intermediate_size", "intermediate size", .number(decoder.intermediateSize)),
      Fact("vocabulary_size", "vocabulary", .number(decoder.vocabularySize)),
      Fact("windowed_layers", "windowed layers", .number(decoder.layers.count { $0.window != nil })),
      Fact("tied_embedding", "tied embedding", .flag(decoder.tiedEmbedding)),
    ]
  }

  private static func parameters(_ decoder: DecoderDescription) -> [Fact] {
    let counts = ParameterKind.counts(of: decoder)
    return [Fact("parameters", "parameters", .number(decoder.parameterCount))]
      + ParameterKind.allCases.map { kind in
        Fact("\(kind.rawValue)_parameters", "  \(kind.words)", .number(counts[kind] ?? 0))
      }
  }

  private static func files(_ checkpoint: Checkpoint) throws -> [Fact] {
    let tensors = checkpoint.decoder.parameters.map { checkpoint.tensor($0.name) }
    let types = Set(tensors.map(\.type.rawValue)).sorted()
    return [
      Fact("dtypes", types.count == 1 ? "dtype" : "dtypes", .texts(types)),
      Fact("weight_bytes", "weights", .bytes(tensors.reduce(0) { $0 + $1.elementCount * $1.type.byteCount })),
      Fact("weight_files", "weight files", .texts(checkpoint.weightFiles.map(\.lastPathComponent))),
      Fact("fingerprint", "fingerprint", .text(try ModelFingerprint.of(checkpoint).hex)),
    ]
  }

  /// Estimates the work with the settings of a study that sets nothing.
  private static func work(
    _ checkpoint: Checkpoint, tokens: Int, cores: Int, speed: MachineSpeed
  ) -> [Fact] {
    let decoder = checkpoint.decoder
    let (projections, options) = (Projection.attention, GradientOptions())
    let shapes = projections.map { projection in
      let shape = decoder.shape(of: projection)
      return (name: projection.rawValue, rows: shape.rows, columns: shape.columns)
    }
    let engine = GradientEngine(
      checkpoint: checkpoint, projections: projections, options: options, threads: 1)
    let cost = SampleCost(decoder, projections: projections, options: options, tokens: tokens)
    let seconds = speed.seconds(of: cost)
    return [
      Fact("gradients", "gradients a sample", .number(decoder.layerCount * projections.count)),
      Fact("gradient_shapes", "  of each layer", .shapes(shapes)),
      Fact("sample_tokens", "a sample of", .count(tokens, "token")),
      Fact("sample_bytes", "  takes about", .bytes(engine.memoryEstimate(tokens: [tokens]))),
      Fact("sample_seconds", "  and on one core", .seconds(seconds)),
      Fact(
        "samples_per_hour", "  \(NumberText.count(cores, "core")) an hour", .number(perHour(seconds, cores))),
    ]
  }

  private static func perHour(_ seconds: Double, _ cores: Int) -> Int {
    let samples = 3600 * Double(cores) / seconds
    return samples.isFinite && samples < 1e15 ? Int(samples) : 0
  }

  /// One fact a line, in two columns, groups apart.
  package var text: String {
    let width = groups.joined().map(\.label.count).max() ?? 0
    return groups.map { $0.filter { !$0.text.isEmpty } }.filter { !$0.isEmpty }.map { facts in
      facts.map { $0.label.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.text }
        .joined(separator: "\n")
    }
    .joined(separator: "\n\n")
  }

  /// One JSON object on one line.
  package var json: String {
    var json = JSONWriter()
    json.object { json in for fact in groups.joined() { fact.write(to: &json) } }
    return json.text
  }
}

/// Purpose of parameters of a decoder.
enum ParameterKind: String, CaseIterable {
  case embedding
  case attention
  case mlp
  case norm
  case head

  var words: String {
    switch self {
    case .embedding: "embedding"
    case .attention: "attention"
    case .mlp: "MLP"
    case .norm: "norms"
    case .head: "output head"
    }
  }

  init(_ name: String) {
    self =
      switch name {
      case DecoderDescription.embeddingName: .embedding
      case DecoderDescription.untiedHeadName: .head
      case _ where name.hasSuffix("norm.weight"): .norm
      case _ where name.contains(".self_attn."): .attention
      default: .mlp
      }
  }

  /// The elements of each kind.
  static func counts(of decoder: DecoderDescription) -> [ParameterKind: Int] {
    decoder.parameters.reduce(into: [:]) { $0[ParameterKind($1.name), default: 0] += $1.elementCount }
  }
}

/// Facts of a checkpoint's tokenizer and chat template, or the reason why they cannot be used.
struct PromptFacts {
  let facts: [Fact]
  /// What should be known of them, in sentences.
  let notes: [String]
  /// Reason why the tokenizer cannot be used, when it cannot.
  let problem: (any Error)?

  /// Looks into `folder`, whose model has an embedding of so many `rows`.
  init(of folder: URL, rows: Int) {
    let tokenizer = Result { try Tokenizer(folder: folder).vocabularySize }
    let prompt = Result { try ChatPrompt(folder: folder) }
    let beyond = max(((try? tokenizer.get()) ?? 0) - rows, 0)
    // A text that has one of these cannot be computed; other texts can.
    let warning = [Fact("tokens_without_embedding", "  without embedding", .count(beyond, "token"))]
    facts =
      [Fact("tokenizer_size", "tokenizer", Self.value(tokenizer) { .count($0, "token") })]
      + (beyond > 0 ? warning : [])
      + [Fact("chat_template", "chat template", Self.value(prompt) { .text($0.name) })]
      + ((try? prompt.get()).map(Self.facts) ?? [])
    notes = (try? prompt.get())?.notes ?? []
    problem = if case .failure(let error) = tokenizer { error } else { nil }
  }

  private static func facts(of prompt: ChatPrompt) -> [Fact] {
    [
      Fact("system_message", "  system message", .text(prompt.system ?? "none")),
      Fact("template_variables", "  variables", .texts(prompt.variables)),
    ]
  }

  private static func value<Found>(
    _ found: Result<Found, any Error>, _ value: (Found) -> Fact.Value
  ) -> Fact.Value {
    switch found {
    case .success(let found): value(found)
    case .failure(let error): .unusable(reason: "\(error)")
    }
  }
}
