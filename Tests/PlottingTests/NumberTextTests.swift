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
      ([2e-5], ["2×10^{-5}"]),
      ([0.1, 0.2, 0.3], ["0.1", "0.2", "0.3"]),
    ] as [([Double], [String])])
  func plainNumbers(values: [Double], texts: [String]) {
    #expect(NumberText.row(values).texts == texts)
  }

  @Test(
    arguments: [
      ([0, 2e6, 4e6], ["0", "2", "4"], 6), ([1e-5, 2e-5], ["1", "2"], -5),
      ([-5e-5, 0, 5e-5, 1e-4], ["−0.5", "0.0", "0.5", "1.0"], -4),
    ] as [([Double], [String], Int)])
  func linearAxesHaveOneExponent(values: [Double], texts: [String], exponent: Int) {
    let row = NumberText.row(values)
    #expect(row.texts == texts && row.exponent == exponent)
  }

  @Test func anExponentMayBeGiven() {
    let row = NumberText.row([0, 2e-4, 4e-4], exponent: -5)
    #expect(row.texts == ["0", "20", "40"] && row.exponent == -5)
    #expect(NumberText.row([1e-7, 1e-3], isLogarithmic: true).exponent == nil)
  }

  @Test func logarithmicNumbersArePowersUnlessTheyAreSmall() {
    #expect(
      NumberText.row([0.01, 0.1, 1, 10], isLogarithmic: true).texts == ["0.01", "0.1", "1", "10"])
    #expect(NumberText.row([1e-4, 1], isLogarithmic: true).texts == ["10^{-4}", "10^{0}"])
    #expect(
      NumberText.row([-1e-4, 0, 1e-4], isLogarithmic: true).texts == ["−10^{-4}", "0", "10^{-4}"])
  }

  @Test func aRoundedZeroHasNoSign() {
    #expect(NumberText.decimal(-0.001, decimals: 2) == "0.00")
  }

  @Test func differentTicksHaveDifferentTexts() {
    for (lower, upper) in TickTests.extents {
      let ticks = WilkinsonTicks.row(from: lower, to: upper, count: 6).values
      // Extents of less than a millionth of their values are beyond what ticks can tell.
      guard upper - lower > 1e-6 * max(abs(lower), abs(upper)) else { continue }
      let texts = NumberText.row(ticks).texts
      #expect(Set(texts).count == texts.count, "\(texts) at \(lower)...\(upper)")
    }
  }
}
