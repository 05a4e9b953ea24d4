import Plotting
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ([0, 5, 10], ["0", "5", "10"]),
      ([0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
      ([-1, 0, 1], ["−1", "0", "1"]),
      ([0, 500, 1000, 1500], ["0", "500", "1,000", "1,500"]),
      ([12_000, 12_500], ["12,000", "12,500"]),
      ([0, 2e6, 4e6], ["0", "2×10^{6}", "4×10^{6}"]),
      ([1e-5, 2e-5], ["10^{-5}", "2×10^{-5}"]),
      ([0.1, 0.2, 0.3], ["0.1", "0.2", "0.3"]),
    ] as [([Double], [String])])
  func plainNumbers(values: [Double], texts: [String]) {
    #expect(NumberText.texts(values, .automatic) == texts)
  }

  @Test func logarithmicNumbersArePowersUnlessTheyAreSmall() {
    #expect(
      NumberText.texts([0.01, 0.1, 1, 10], .automatic, isLogarithmic: true) == ["0.01", "0.1", "1", "10"])
    #expect(NumberText.texts([1e-4, 1], .automatic, isLogarithmic: true) == ["10^{-4}", "10^{0}"])
    #expect(
      NumberText.texts([-1e-4, 0, 1e-4], .automatic, isLogarithmic: true) == ["−10^{-4}", "0", "10^{-4}"])
  }

  @Test func prefixes() {
    #expect(NumberText.texts([0, 1500, 2e6, 3e-6], .si) == ["0", "1.5k", "2M", "3µ"])
    #expect(NumberText.texts([0.1, 0.25], .percent) == ["10%", "25%"])
    #expect(NumberText.texts([1, 2.345], .decimals(2)) == ["1.00", "2.35"])
  }

  @Test func aRoundedZeroHasNoSign() {
    #expect(NumberText.decimal(-0.001, decimals: 2) == "0.00")
  }

  @Test func differentTicksHaveDifferentTexts() {
    for (lower, upper) in TickTests.extents {
      let ticks = WilkinsonTicks.row(from: lower, to: upper, count: 6).values
      // Extents of less than a millionth of their values are beyond what ticks can tell.
      guard upper - lower > 1e-6 * max(abs(lower), abs(upper)) else { continue }
      let texts = NumberText.texts(ticks, .automatic)
      #expect(Set(texts).count == texts.count, "\(texts) at \(lower)...\(upper)")
    }
  }
}
