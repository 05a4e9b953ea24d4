import Foundation

/// Writes the numbers at ticks, all of an axis alike, in the notation of ``RichText``.
package enum NumberText {
  private static let minus = "\u{2212}"
  /// From here on, and below its inverse ten thousandth, numbers are written as powers of ten.
  private static let largestPlain = 1e6
  private static let smallestPlain = 1e-4

  /// The texts of `values`, which stand on one axis; `isAmongPowers` when another axis of the same quantity is written in
  /// powers of ten.
  package static func texts(
    _ values: [Double], _ style: NumberStyle, isLogarithmic: Bool = false, isAmongPowers: Bool = false
  ) -> [String] {
    switch style {
    case .automatic:
      isLogarithmic ? logarithmic(values) : automatic(values, isAmongPowers: isAmongPowers)
    case .si: values.map(si)
    case .percent:
      fixed(values.map { $0 * 100 }).map { $0 + "%" }
    case .decimals(let count): values.map { decimal($0, decimals: min(max(count, 0), 15)) }
    case .power: values.map { scientific($0, decimals: mantissaDecimals(values)) }
    }
  }

  /// One number as precise as `decimals` says, thousands grouped by commas, with a true minus sign.
  package static func decimal(_ value: Double, decimals: Int) -> String {
    let scaled = (value.magnitude * pow(10, Double(decimals))).rounded()
    guard scaled < 9e15 else { return scientific(value, decimals: 3) }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = grouped(String(padded.dropLast(decimals)))
    let sign = value < 0 && scaled > 0 ? minus : ""
    return decimals == 0 ? sign + whole : sign + whole + "." + padded.suffix(decimals)
  }

  /// Whether an axis that reaches so far from zero has powers of ten.
  static func wantsPowers(_ largest: Double) -> Bool {
    largest > 0 && !(smallestPlain..<largestPlain).contains(largest)
  }

  /// Whether it may have them too, beside one that wants them: 0.004 may, 4 would look odd.
  static func bearsPowers(_ largest: Double) -> Bool {
    largest > 0 && !(100 * smallestPlain..<largestPlain / 100).contains(largest)
  }

  private static func automatic(_ values: [Double], isAmongPowers: Bool) -> [String] {
    let largest = values.map(\.magnitude).max() ?? 0
    guard wantsPowers(largest) || isAmongPowers && bearsPowers(largest) else { return fixed(values) }
    return values.map { scientific($0, decimals: mantissaDecimals(values), exponentOf: largest) }
  }

  /// Plain numbers between 0.01 and 10,000, powers of ten on longer axes.
  private static func logarithmic(_ values: [Double]) -> [String] {
    let magnitudes = values.map(\.magnitude).filter { $0 > 0 }
    guard let least = magnitudes.min(), let most = magnitudes.max() else { return fixed(values) }
    if least >= 0.0099, most <= 10_000.1 { return values.map { decimal($0, decimals: decimalsNeeded([$0])) } }
    return values.map { scientific($0, decimals: mantissaDecimals([$0])) }
  }

  private static func fixed(_ values: [Double]) -> [String] {
    let decimals = decimalsNeeded(values)
    return values.map { decimal($0, decimals: decimals) }
  }

  /// The fewest decimals that tell what the numbers are, to a millionth of their smallest distance.
  private static func decimalsNeeded(_ values: [Double]) -> Int {
    let sorted = values.sorted()
    let gaps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    let unit = gaps.min() ?? values.map(\.magnitude).filter { $0 > 0 }.min() ?? 1
    for decimals in 0..<15 {
      let factor = pow(10, Double(decimals))
      if values.allSatisfy({ ($0 * factor - ($0 * factor).rounded()).magnitude <= unit * factor * 1e-6 }) {
        return decimals
      }
    }
    return 15
  }

  private static func mantissaDecimals(_ values: [Double]) -> Int {
    guard let largest = values.map(\.magnitude).max(), largest > 0 else { return 0 }
    let power = pow(10, exponent(of: largest))
    return decimalsNeeded(values.map { $0 / power })
  }

  /// `m×10^{e}`, without the factor when it is 1; zero is `0`.
  private static func scientific(_ value: Double, decimals: Int, exponentOf reference: Double? = nil)
    -> String
  {
    guard value != 0 else { return "0" }
    let power = exponent(of: reference ?? value.magnitude)
    let mantissa = decimal(value / pow(10, power), decimals: decimals)
    let raised = "10^{\(Int(power))}"
    if mantissa == "1" { return raised }
    return mantissa == minus + "1" ? minus + raised : mantissa + "×" + raised
  }

  private static func exponent(of value: Double) -> Double {
    let guess = log10(value.magnitude).rounded(.down)
    return value.magnitude / pow(10, guess) >= 9.999_999_999 ? guess + 1 : guess
  }

  private static func si(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let prefixes = ["p", "n", "µ", "m", "", "k", "M", "G", "T", "P"]
    let group = min(max(Int((exponent(of: value) / 3).rounded(.down)), -4), 5)
    let scaled = value / pow(1000, Double(group))
    return decimal(scaled, decimals: min(decimalsNeeded([(scaled * 1000).rounded() / 1000]), 3))
      + prefixes[group + 4]
  }

  private static func grouped(_ digits: String) -> String {
    guard digits.count > 3 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

extension NumberText {
  /// A number to three significant digits, for sentences.
  static func threeDigits(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let power = Int(log10(value.magnitude).rounded(.down))
    guard power < 6, power > -5 else { return scientific(value, decimals: 2) }
    return decimal(value, decimals: max(0, 2 - power))
  }
}
