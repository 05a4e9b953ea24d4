import JSON

/// Examples of a small task in two styles, with the responses of the next instruction as irrelevant ones.
enum StarterData {
  private static let count = 24

  /// The data files.
  static var files: [(name: String, text: String)] {
    [("none", fast), ("detailed", slow)].flatMap { style, response in
      [
        ("sums_\(style).json", text { response($0) }),
        ("sums_\(style)_irrelevant.json", text { response(($0 + 7) % count) }),
      ]
    }
  }

  private static func text(_ response: (Int) -> String) -> String {
    var json = JSONWriter(style: .init(indent: 2))
    json.array { json in
      for index in 0..<count {
        json.object { json in
          json.member("instruction", instruction(index))
          json.member("output", response(index))
        }
      }
    }
    return json.text + "\n"
  }

  private static func numbers(_ index: Int) -> (Int, Int) { (11 + 3 * index % 41, 4 + 5 * index % 17) }

  private static func instruction(_ index: Int) -> String {
    let (first, second) = numbers(index)
    return "A shelf holds \(first) books. \(second) more are put on it. How many are there?"
  }

  private static func fast(_ index: Int) -> String {
    let (first, second) = numbers(index)
    return "\(first + second)"
  }

  private static func slow(_ index: Int) -> String {
    let (first, second) = numbers(index)
    return
      "There are \(first) books to begin with. \(second) more are added, so we add the two numbers: "
      + "\(first) + \(second) = \(first + second). The answer is \(first + second)."
  }
}
