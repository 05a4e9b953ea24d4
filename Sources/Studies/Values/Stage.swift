/// Whether a checkpoint is a pre-trained model or its instruction-tuned partner.
public enum Stage: String, Sendable, Hashable, CaseIterable, Codable {
  case base
  case instruct
}
