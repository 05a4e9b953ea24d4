import Foundation

/// The text of a value, as `str` and `repr` of Python give it.
struct PythonText {
  let budget: TemplateBudget

  /// `str(value)`.
  func string(_ value: TemplateValue) throws -> String {
    switch value {
    case .undefined: return ""
    case .string(let text), .markup(let text): return text
    default: return try representation(value)
    }
  }

  /// `repr(value)`.
  func representation(_ value: TemplateValue) throws -> String {
    try budget.step()
    switch value {
    case .undefined: return "Undefined"
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .integer(let value): return String(value)
    case .double(let value): return PythonNumber.text(value)
    case .string(let text): return try quoted(text)
    case .list(let list): return "[" + (try parts(list.elements)) + "]"
    case .tuple(let list): return "(" + (try parts(list.elements)) + (list.elements.count == 1 ? ",)" : ")")
    case .mapping(let mapping): return "{" + (try entries(of: mapping)) + "}"
    case .range(let range):
      return "range(\(range.start), \(range.stop)\(range.step == 1 ? "" : ", \(range.step)"))"
    case .view(let view):
      return "\(value.type)([" + (try parts((0..<view.mapping.count).map { try view.element($0) })) + "])"
    case .loop(let loop): return "<LoopContext \(loop.index0 + 1)/\(try loop.length())>"
    case .callable(.macro(let macro)):
      return "<Macro \(try macro.macro.name.map { try quoted($0) } ?? "anonymous")>"
    case .markup, .namespace, .iterator, .callable, .cycler:
      throw TemplateError.unsupported("writing a \(value.type)")
    }
  }

  private func parts(_ elements: [TemplateValue]) throws -> String {
    try joined(elements.map { try representation($0) })
  }

  private func entries(of mapping: TemplateMapping) throws -> String {
    try joined(mapping.entries.map { try representation($0.key) + ": " + representation($0.value) })
  }

  private func joined(_ parts: [String]) throws -> String {
    try budget.make(parts.reduce(2 * parts.count) { $0 + $1.utf8.count })
    return parts.joined(separator: ", ")
  }

  /// A text in quotes, with escapes for what cannot be shown.
  private func quoted(_ text: String) throws -> String {
    try budget.make(text.utf8.count + 2)
    let quote: Unicode.Scalar =
      text.utf8.contains(UInt8(ascii: "'")) && !text.utf8.contains(UInt8(ascii: "\"")) ? "\"" : "'"
    var result = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars { Self.append(scalar, quote, to: &result) }
    result.append(quote)
    return String(result)
  }

  private static func append(
    _ scalar: Unicode.Scalar, _ quote: Unicode.Scalar, to result: inout String.UnicodeScalarView
  ) {
    switch scalar {
    case quote, "\\": result.append(contentsOf: ["\\", scalar])
    case "\n": result.append(contentsOf: ["\\", "n"])
    case "\r": result.append(contentsOf: ["\\", "r"])
    case "\t": result.append(contentsOf: ["\\", "t"])
    case _ where isPrintable(scalar): result.append(scalar)
    default:
      let (sign, width) = scalar.value > 0xFFFF ? ("U", 8) : scalar.value > 0xFF ? ("u", 4) : ("x", 2)
      let digits = String(scalar.value, radix: 16)
      result.append(
        contentsOf: ("\\" + sign + String(repeating: "0", count: width - digits.count) + digits)
          .unicodeScalars)
    }
  }

  /// `str.isprintable` of one character.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }
}

/// Numbers as Python writes and rounds them.
enum PythonNumber {
  /// `repr` of a float: the shortest digits that give it again, with an exponent below 1e-4 and from 1e16 on.
  static func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
    let (digits, exponent) = decimal(value.magnitude)
    let sign = value < 0 ? "-" : ""
    if exponent < -4 || exponent >= 16 {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      let size = abs(exponent)
      return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(size < 10 ? "0" : "")\(size)"
    }
    if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let zeros = String(repeating: "0", count: exponent + 1 - whole.count)
    let fraction = digits.dropFirst(exponent + 1)
    return sign + whole + zeros + "." + (fraction.isEmpty ? "0" : fraction)
  }

  /// The shortest digits of a positive number, and the exponent of the first.
  private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
    let parts = value.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let sides = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = sides.count > 1 && sides[1] != "0" ? sides[1] : ""
    let all = String(sides[0] + fraction)
    let zeros = all.prefix { $0 == "0" }.count
    var digits = String(all.dropFirst(zeros))
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (digits, exponent + sides[0].count - 1 - zeros)
  }

  /// `float(text)`, or nil if it is none.
  static func double(_ text: String) -> Double? {
    guard let text = digits(text) else { return nil }
    switch text.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan", "+nan", "-nan": return .nan
    default: break
    }
    let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
    guard allowed else { return nil }
    return text.withCString { start in
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      return end.map { $0.pointee == 0 && UnsafePointer($0) != start } ?? false ? value : nil
    }
  }

  /// `int(text, radix)`, or nil if it is none; throws beyond 64 bits.
  static func integer(_ text: String, radix: Int) throws -> Int? {
    guard var digits = digits(text) else { return nil }
    let sign = digits.first.flatMap { "+-".contains($0) ? $0 : nil }
    if sign != nil { digits.removeFirst() }
    let isPlain = digits.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false
    }
    guard !digits.isEmpty, isPlain else { return nil }
    guard let value = Int((sign == "-" ? "-" : "") + digits, radix: radix) else {
      throw TemplateError.unsupported("a whole number beyond 64 bits")
    }
    return value
  }

  /// The text without white space around it and bars between digits; nil if bars stand elsewhere.
  private static func digits(_ text: String) -> String? {
    let text = ScalarText.strip(text, nil, left: true, right: true)
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    let joints = zip(parts, parts.dropFirst())
    let isFine = joints.allSatisfy { $0.last?.isASCIIDigit ?? false && $1.first?.isASCIIDigit ?? false }
    return isFine ? parts.joined() : nil
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) && utf8.count == 1 }
}
