/// How the response's first token is found and how chat prompts are encoded (design, section 3).
///
/// A report never mixes the two.
package enum Prompting: String, Sendable, Hashable, CaseIterable, Codable {
  /// As the published scripts do it: `start` is the number of tokens of the encoded prefix, which may
  /// tokenise differently inside the whole text, and a chat template that writes BOS gets a second one.
  case published
  /// `start` comes from character offsets, and BOS is never doubled.
  case exact
}
