/// The decimal digits of a positive double, rounded to as many as are wanted.
///
/// Rounding starts from the shortest decimal that reads back as the double, what a reader of the full number would round,
/// and one half goes to the even side: as Foundation's format strings for a locale do it, in a fraction of their time.
struct DecimalDigits {
  /// The digits, the first of which is not 0; each from 0 to 9.
  private(set) var digits: [UInt8]
  /// The power of ten of the first digit.
  private(set) var exponent: Int

  /// The shortest digits of `value`, which must be finite and above 0.
  init(_ value: Double) {
    var digits: [UInt8] = []
    var point: Int?
    var power = 0
    let text = Array(value.description.utf8)
    for (place, sign) in text.enumerated() {
      if sign == UInt8(ascii: ".") {
        point = digits.count
      } else if sign == UInt8(ascii: "e") {
        power = Int(String(decoding: text[(place + 1)...], as: UTF8.self)) ?? 0
        break
      } else {
        digits.append(sign - UInt8(ascii: "0"))
      }
    }
    let zeros = digits.prefix { $0 == 0 }.count
    exponent = (point ?? digits.count) - 1 - zeros + power
    digits.removeFirst(zeros)
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
  }

  /// The digits rounded to `count`, at least 1, filled with zeros where there are fewer; one more where rounding carries
  /// over the first, whose power ``exponent`` is.
  func rounded(to count: Int) -> DecimalDigits {
    var rounded = self
    guard digits.count > count else {
      rounded.digits += repeatElement(0, count: count - digits.count)
      return rounded
    }
    rounded.digits.removeLast(digits.count - count)
    let isHalf = digits.count == count + 1 && digits[count] == 5
    guard isHalf ? digits[count - 1] % 2 == 1 : digits[count] >= 5 else { return rounded }
    var place = count - 1
    while place >= 0, rounded.digits[place] == 9 {
      rounded.digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      rounded.digits[place] += 1
    } else {
      rounded.digits.insert(1, at: 0)
      rounded.exponent += 1
    }
    return rounded
  }

  /// The digits with a point after so many of them; zeros fill what is between.
  func text(decimals: Int) -> String {
    var text: [UInt8] = []
    if exponent < 0 {
      text.append(UInt8(ascii: "0"))
    } else {
      for place in 0...exponent { text.append(sign(place)) }
    }
    if decimals > 0 {
      text.append(UInt8(ascii: "."))
      // Of a number below 1 the first places lie before its first digit.
      for place in exponent + 1..<exponent + 1 + decimals { text.append(sign(place)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first `digits` digits with a point after the first: `1.235`.
  func mantissa(digits: Int) -> String {
    var number = self
    number.exponent = 0
    return number.text(decimals: digits - 1)
  }

  private func sign(_ place: Int) -> UInt8 {
    UInt8(ascii: "0") + (digits.indices.contains(place) ? digits[place] : 0)
  }
}
