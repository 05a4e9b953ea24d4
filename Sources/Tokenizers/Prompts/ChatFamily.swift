/// A known way to mark the turns of a conversation, recognised by how one question and the start of its answer look. It gives
/// a template its name, and tells who is given a system message; a template of no known family is run all the same.
struct ChatFamily: Sendable {
  /// The name that is shown to the user.
  let name: String
  /// Whether a system message is given to this family; none is to Gemma, as in the layer-gradient papers.
  let takesSystem: Bool
  /// The texts just before and after a question, up to the start of the answer; one of them must be there.
  let turns: [(before: String, after: String)]
  /// A text that must stand before a system message, if one is given.
  var beforeSystem = ""

  /// All families; the first that fits is taken.
  static let all = [
    ChatFamily(
      name: "chatml", takesSystem: true,
      turns: [("<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n")]),
    ChatFamily(
      name: "llama-3", takesSystem: true,
      turns: [
        (
          "<|start_header_id|>user<|end_header_id|>\n\n",
          "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
        )
      ]),
    ChatFamily(
      name: "gemma", takesSystem: false,
      turns: [("<start_of_turn>user\n", "<end_of_turn>\n<start_of_turn>model\n")]),
    ChatFamily(name: "phi-3", takesSystem: true, turns: [("<|user|>\n", "<|end|>\n<|assistant|>\n")]),
    ChatFamily(name: "olmo-2", takesSystem: true, turns: [("<|user|>\n", "\n<|assistant|>\n")]),
    ChatFamily(
      name: "llama-2", takesSystem: true, turns: [("[INST] ", " [/INST]")], beforeSystem: "<<SYS>>\n"),
    ChatFamily(
      name: "mistral", takesSystem: true,
      turns: [("[INST] ", " [/INST]"), ("[INST] ", "[/INST]"), ("[INST]", "[/INST]")]),
  ]

  /// Whether prompts for a question, without and with a system message, are of this family.
  func fits(question: String, prompt: String, system: String, promptWithSystem: String?) -> Bool {
    guard turns.contains(where: { ScalarText.contains(prompt, $0.before + question + $0.after) }) else {
      return false
    }
    guard !beforeSystem.isEmpty else { return true }
    return promptWithSystem.map { ScalarText.contains($0, beforeSystem + system) } ?? false
  }
}
