internal import JSON

/// A key of `config.json` that no family asked for, and whether it may be passed over.
///
/// Tools write more keys than anybody can list: names, ids, versions, settings of generation and training. What
/// touches the arithmetic of a decoder is called by few words. So a key passes unless its name has one of these and its
/// value is not the one that switches it off.
struct UnknownKey {
  /// The key, behind the keys of the objects that it stands in, with full stops between.
  let path: String
  private let key: String
  /// Words of the whole path: members of an object are about what it is about.
  private let words: [String]
  private let value: JSONValue

  init(_ key: String, _ value: JSONValue, within path: String = "") {
    self.path = path + key
    self.key = key
    self.value = value
    words = Self.words(of: self.path)
  }

  /// The keys that could touch the arithmetic: this one, or those of its members that could.
  var suspects: [UnknownKey] {
    if isHarmless || isOff { return [] }
    if isAboutArithmetic || isTelling { return [self] }
    guard let members = value.object else { return [] }
    return members.flatMap { UnknownKey($0.key, $0.value, within: "\(path).").suspects }
  }

  /// The key with its value, for messages.
  var shown: String { "\(path) (\(ConfigReader.shown(value)))" }

  // MARK: - Names

  /// Beginnings of words that name a part of the arithmetic, or a change of it.
  private static let beginnings = [
    "activ", "adapter", "alibi", "attn", "atten", "bias", "bidirection", "capp", "centered", "centred",
    "causal", "chunk", "clamp",
    "clip",
    "embed", "expert", "factor", "freq", "geglu", "gelu", "head", "hidden", "interleav", "intermediate",
    "layer", "logit",
    "lora", "mamba", "mscale", "multipl", "ntk", "parallel", "position", "quant", "relu", "resid", "rotar",
    "rotat", "rout",
    "scal", "share", "silu", "sink", "skip", "softcap", "softmax", "sparse", "swiglu", "temperature", "theta",
    "window",
    "yarn", "gptq", "awq", "fp8", "int8", "int4", "nf4", "8bit", "4bit",
  ]
  /// Whole words of the same kind.
  private static let whole: Set = [
    "act", "alpha", "cap", "gamma", "mult", "conv", "dora", "ffn", "gate", "gated", "gating", "glu", "kv",
    "mask", "masks",
    "mla", "mlp",
    "moe", "mup", "nope", "pos", "qk", "qkv", "rank", "rms", "ssm", "swa", "tie", "tied", "tying",
  ]
  /// Parts of words of the same kind, wherever they stand.
  private static let parts = ["norm", "rope", "scale", "attention", "softcap", "rotary"]
  /// Parts of keys of the same kind, of words that alone say nothing.
  private static let phrases = ["prefix_lm"]

  /// Words of things that change nothing in a forward and backward pass without dropout, cache and generation.
  private static let harmlessWords: Set = [
    "cache", "checkpointing", "drop", "dropout", "pdrop", "flash", "fp32", "fuse", "fused", "grad",
    "gradient", "impl",
    "implementation", "init", "initializer", "layerdrop", "loss", "lr", "optimizer", "pipeline", "scheduler",
    "sdpa",
    "tokenizer", "unsloth", "xformers",
  ]
  /// Ends of keys that name a token.
  private static let tokenEnds = ["_token", "_token_id", "_token_ids", "_token_index", "_token_idx"]

  private var isAboutArithmetic: Bool {
    words.contains(where: Self.namesArithmetic) || Self.phrases.contains(where: key.contains)
  }

  private static func namesArithmetic(_ word: String) -> Bool {
    whole.contains(word) || beginnings.contains(where: word.hasPrefix) || parts.contains(where: word.contains)
  }

  private var isHarmless: Bool {
    words.contains(where: Self.harmlessWords.contains) || Self.tokenEnds.contains(where: key.hasSuffix)
      || Family.harmlessKeys.contains(key)
  }

  /// Words of a key: `attnLogit_scale2` is attn, logit, scale2.
  private static func words(of key: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in key {
      let isWordPart = character.isLetter || character.isNumber
      if !isWordPart || (character.isUppercase && wasLower) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isWordPart { word += character.lowercased() }
      wasLower = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }

  // MARK: - Values

  /// Flags of other decoders that are true of all of ours: false is what switches something.
  private static let alwaysOn: Set = [
    "apply_rotary_pos_emb", "causal", "gated_mlp", "is_causal", "rope", "rotary", "scale_attn_weights",
    "scale_attention",
    "use_causal_mask", "use_gated_mlp", "use_mlp", "use_rmsnorm", "use_rms_norm", "use_rope",
    "use_rotary_embeddings",
    "use_rotary_pos_emb",
  ]
  /// Words of numbers that multiply or divide, so that 1 changes nothing.
  private static let factors = [
    "multipl", "scal", "mscale", "factor", "temperature", "parallel", "pct", "percent", "fraction", "ratio",
  ]
  /// Texts that switch off, or name what every decoder here has.
  private static let offTexts: Set = [
    "", "none", "null", "no", "off", "false", "default", "disabled", "rope", "rotary", "causal", "eager",
  ]

  /// Whether the value is the one that changes nothing.
  private var isOff: Bool {
    if value.isNull || value.array?.isEmpty == true || value.object?.count == 0 { return true }
    if let flag = value.bool { return flag == Self.alwaysOn.contains(key) }
    if let text = value.string { return Self.offTexts.contains(text.lowercased()) }
    guard let number = value.double else { return false }
    let isFactor = words.contains { word in Self.factors.contains(where: word.hasPrefix) }
    if number == 1 { return isFactor }
    return number == 0 && (!isFactor || words.contains { $0.hasPrefix("parallel") })
  }

  /// Whether the value is a text of such words alone: `alibi`, `layer_norm`.
  private var isTelling: Bool {
    guard let text = value.string, text.utf8.count <= 64 else { return false }
    let words = Self.words(of: text)
    return !words.isEmpty && words.allSatisfy { $0.utf8.count > 3 && Self.namesArithmetic($0) }
  }
}
