import Foundation

/// A tiny Llama checkpoint that reads text byte by byte: random weights, a tokenizer with a token for every
/// byte and no merges, and a ChatML template. Small enough to be computed in any test.
public struct ByteModel {
  /// The weights; a test may spoil them.
  public var checkpoint = SyntheticCheckpoint()

  /// A model with an embedding for every byte.
  public init() {
    checkpoint.config["vocab_size"] = 256
    let values = (0..<256 * 12).map { Float(sin(Double($0 * $0 % 9973)) * 0.3) }
    checkpoint.tensors[0] = .init("model.embed_tokens.weight", shape: [256, 12], values: values)
  }

  /// Writes all files of the checkpoint into `folder`, which is made when it is missing.
  public func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try checkpoint.write(to: folder)
    let tokenizer: [String: Any] = [
      "version": "1.0", "truncation": NSNull(), "padding": NSNull(), "added_tokens": [[String: Any]](),
      "normalizer": NSNull(), "pre_tokenizer": Self.byteLevel, "post_processor": NSNull(),
      "decoder": Self.byteLevel,
      "model": ["type": "BPE", "vocab": Self.vocabulary, "merges": [String]()] as [String: Any],
    ]
    try Self.write(tokenizer, to: folder.appending(path: "tokenizer.json"))
    try Self.write(["chat_template": Self.template], to: folder.appending(path: "tokenizer_config.json"))
  }

  private static var byteLevel: [String: Any] {
    ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false]
  }

  private static let template = """
    {% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + \
    '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}
    """

  /// The characters that stand for bytes in byte-level tokenizers: printable ones for themselves, the others
  /// from U+0100 on. Every byte's id is the byte.
  private static let vocabulary: [String: Int] = {
    let printable = Array(33...126) + Array(161...172) + Array(174...255)
    let others = (0..<256).filter { !printable.contains($0) }
    let pairs =
      printable.map { ($0, $0) } + others.enumerated().map { ($0.element, 256 + $0.offset) }
    return Dictionary(
      uniqueKeysWithValues: pairs.compactMap { byte, scalar in
        Unicode.Scalar(scalar).map { (String(Character($0)), byte) }
      })
  }()

  private static func write(_ object: [String: Any], to file: URL) throws {
    try JSONSerialization.data(withJSONObject: object, options: .sortedKeys).write(to: file)
  }
}
