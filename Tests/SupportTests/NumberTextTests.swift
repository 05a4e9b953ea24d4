import Foundation
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

  @Test(arguments: [(3.14159, "3.14"), (0.4249, "0.42"), (123.4, "123"), (0.999, "1.00"), (0.994, "0.99")])
  func writesRatios(value: Double, text: String) {
    #expect(NumberText.ratio(value) == text)
  }

  @Test(arguments: [(512, "512 bytes"), (999_499, "999 kB"), (999_500, "1.0 MB"), (12_000_000_000, "12 GB")])
  func writesBytesInPowersOfAThousand(bytes: Int, text: String) {
    #expect(NumberText.bytes(bytes) == text)
  }
}

/// Rounding of our own against Foundation's format strings for a locale.
@Suite struct RoundedDigitsTests {
  private static func formatted(_ value: Double, digits: Int) -> String {
    let posix = Locale(identifier: "en_US_POSIX")
    let scientific = String(format: "%.\(digits - 1)e", locale: posix, value).lowercased().split(
      separator: "e")
    let exponent = scientific.last.flatMap { Int($0) } ?? 0
    guard (-4...6).contains(exponent) else { return String(scientific[0]) }
    return String(format: "%.\(max(digits - 1 - exponent, 0))f", locale: posix, value)
  }

  /// What is compared is digits: signs of thousands and powers of ten are other tests'.
  private static func found(_ value: Double, digits: Int) -> String {
    String(
      NumberText.significant(value, digits: digits).replacing(",", with: "").split(separator: "×").first ?? ""
    )
  }

  @Test func roundsNumbersOfEverySizeAsFormatStringsDo() {
    var state: UInt64 = 1
    for digits in 1...6 {
      for power in -12...12 {
        for _ in 0..<40 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let fraction = Double(state >> 11) / 0x1p53
          let value = (1 + 9 * fraction) * pow(10, Double(power))
          #expect(Self.found(value, digits: digits) == Self.formatted(value, digits: digits), "\(value)")
        }
      }
    }
  }

  @Test func roundsHalvesNinesAndShortNumbersAsFormatStringsDo() {
    var values: [Double] = [
      9.5, 99.95, 999.5, 0.99995, 9.9995, 99999.5, 1, 10, 0.1, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude,
    ]
    for number in 1...400 {
      let whole = Double(number)
      values += [whole / 8, whole + 0.5, whole / 1000 + 0.0005]
    }
    for value in values {
      for digits in 1...5 {
        #expect(Self.found(value, digits: digits) == Self.formatted(value, digits: digits), "\(value)")
      }
    }
  }
}
