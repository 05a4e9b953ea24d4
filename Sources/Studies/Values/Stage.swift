/// Whether a checkpoint is a pre-trained model or its instruction-tuned partner.
package enum Stage: String, Sendable, Hashable, CaseIterable, Codable {
  case base
  case instruct
}
