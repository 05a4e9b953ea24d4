import JSON
import Support

/// One thing that is known, for people and for scripts.
struct Fact: Sendable {
  /// Name for scripts.
  let key: String
  /// Name for people.
  let label: String
  let value: Value

  enum Value: Sendable {
    case text(String)
    case texts([String])
    /// Sentences, or nothing that is worth a line.
    case sentences([String])
    case number(Int)
    /// A number of things, which people are told: `1,024 tokens`.
    case count(Int, String)
    /// Rows and columns of matrices, by name.
    case shapes([(name: String, rows: Int, columns: Int)])
    case flag(Bool)
    case bytes(Int)
    case seconds(Double)
    /// Nothing that can be used, and why.
    case unusable(reason: String)
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
    case .sentences(let sentences): sentences.joined(separator: " ")
    case .number(let number): NumberText.count(number)
    case .count(let number, let noun): NumberText.count(number, noun)
    case .shapes(let shapes):
      shapes.map { "\($0.name) \($0.rows) × \($0.columns)" }.joined(separator: ", ")
    case .flag(let flag): flag ? "yes" : "no"
    case .bytes(let bytes): NumberText.bytes(bytes)
    case .seconds(let seconds): seconds < 1 ? "\(NumberText.rate(seconds)) s" : NumberText.duration(seconds)
    case .unusable(let reason): "none that can be used: \(reason)"
    }
  }

  /// Writes the fact as a member of an object: values alone, without the words for people. What cannot be used is null, with
  /// the reason in a member of its own, `…_problem`.
  func write(to json: inout JSONWriter) {
    switch value {
    case .text(let text): json.member(key, text)
    case .texts(let texts), .sentences(let texts):
      json.key(key)
      json.array { json in for text in texts { json.value(text) } }
    case .number(let number), .bytes(let number), .count(let number, _): json.member(key, number)
    case .shapes(let shapes):
      json.key(key)
      json.object { json in
        for shape in shapes {
          json.key(shape.name)
          json.array { json in for size in [shape.rows, shape.columns] { json.value(size) } }
        }
      }
    case .flag(let flag): json.member(key, flag)
    case .seconds(let seconds): json.member(key, seconds)
    case .unusable(let reason):
      json.key(key)
      json.null()
      json.member("\(key)_problem", reason)
    }
  }
}
