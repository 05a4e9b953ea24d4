import Support
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0", "0"), (999, "999", "999"), (1234, "1,234", "1234"), (12345, "12,345", "12,345"),
    (-1_234_567, "-1,234,567", "−1,234,567"),
  ])
  func groupsThousandsInMessagesAndFromFiveDigitsOnInPrint(number: Int, message: String, printed: String) {
    #expect(NumberText.count(number) == message)
    #expect(NumberText.whole(number) == printed)
  }

  @Test func agreesWithTheCount() {
    #expect(NumberText.count(1, "sample") == "1 sample")
    #expect(NumberText.count(2000, "sample") == "2,000 samples")
    #expect(NumberText.subject(1, "sample") == "1 sample is")
    #expect(NumberText.subject(20000, "sample") == "20,000 samples are")
  }

  @Test(arguments: [
    (12.346, "12.35"), (0.0123449, "0.01234"), (9.9996, "10.00"), (1234.5, "1234"), (12345.6, "12,346"),
    (-0.5, "−0.5000"), (0, "0"), (1.2345e-7, "1.234×10⁻⁷"), (9.8765e12, "9.876×10¹²"), (.nan, "undefined"),
    (-.infinity, "−∞"),
  ])
  func writesSignificantDigits(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test func writesDecimalsWithoutANegativeZero() {
    #expect(NumberText.fixed(-0.714, decimals: 2) == "−0.71")
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(12345.67, decimals: 1) == "12,345.7")
  }

  @Test(arguments: [(3.14159, "3.14"), (0.4249, "0.42"), (123.4, "123")])
  func writesRatios(value: Double, text: String) {
    #expect(NumberText.ratio(value) == text)
  }

  @Test(arguments: [(512, "512 bytes"), (999_499, "999 kB"), (999_500, "1.0 MB"), (12_000_000_000, "12 GB")])
  func writesBytesInPowersOfAThousand(bytes: Int, text: String) {
    #expect(NumberText.bytes(bytes) == text)
  }
}
