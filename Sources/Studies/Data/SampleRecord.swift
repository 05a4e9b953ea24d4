/// One record of a data file: an instruction with one response.
package struct SampleRecord: Sendable {
  /// What is asked.
  package let instruction: String
  /// Further material of the instruction; empty when there is none.
  package let input: String
  /// The response.
  package let output: String

  /// Makes a record.
  package init(instruction: String, input: String = "", output: String) {
    self.instruction = instruction
    self.input = input
    self.output = output
  }

  /// The instruction, then its input on a new line unless that is empty.
  package var question: String { input.isEmpty ? instruction : instruction + "\n" + input }

  /// Whether `other` asks the same, byte by byte, so that the two make a pair.
  package func asksTheSame(as other: SampleRecord) -> Bool {
    instruction.utf8.elementsEqual(other.instruction.utf8) && input.utf8.elementsEqual(other.input.utf8)
  }
}
