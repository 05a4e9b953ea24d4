/// One record of a data file: an instruction with one response.
public struct SampleRecord: Sendable {
  /// What is asked.
  public let instruction: String
  /// Further material of the instruction; empty when there is none.
  public let input: String
  /// The response.
  public let output: String

  /// Makes a record.
  public init(instruction: String, input: String = "", output: String) {
    self.instruction = instruction
    self.input = input
    self.output = output
  }

  /// The instruction, then its input on a new line unless that is empty.
  public var question: String { input.isEmpty ? instruction : instruction + "\n" + input }

  /// Whether `other` asks the same, byte by byte, so that the two make a pair.
  public func asksTheSame(as other: SampleRecord) -> Bool {
    instruction.utf8.elementsEqual(other.instruction.utf8) && input.utf8.elementsEqual(other.input.utf8)
  }
}
