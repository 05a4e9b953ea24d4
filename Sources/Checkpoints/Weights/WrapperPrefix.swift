/// Names of a decoder's weights as wrappers of a model write them, and the decoder's own behind them.
///
/// A decoder's names begin with `model.`: `model.layers.0.self_attn.q_proj.weight`. Compilers, trainers and adapters put words
/// before that, models of images and text a word behind it, and wrappers of single modules words into the middle.
package struct WrapperPrefix: Sendable, Hashable {
  /// What stands before `layers.` in the place of `model.`, with a full stop at its end unless it is empty.
  package let text: String

  /// The beginning that a decoder's names have by themselves.
  package static let none = WrapperPrefix(text: "model.")

  /// Whether names begin as the decoder's own.
  package var isNone: Bool { self == .none }

  private init(text: String) { self.text = text }

  /// The beginning and the tool that writes it: `module.model., as DistributedDataParallel or DeepSpeed writes them`.
  package var words: String {
    let writers = Self.writers.filter { word, _ in text.hasPrefix(word) || text.contains(".\(word)") }
    let shown = text.isEmpty ? "no model." : text
    return writers.isEmpty
      ? shown : "\(shown), as \(writers.map(\.tool).joined(separator: " and ")) writes them"
  }

  /// Tools by the words that they write.
  private static let writers: [(word: String, tool: String)] = [
    ("_orig_mod.", "torch.compile"), ("_fsdp_wrapped_module.", "FSDP"), ("base_model.model.", "PEFT"),
    ("pretrained_model.", "TRL"), ("language_model.", "a model of images and text"),
    ("module.", "DistributedDataParallel or DeepSpeed"),
  ]

  /// The beginning of the name of a weight of attention or MLP in a layer; nil for any other name.
  package init?(ofLayerWeight name: String) {
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let place = words.firstIndex(of: "layers"), place + 1 < words.count, Int(words[place + 1]) != nil,
      let block = words[(place + 2)...].first(where: { !Self.innerWords.contains($0) }),
      ["self_attn", "mlp"].contains(block)
    else { return nil }
    text = words[..<place].map { "\($0)." }.joined()
  }

  /// The decoder's own name of the weight that is called `name` under this beginning; nil for a weight of something else.
  ///
  /// A head stands outside of the part that has layers, so its name has a part of the beginning only.
  package func bare(_ name: String) -> String? {
    let head = DecoderDescription.untiedHeadName
    let cleaned = Self.cleaned(name)
    if cleaned.hasSuffix(head), text.hasPrefix(name.dropLast(head.count)) { return head }
    guard name.hasPrefix(text) else { return nil }
    let rest = Self.cleaned(String(name.dropFirst(text.count)))
    // Without a beginning, every name begins so.
    guard !text.isEmpty || Self.parts.contains(where: rest.hasPrefix) else { return nil }
    return Self.none.text + rest
  }

  /// The beginning that the decoder's weights have, of those `found`.
  ///
  /// The decoder's own counts before others, and one of text before those of images and sound.
  ///
  /// - Returns: nil where there is none, or where two are alike: two models in one.
  package static func choose(among found: Set<WrapperPrefix>) -> WrapperPrefix? {
    if found.contains(none) { return WrapperPrefix.none }
    let texts = found.filter { prefix in !otherParts.contains { prefix.text.contains($0) } }
    return texts.count == 1 ? texts.first : nil
  }

  /// Words of parts of a model that are no decoder of text, though they have layers like one.
  static let otherParts = ["vision", "visual", "image", "audio", "speech", "encoder"]
  /// Parts of a decoder.
  private static let parts = ["embed_tokens.", "layers.", "norm."]

  /// Words that wrappers of single modules leave in the middle of names.
  private static let innerWords: Set<Substring> = [
    "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module",
  ]

  /// The name without them.
  private static func cleaned(_ name: String) -> String {
    let words = name.split(separator: ".", omittingEmptySubsequences: false)
    guard words.contains(where: innerWords.contains) else { return name }
    return words.filter { !innerWords.contains($0) }.joined(separator: ".")
  }
}
