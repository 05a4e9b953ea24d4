/// The day that templates are given for today, so that equal runs give equal prompts: 26 July 2024, which the templates
/// of Llama 3 themselves take where no clock is at hand.
enum TemplateDate {
  private static let parts: [Character: String] = [
    "d": "26", "m": "07", "Y": "2024", "y": "24", "b": "Jul", "B": "July", "A": "Friday", "a": "Fri",
    "%": "%",
  ]

  /// The day in a format of `strftime`.
  static func format(_ format: String) throws -> String {
    var result = ""
    var characters = format.makeIterator()
    while let character = characters.next() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      guard let code = characters.next(), let part = parts[code] else {
        throw TemplateError.unsupported("the date format \"\(format)\"")
      }
      result += part
    }
    return result
  }
}
