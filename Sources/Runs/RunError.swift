import Support

/// Reasons why a run cannot begin that lie in neither the study nor a checkpoint.
package enum RunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The longest sample of a model needs more memory, in bytes, than the run may take.
  case memory(model: String, tokens: Int, needed: Int, allowed: Int)
  /// The process may take fewer addresses, in bytes, than the program and its threads do.
  case addressSpace(allowed: Int, needed: Int)

  /// One paragraph: what was expected and found, and the mend.
  package var description: String {
    switch self {
    case .memory(let model, let tokens, let needed, let allowed):
      "A sample of \(NumberText.count(tokens, "token")) takes about \(NumberText.bytes(needed)) with \(model), but the run may "
        + "take \(NumberText.bytes(allowed)). Give it --memory \(MemorySize.text(holding: needed)) where there is as much, fewer "
        + "--threads, or shorter samples (max_length in study.yml, --max-length of strata compute). Without --memory a run takes "
        + "60 % of what the machine or its cgroup allows."
    case .addressSpace(let allowed, let needed):
      "This process may have addresses for \(NumberText.bytes(allowed)) (ulimit -v), but a run with its threads takes "
        + "\(NumberText.bytes(needed)) beside the weights. Say `ulimit -v unlimited` before it, and bound its memory by --memory."
    }
  }
}
