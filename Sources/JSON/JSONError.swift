import CSimdjson
import Foundation

/// Reason why a text could not be read as JSON.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file that was read, if it was one.
  package let file: String?
  /// Line of the mistake, counted from 1, where there is one.
  package let line: Int?
  /// Offset of the mistake in bytes from the start of the text, where there is one.
  package let byteOffset: Int?
  /// The mistake that the user has to mend.
  let problem: Problem

  /// The mistake, as the end of a sentence.
  package var what: String { problem.description }

  /// File, line and byte where they are known, then what is wrong.
  package var description: String {
    var place = file ?? "JSON text"
    if let line { place += ", line \(line)" }
    if let byteOffset { place += ", byte \(byteOffset)" }
    return "\(place): \(what)."
  }

  /// The same error, said of a line of a larger file.
  ///
  /// A reader of JSON lines knows the file and the line, which the text of one line does not.
  package func inLine(_ line: Int, of file: String) -> JSONError {
    JSONError(file: file, line: line, byteOffset: byteOffset, problem: problem)
  }

  /// Everything that can be wrong with a text or the file it is in.
  enum Problem: Sendable, Equatable {
    case unreadable(reason: String)
    /// The file is a folder, a pipe or a device.
    case notRegular
    /// The file is a text that Git LFS left in its place.
    case lfsPointer
    /// The parser stopped with a status other than `ok`.
    case text(CSimdjsonStatus)
  }
}

extension JSONError {
  /// The error that a file cannot be read, for a reason that Foundation gave.
  init(unreadable file: String, _ reason: Error) {
    let code = ((reason as NSError).userInfo[NSUnderlyingErrorKey] as? POSIXError)?.code.rawValue
    let why = code.map { String(cString: strerror($0)) } ?? reason.localizedDescription
    self.init(file: file, line: nil, byteOffset: nil, problem: .unreadable(reason: why))
  }

  /// The error that the parser stopped at a place; a status that concerns the text as a whole has none.
  init(_ status: CSimdjsonStatus, file: String?, line: Int, byteOffset: Int) {
    let hasPlace = !([.empty, .tooLarge, .noMemory] as [CSimdjsonStatus]).contains(status)
    self.init(
      file: file, line: hasPlace ? line : nil, byteOffset: hasPlace ? byteOffset : nil, problem: .text(status)
    )
  }
}

extension JSONError.Problem {
  fileprivate var description: String {
    switch self {
    case .unreadable(let reason): "the file cannot be read: \(reason)"
    case .notRegular: "it is not a regular file"
    case .lfsPointer:
      "it is a Git LFS pointer, not the file itself; fetch the file with `git lfs pull` in its repository"
    case .text(let status): Self.description(of: status)
    }
  }

  private static func description(of status: CSimdjsonStatus) -> String {
    switch status {
    case .empty: "expected a JSON value, but the text is empty"
    case .trailing: "expected the end of the text after its one JSON value, found more"
    case .tooDeep:
      "arrays and objects are nested more than \(JSONDocument.maximumDepth) deep, which is not read"
    case .notUTF8: "the text is not valid UTF-8; save it as UTF-8"
    case .openString: "the string that starts here has no closing quote"
    case .controlCharacter: "a string holds a bare control character; escape it (a line break as \\n)"
    case .escape: "a string holds an unknown escape sequence"
    case .number: "this is not a JSON number"
    case .numberRange: "the number is outside the range of a double"
    case .notFinite: "NaN and Infinity are no JSON numbers and are not accepted here"
    case .tooLarge: "the text is larger than the 4 GB that can be read at once"
    case .noMemory: "there is not enough memory to read the text"
    case .ok, .syntax: "this is not valid JSON; expected a value, a comma, a colon or a closing bracket here"
    }
  }
}
