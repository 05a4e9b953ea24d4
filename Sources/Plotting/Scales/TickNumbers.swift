import Foundation

/// Writes the numbers at ticks, all of an axis alike, in the notation of ``RichText``.
package enum TickNumbers {
  private static let minus = "\u{2212}"
  /// Bounds of plain numbers: from this one on, and below the other, numbers are written as multiples of
  /// powers of ten.
  private static let largestPlain = 1e6
  private static let smallestPlain = 1e-3

  /// The numbers of one axis.
  package struct Row: Sendable, Equatable {
    /// One for each value.
    package var texts: [String]
    /// The power of ten by which all of them are to be multiplied, which is said once at the axis; `nil` without one.
    package var exponent: Int?

    init(_ texts: [String], exponent: Int? = nil) {
      self.texts = texts
      self.exponent = exponent
    }
  }

  /// The texts of `values`, which stand on one axis: as few decimals as tell them apart, thousands grouped, powers of ten
  /// for very large and very small numbers. Numbers of a linear axis that need a power of ten have one in common, that of
  /// `exponent` where it is given.
  package static func row(_ values: [Double], isLogarithmic: Bool = false, exponent: Int? = nil) -> Row {
    if isLogarithmic { return Row(logarithmic(values)) }
    let largest = values.map(\.magnitude).max() ?? 0
    return exponent != nil || wantsPowers(largest) ? powers(values, exponent) : Row(fixed(values))
  }

  /// An exponent as it stands at an axis: `×10^{-3}`.
  static func factor(_ exponent: Int) -> String { "×10^{\(exponent)}" }

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

  /// Whether an axis that reaches so far may have powers of ten beside one that wants them: 0.004 may, 4 would look odd.
  static func bearsPowers(_ largest: Double) -> Bool {
    largest > 0 && !(10 * smallestPlain..<largestPlain / 100).contains(largest)
  }

  /// Multiples of a power of ten, that of the largest unless another is given; a number that stands alone has it beside it.
  private static func powers(_ values: [Double], _ exponent: Int?) -> Row {
    let largest = values.map(\.magnitude).max() ?? 0
    guard largest > 0 else { return Row(fixed(values)) }
    guard values.count > 1 else {
      return Row(values.map { scientific($0, decimals: mantissaDecimals(values)) })
    }
    let exponent = exponent ?? Self.exponent(largest)
    return Row(fixed(values.map { $0 / pow(10, Double(exponent)) }), exponent: exponent)
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
    let power = pow(10, Double(exponent(largest)))
    return decimalsNeeded(values.map { $0 / power })
  }

  /// `m×10^{e}`, without the factor when it is 1; zero is `0`.
  private static func scientific(_ value: Double, decimals: Int) -> String {
    guard value != 0 else { return "0" }
    let power = Double(exponent(value))
    let mantissa = decimal(value / pow(10, power), decimals: decimals)
    let raised = "10^{\(Int(power))}"
    if mantissa == "1" { return raised }
    return mantissa == minus + "1" ? minus + raised : mantissa + "×" + raised
  }

  /// The power of ten of the first digit of a number other than zero.
  static func exponent(_ value: Double) -> Int {
    let guess = log10(value.magnitude).rounded(.down)
    return Int(value.magnitude / pow(10, guess) >= 9.999_999_999 ? guess + 1 : guess)
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

extension TickNumbers {
  /// A number to three significant digits, for sentences.
  static func threeDigits(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let power = Int(log10(value.magnitude).rounded(.down))
    guard power < 6, power > -5 else { return scientific(value, decimals: 2) }
    return decimal(value, decimals: max(0, 2 - power))
  }
}

/// The notation of numbers on axes that measure the same: where one of them needs multiples of a power of ten the others
/// have them too, with one exponent as long as that leaves all numbers short.
struct PowerNotation {
  private let isWanted: Bool
  /// The exponent of all, `nil` where each has its own.
  private let common: Int?

  /// Most orders of magnitude between axes with one exponent; with more than this, their numbers would be
  /// long.
  private static let widest = 2

  /// `largest` are the largest magnitudes on each of the axes.
  init(largest: [Double]) {
    isWanted = largest.contains(where: TickNumbers.wantsPowers)
    let exponents = largest.filter(TickNumbers.bearsPowers).map(TickNumbers.exponent)
    common = exponents.min().flatMap { least in
      exponents.allSatisfy { $0 - least <= Self.widest } ? least : nil
    }
  }

  /// The exponent of the axis with that largest magnitude, `nil` where its numbers stand as they are.
  func exponent(of largest: Double) -> Int? {
    guard isWanted, TickNumbers.bearsPowers(largest) else { return nil }
    return common ?? TickNumbers.exponent(largest)
  }
}
