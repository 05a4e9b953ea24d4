import JSON

/// One thing that is known, for people and for scripts.
struct Fact: Sendable {
  /// Its name for scripts.
  let key: String
  /// Its name for people.
  let label: String
  let value: Value

  enum Value: Sendable {
    case text(String)
    case texts([String])
    case number(Int)
    case flag(Bool)
    case bytes(Int)
    case seconds(Double)
  }

  init(_ key: String, _ label: String, _ value: Value) {
    self.key = key
    self.label = label
    self.value = value
  }

  /// The value for people.
  var text: String {
    switch value {
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: ", ")
    case .number(let number): NumberText.count(number)
    case .flag(let flag): flag ? "yes" : "no"
    case .bytes(let bytes): NumberText.bytes(bytes)
    case .seconds(let seconds): seconds < 1 ? "\(NumberText.rate(seconds)) s" : NumberText.duration(seconds)
    }
  }

  /// Writes the fact as a member of an object.
  func write(to json: inout JSONWriter) {
    switch value {
    case .text(let text): json.member(key, text)
    case .texts(let texts):
      json.key(key)
      json.array { json in for text in texts { json.value(text) } }
    case .number(let number), .bytes(let number): json.member(key, number)
    case .flag(let flag): json.member(key, flag)
    case .seconds(let seconds): json.member(key, seconds)
    }
  }
}
