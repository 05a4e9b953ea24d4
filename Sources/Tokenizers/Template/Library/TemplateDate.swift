/// The day that templates are given for today, so that equal runs give equal prompts: 26 July 2024, which the templates
/// of Llama 3 themselves take where no clock is at hand.
enum TemplateDate {
  private static let parts: [Unicode.Scalar: String] = [
    "a": "Fri", "A": "Friday", "w": "5", "u": "5", "d": "26", "e": "26", "b": "Jul", "h": "Jul", "B": "July",
    "m": "07", "y": "24",
    "Y": "2024", "C": "20", "H": "00", "I": "12", "M": "00", "S": "00", "p": "AM", "f": "000000", "j": "208",
    "U": "29",
    "W": "30", "V": "30", "G": "2024", "F": "2024-07-26", "D": "07/26/24", "T": "00:00:00", "R": "00:00",
    "n": "\n",
    "t": "\t", "%": "%", "c": "Fri Jul 26 00:00:00 2024", "x": "07/26/24", "X": "00:00:00", "z": "", "Z": "",
  ]

  /// The day in a format of `strftime`; a dash takes zeros in front away.
  static func format(_ format: String) throws -> String {
    var result = ""
    var scalars = format.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      var code = scalars.next()
      let dropsZeros = code == "-"
      if dropsZeros { code = scalars.next() }
      guard let code, let part = parts[code], !dropsZeros || "dmHIMSj".unicodeScalars.contains(code) else {
        throw TemplateError.unsupported("the date format \"\(format)\"")
      }
      let number = part.drop { $0 == "0" }
      result += dropsZeros ? (number.isEmpty ? "0" : String(number)) : part
    }
    return result
  }
}
