/// Why the samples of two data files do not pair.
package enum PairingProblem: Sendable, Equatable {
  /// The records at `index`, from 0, ask different things; it is the first such place.
  case differentInstruction(index: Int)
  /// The files have that many records.
  case differentCount(Int, Int)
}
