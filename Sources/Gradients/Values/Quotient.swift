extension Double {
  /// The number over `whole`: 0 where `whole` is 0, as of a gradient of zero, and NaN where one of the two is not finite.
  /// What is divided by infinity would be 0, a number like any other, though nothing is known of it.
  package func over(_ whole: Double) -> Double {
    guard isFinite, whole.isFinite else { return .nan }
    return whole == 0 ? 0 : self / whole
  }
}
