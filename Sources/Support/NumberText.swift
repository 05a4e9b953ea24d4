import Foundation

/// Numbers for people, the same on every machine.
///
/// Messages of the command line group every thousand and have the minus sign of a keyboard. Pages and figures have a true
/// minus sign and set thousands apart from five digits on, as is usual in print.
package enum NumberText {
  private static let posix = Locale(identifier: "en_US_POSIX")

  /// `digits`, with or without decimals, and a comma between thousands when there are `least` whole digits or more.
  private static func grouped(_ digits: String, from least: Int) -> String {
    let parts = digits.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.count >= least else { return digits }
    var text = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return parts.count == 2 ? "\(text).\(parts[1])" : text
  }
}

// MARK: - Rounding

extension NumberText {
  /// The nearest number of `digits` significant digits, which the shortest decimal then writes.
  package static func rounded(_ value: Double, to digits: Int) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let places = digits - 1 - Int(log10(value.magnitude).rounded(.down))
    // Powers of ten up to this one are exact, and so is what is divided by them.
    guard places.magnitude <= 22 else { return Double(String(format: "%.\(digits - 1)e", value)) ?? value }
    let power = pow(10, Double(places.magnitude))
    return places < 0 ? (value / power).rounded() * power : (value * power).rounded() / power
  }
}

// MARK: - Messages

extension NumberText {
  /// `1,234,567`.
  package static func count(_ number: Int) -> String {
    (number < 0 ? "-" : "") + grouped(String(number.magnitude), from: 4)
  }

  /// `1 sample`, `1,234 samples`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `512 bytes`, `3.4 MB`, `12 GB`: powers of 1000.
  package static func bytes(_ number: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
    var (value, unit) = (Double(number), 0)
    while value >= 999.5, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    return "\(unit == 0 ? count(number) : rate(value)) \(units[unit])"
  }

  /// Two digits or more: `0.042`, `7.3`, `1,234`.
  package static func rate(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e15 else { return "–" }
    if number >= 10 { return count(Int(number.rounded())) }
    let steps = number >= 1 ? 10.0 : 1000.0
    return String((number * steps).rounded() / steps)
  }

  /// `8 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "–" }
    let seconds = Int(max(seconds, 0).rounded())
    let units = [
      (seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
    ]
    let shown = units.drop { $0.0 == 0 }.prefix(2)
    return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}

// MARK: - Pages and figures

extension NumberText {
  /// A whole number: `1234`, `12,345`, `−12,345`.
  package static func whole(_ number: Int) -> String {
    (number < 0 ? "−" : "") + grouped(String(number.magnitude), from: 5)
  }

  /// A count as the subject of a sentence, with its verb: `1 sample is`, `12,345 samples are`.
  package static func subject(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun) is" : "\(whole(count)) \(noun)s are"
  }

  /// `value` to `digits` significant digits, or to the nearest whole number where it has more digits than that: `12.35`,
  /// `0.01235`, `12,346`, `1.235×10⁻⁷`. A value that is not finite is written as it is called.
  package static func significant(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return "0" }
    // Through the rounded number, so that 9.9996 becomes 10.00 and not 10.000.
    let number = DecimalDigits(abs(value))
    let scientific = number.rounded(to: digits)
    let exponent = scientific.exponent
    let sign = value < 0 ? "−" : ""
    if exponent < -4 || exponent > 6 {
      return sign + scientific.mantissa(digits: digits) + "×10" + superscript(exponent)
    }
    let decimals = max(digits - 1 - exponent, 0)
    let plain = number.rounded(to: number.exponent + 1 + decimals)
    return sign + grouped(plain.text(decimals: decimals), from: 5)
  }

  /// `value` with so many decimals: `0.30`, `−0.71`; what rounds to zero has no sign.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    let plain = String(format: "%.\(decimals)f", locale: posix, abs(value))
    let isZero = !plain.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isZero ? "−" : "") + grouped(plain, from: 5)
  }

  /// A ratio: `3.1` or `0.42`, to two significant digits at least and two decimals at most.
  package static func ratio(_ value: Double) -> String {
    // What rounds to 1 is written as 1 is: `0.999` and `1.01` in one column as `1.00` and `1.01`.
    let shown = value < 1 && value >= 0.995 ? 1 : value
    return significant(shown, digits: shown >= 1 && shown < 100 ? 3 : 2)
  }

  private static func superscript(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let magnitude = String(exponent.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
    return (exponent < 0 ? "⁻" : "") + String(magnitude)
  }
}
