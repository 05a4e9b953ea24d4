/// Numbers for people, the same on every machine.
package enum NumberText {
  /// `1,234,567`.
  package static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    let grouped = digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
      text.append(digit.element)
    }
    return number < 0 ? "-" + grouped : grouped
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
