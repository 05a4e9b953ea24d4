import Support

/// Checks the ids of a study, which become parts of file names and addresses.
package struct NameChecker {
  let problems: ProblemList

  /// Makes a checker that notes mistakes in `problems`.
  package init(problems: ProblemList) { self.problems = problems }

  /// The length of the longest name. Longer names make paths that some file systems refuse.
  private static let longest = 64

  /// `name` itself when it is well formed; notes the mistake and the nearest good name when not.
  package func check(_ name: String, of what: String, line: Int) -> String? {
    let isGood = Self.isWellFormed(name)
    if !isGood {
      let mended = Self.mended(name)
      let hint = mended.isEmpty ? "" : ", such as `\(mended)`"
      problems.add(
        "the name of \(what) is made of a to z, 0 to 9 and hyphens, begins with a letter or digit and has "
          + "at most \(Self.longest) of them\(hint), not \(Quoted.text(name)); `label` and `title` are free",
        line: line)
    }
    return isGood ? name : nil
  }

  /// Notes every name that stands more than once.
  package func checkUnique(_ names: [(name: String, line: Int)], of what: String) {
    var lines: [String: Int] = [:]
    for (name, line) in names {
      if let first = lines[name] {
        problems.add("two \(what)s are called `\(name)`, the first in line \(first)", line: line)
      } else {
        lines[name] = line
      }
    }
  }

  /// Notes every label that stands more than once, also where a name serves as label: readers of a report could not
  /// tell the two apart.
  package func checkUniqueLabels(_ labels: [(label: String, line: Int)], of what: String) {
    var lines: [[UInt8]: Int] = [:]
    for (label, line) in labels {
      if let first = lines[Array(label.utf8)] {
        problems.add(
          "two \(what)s are shown as \(Quoted.text(label)), the first in line \(first); give one another `label`",
          line: line)
      } else {
        lines[Array(label.utf8)] = line
      }
    }
  }

  /// A label on one line: tabs and line ends count as spaces, and several as one. Nil when nothing else is in it.
  package static func label(_ text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "\t" || $0.isNewline }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// Whether a study may use `name` as an id.
  package static func isWellFormed(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= longest && name.utf8.first != UInt8(ascii: "-")
      && name.utf8.allSatisfy(isNameByte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
  }

  /// The nearest well-formed name, or an empty one.
  package static func mended(_ name: String) -> String {
    let bytes = name.lowercased().utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "-") }
    let words = bytes.split(separator: UInt8(ascii: "-")).map { String(decoding: $0, as: UTF8.self) }
    return String(words.joined(separator: "-").prefix(longest))
  }
}
