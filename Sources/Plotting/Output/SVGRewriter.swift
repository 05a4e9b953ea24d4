/// Makes Cairo's SVG fit to stand in a page beside others.
///
/// Cairo calls its parts `glyph0-0`, `clip1` and so on in every file (but numbers its surfaces through the
/// life of the process), sets inline styles, which strict content security policies refuse, and says nothing
/// to a screen reader. Here ids are numbered anew behind a prefix of the file's own, styles become attributes, and title and
/// description are put in.
struct SVGRewriter {
  private let idPrefix: String
  private let title: String
  private let description: String
  /// The numbers of Cairo's ids, in the order in which they occur.
  private var numbers: [ArraySlice<UInt8>: Int] = [:]
  /// The places behind each prefix that was written.
  private var marks: [Int] = []

  private init(idPrefix: String, title: String, description: String) {
    self.idPrefix = idPrefix
    self.title = title
    self.description = description
  }

  /// `svg` with ids that begin with `idPrefix` and a number made from everything else in the file.
  static func rewrite(_ svg: [UInt8], idPrefix: String, title: String, description: String) -> [UInt8] {
    var draft = SVGRewriter(idPrefix: idPrefix, title: title, description: description)
    let bytes = draft.rewrite(svg)
    let number = Array("-\(checksum(bytes))".utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + draft.marks.count * number.count)
    var position = 0
    for mark in draft.marks.sorted() {
      output += bytes[position..<mark]
      output += number
      position = mark
    }
    output += bytes[position...]
    return output
  }

  /// Eight digits that differ where bytes do (FNV-1a, 64 bits folded to 32).
  private static func checksum(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  static func isValid(idPrefix: String) -> Bool {
    guard let first = idPrefix.utf8.first, isLetter(first) else { return false }
    return idPrefix.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F }
  }

  /// Reads Cairo's own output only: no comments, no text, attributes in double quotes.
  private mutating func rewrite(_ svg: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(svg.count + svg.count / 4)
    var position = 0
    while position < svg.count {
      let byte = svg[position]
      if byte == Sign.equals, position + 1 < svg.count, svg[position + 1] == Sign.quote {
        let start = position + 2
        let end = svg[start...].firstIndex(of: Sign.quote) ?? svg.count
        append(svg[start..<end], of: Self.attribute(endingIn: output), to: &output)
        position = end + 1
      } else {
        output.append(byte)
        position += 1
      }
    }
    return insertHead(in: output)
  }

  private enum Sign {
    static let quote: UInt8 = 0x22
    static let equals: UInt8 = 0x3D
    static let hash: UInt8 = 0x23
    static let semicolon: UInt8 = 0x3B
    static let colon: UInt8 = 0x3A
    static let space: UInt8 = 0x20
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
  }

  /// An attribute, by what its value wants.
  private enum Attribute {
    case style, id, other
  }

  private static let styleName = Array("style".utf8)
  private static let idName = Array("id".utf8)

  /// The attribute whose name the output ends with. Its name itself would keep a hold on the output, which would be copied
  /// whole for every attribute.
  private static func attribute(endingIn output: [UInt8]) -> Attribute {
    var start = output.count
    while start > 0, output[start - 1] != Sign.space { start -= 1 }
    let name = output[start...]
    return name.elementsEqual(styleName) ? .style : name.elementsEqual(idName) ? .id : .other
  }

  private mutating func append(
    _ value: ArraySlice<UInt8>, of attribute: Attribute, to output: inout [UInt8]
  ) {
    if attribute == .style {
      output.removeLast(Self.styleName.count)
      appendStyle(value, to: &output)
      return
    }
    output.append(Sign.equals)
    output.append(Sign.quote)
    if attribute == .id {
      appendID(value, to: &output)
    } else {
      appendReferences(value, to: &output)
    }
    output.append(Sign.quote)
  }

  /// `fill:none;stroke-width:1;` becomes `fill="none" stroke-width="1"`.
  private mutating func appendStyle(_ style: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var isFirst = true
    for declaration in style.split(separator: Sign.semicolon) {
      guard let colon = declaration.firstIndex(of: Sign.colon) else { continue }
      if !isFirst { output.append(Sign.space) }
      isFirst = false
      output += declaration[..<colon].drop { $0 == Sign.space }
      output.append(Sign.equals)
      output.append(Sign.quote)
      appendReferences(declaration[(colon + 1)...].drop { $0 == Sign.space }, to: &output)
      output.append(Sign.quote)
    }
  }

  private mutating func appendID(_ id: ArraySlice<UInt8>, to output: inout [UInt8]) {
    let number = numbers[id] ?? numbers.count + 1
    numbers[id] = number
    appendPrefix(to: &output)
    output += "-\(number)".utf8
  }

  /// Renames what a reference refers to: after the `#` at its start, or inside `url(#...)`.
  private mutating func appendReferences(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
    guard let hash = value.firstIndex(of: Sign.hash),
      hash == value.startIndex || value.starts(with: Array("url(".utf8))
    else {
      output += value
      return
    }
    output += value[...hash]
    let closing = value.firstIndex(of: 0x29) ?? value.endIndex
    appendID(value[(hash + 1)..<closing], to: &output)
    output += value[closing...]
  }

  private mutating func appendPrefix(to output: inout [UInt8]) {
    output += idPrefix.utf8
    marks.append(output.count)
  }

  /// Makes the root an image with a title and a description.
  private mutating func insertHead(in svg: [UInt8]) -> [UInt8] {
    let opening = Array("<svg ".utf8)
    guard let start = svg.indices.first(where: { svg[$0...].starts(with: opening) }),
      let end = svg[start...].firstIndex(of: 0x3E)
    else { return svg }
    let old = marks
    marks = []
    var output = Array(svg[..<(start + opening.count)])
    append("role=\"img\" aria-labelledby=\"", "-title\" aria-describedby=\"", to: &output)
    append("", "-desc\" ", to: &output)
    let headAt = output.count
    output += svg[(start + opening.count)...end]
    let shift = headAt - start - opening.count
    append("\n<title id=\"", "-title\">\(Self.escaped(title))</title>", to: &output)
    append("\n<desc id=\"", "-desc\">\(Self.escaped(description))</desc>", to: &output)
    let rest = output.count - end - 1
    output += svg[(end + 1)...]
    // Ids stand behind the root's tag, except those of an element before it, of which Cairo writes none.
    marks += old.map { $0 > end ? $0 + rest : $0 > start ? $0 + shift : $0 }
    return output
  }

  /// Writes the prefix between two texts.
  private mutating func append(_ before: String, _ after: String, to output: inout [UInt8]) {
    output += before.utf8
    appendPrefix(to: &output)
    output += after.utf8
  }

  /// Text as XML text, and as the value of an attribute between these quotes; characters that XML does not allow are left out.
  static func escaped(_ text: String, quote: Unicode.Scalar = "\"") -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case quote: result.append(contentsOf: (quote == "\"" ? "&quot;" : "&#39;").unicodeScalars)
      case "\t", "\n": result.append(scalar)
      default: if scalar.value >= 0x20, scalar.value & 0xFFFE != 0xFFFE { result.append(scalar) }
      }
    }
    return String(result)
  }
}
