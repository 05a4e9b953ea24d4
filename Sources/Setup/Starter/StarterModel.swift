import Foundation
import JSON
import Support

/// A tiny Llama with random weights that reads text byte by byte: a checkpoint as Hugging Face's tools leave it.
struct StarterModel {
  /// The name of its folder.
  let name: String
  /// What its weights are drawn with: the same everywhere.
  let seed: UInt64

  private static let (hidden, inner, layers, bytes) = (32, 64, 4, 256)

  /// Its files.
  var files: [(name: String, bytes: Data)] {
    [
      ("config.json", Data(Self.config.utf8)), ("model.safetensors", weights),
      ("tokenizer.json", Data(Self.tokenizer.utf8)),
      ("tokenizer_config.json", Data(Self.tokenizerConfig.utf8)),
    ]
  }

  private static var config: String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in
      json.key("architectures")
      json.array { $0.value("LlamaForCausalLM") }
      json.member("model_type", "llama")
      json.member("hidden_size", hidden)
      json.member("intermediate_size", inner)
      json.member("num_hidden_layers", layers)
      json.member("num_attention_heads", 4)
      json.member("num_key_value_heads", 2)
      json.member("vocab_size", bytes)
      json.member("max_position_embeddings", 2048)
      json.member("rms_norm_eps", 1e-5)
      json.member("rope_theta", 10_000)
      json.member("hidden_act", "silu")
      json.member("tie_word_embeddings", true)
    }
    return json.text + "\n"
  }
}

// The weights.
extension StarterModel {
  private static var shapes: [(name: String, shape: [Int])] {
    let layer = [
      ("input_layernorm", [hidden]), ("post_attention_layernorm", [hidden]),
      ("self_attn.q_proj", [hidden, hidden]), ("self_attn.k_proj", [hidden / 2, hidden]),
      ("self_attn.v_proj", [hidden / 2, hidden]), ("self_attn.o_proj", [hidden, hidden]),
      ("mlp.gate_proj", [inner, hidden]), ("mlp.up_proj", [inner, hidden]),
      ("mlp.down_proj", [hidden, inner]),
    ]
    return [("model.embed_tokens.weight", [bytes, hidden]), ("model.norm.weight", [hidden])]
      + (0..<layers).flatMap { number in
        layer.map { ("model.layers.\(number).\($0.0).weight", $0.1) }
      }
  }

  /// The safetensors file: the length of the header, the header, the numbers.
  private var weights: Data {
    var random = SplitMix64(seed: seed)
    var (header, body) = (JSONWriter(), Data())
    header.object { header in
      for (name, shape) in Self.shapes {
        let numbers = numbers(shape, &random)
        header.key(name)
        header.object { header in
          header.member("dtype", "F32")
          for (key, values) in [
            ("shape", shape), ("data_offsets", [body.count, body.count + numbers.count]),
          ] {
            header.key(key)
            header.array { header in for value in values { header.value(value) } }
          }
        }
        body += numbers
      }
    }
    var length = UInt64(header.bytes.count).littleEndian
    return Data(bytes: &length, count: 8) + header.bytes + body
  }

  /// Norms are near 1, matrices keep the size of what they are multiplied with.
  private func numbers(_ shape: [Int], _ random: inout SplitMix64) -> Data {
    let isNorm = shape.count == 1
    let reach = isNorm ? 0.1 : (3 / Double(shape[1])).squareRoot()
    var data = Data()
    for _ in 0..<shape.reduce(1, *) {
      let number = Float((isNorm ? 1 : 0) + Double.random(in: -reach...reach, using: &random))
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }
}

// The tokenizer.
extension StarterModel {
  private static var tokenizer: String {
    var json = JSONWriter()
    json.object { json in
      json.member("version", "1.0")
      json.key("added_tokens")
      json.array { _ in }
      for key in ["normalizer", "post_processor"] {
        json.key(key)
        json.null()
      }
      for key in ["pre_tokenizer", "decoder"] {
        json.key(key)
        json.object { json in
          json.member("type", "ByteLevel")
          json.member("add_prefix_space", false)
          json.member("trim_offsets", true)
          json.member("use_regex", false)
        }
      }
      json.key("model")
      json.object { json in
        json.member("type", "BPE")
        json.key("vocab")
        json.object { json in for (byte, sign) in signs.enumerated() { json.member(sign, byte) } }
        json.key("merges")
        json.array { _ in }
      }
    }
    return json.text + "\n"
  }

  /// The characters that stand for bytes in byte-level tokenizers: printable ones for themselves, the others from U+0100 on.
  private static var signs: [String] {
    var next: UInt32 = 256
    return (0..<UInt32(bytes)).map { byte in
      let isPrintable = [33...126, 161...172, 174...255].contains { $0.contains(byte) }
      if !isPrintable { next += 1 }
      return Unicode.Scalar(isPrintable ? byte : next - 1).map { String(Character($0)) } ?? ""
    }
  }

  private static var tokenizerConfig: String {
    var json = JSONWriter(style: .init(indent: 2))
    json.object { json in json.member("chat_template", template) }
    return json.text + "\n"
  }

  private static let template = """
    {% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}\
    {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}
    """
}
