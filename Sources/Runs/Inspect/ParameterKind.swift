import Checkpoints

/// What parameters of a decoder are for.
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
