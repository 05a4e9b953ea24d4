import Foundation

/// Lines as the papers' scripts write them, with numbers that tell where they belong.
package struct PublishedLines {
  package var layers = 3
  package var projections = ["q", "k", "v", "o"]
  package var isUnified = false
  /// Parameters that are left out.
  package var without: Set<String> = []

  package init(without: Set<String> = []) {
    self.without = without
  }
  /// What stands for `S_max`, or for the largest of `S_list`.
  package var largest = "4.5"

  package func line(_ instruction: String, _ output: String = "yes") -> String {
    var members = [
      #""instruction": "\#(instruction)""#, #""output": "\#(output)""#,
      #""loss": \#(instruction.utf8.count).5"#,
    ]
    for layer in 0..<layers {
      for projection in projections {
        let name = "model.layers.\(layer).self_attn.\(projection)_proj.weight"
        let spectrum =
          isUnified
          ? #""S_list": [\#(largest), 1.5, 0.25]"#
          : #""S_sum": \#(6 + layer).25, "S_max": \#(largest), "S_min": 0.25"#
        guard !without.contains(name) else { continue }
        members.append(
          #""\#(name)": {"M_mean": -0.5, "M_max": 2, "M_min": -2, "frobenius_norm": 4.75, \#(spectrum)}"#)
      }
    }
    return "{" + members.joined(separator: ", ") + "}\n"
  }

  package func lines(_ instructions: [String], _ output: String = "yes") -> String {
    instructions.map { line($0, output) }.joined()
  }
}
