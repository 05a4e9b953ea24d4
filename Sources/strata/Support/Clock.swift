/// The machine's clock that only goes forward.
enum Clock {
  /// Seconds since the program began to look at the clock.
  static let seconds: @Sendable () -> Double = {
    let start = ContinuousClock.now
    return { (ContinuousClock.now - start) / .seconds(1) }
  }()
}
