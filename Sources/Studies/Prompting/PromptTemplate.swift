import Foundation
import Mustache
import Support

/// A chat template of the study's own, for a checkpoint whose template is not recognised: Mustache with the
/// variables `system` and `user`.
///
/// ```mustache
/// <|system|>{{system}}<|end|><|user|>{{user}}<|end|><|assistant|>
/// ```
///
/// What is put in is not escaped. Partials have no meaning in one template and are refused.
package struct PromptTemplate: Sendable, Equatable {
  /// The template, to the last line feed.
  package let text: String
  private let template: MustacheTemplate

  /// The most bytes that a template may have, many times those of any chat template.
  static let longest = 16 << 10
  /// Turns escaping for HTML off; its line is taken off what is rendered.
  private static let plainText = "{{% CONTENT_TYPE:TEXT}}|\n"

  /// Reads a template and tries it on a question.
  package init(_ text: String) throws(PromptTemplateProblem) {
    self.text = text
    guard text.utf8.count <= Self.longest else { throw .tooLong(limit: Self.longest) }
    guard text.firstMatch(of: /\{\{\s*[<>$]/) == nil else { throw .includesOthers }
    do {
      template = try MustacheTemplate(string: Self.plainText + text)
    } catch {
      throw PromptTemplateProblem(error)
    }
    try check()
  }

  /// The text of the template in a file: the line end at the end of the file is the file's, as of a
  /// `chat_template.jinja`. A prompt that ends with a line feed has an empty line there.
  ///
  /// - Throws: `FileError.unreadable`.
  static func text(of file: URL) throws(FileError) -> String {
    let text = try InputFile.text(at: file, limit: longest + 2)
    guard text.utf8.last == UInt8(ascii: "\n") else { return text }
    let line = text.unicodeScalars.dropLast()
    return String(line.last == "\r" ? line.dropLast() : line)
  }

  /// Reads the template in a file, without the line end at its end.
  ///
  /// - Throws: `FileError.unreadable` or `StudyError.promptTemplate`.
  package init(contentsOf file: URL) throws {
    let text = try Self.text(of: file)
    do {
      try self.init(text)
    } catch {
      throw StudyError.promptTemplate(file.path, error)
    }
  }

  /// The prompt for a question, up to the start of the answer.
  package func render(system: String, user: String) -> String {
    render(Variables(values: ["system": system, "user": user]))
  }

  /// Compares the texts byte by byte.
  package static func == (left: PromptTemplate, right: PromptTemplate) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  private func render(_ variables: Variables) -> String {
    String(template.render(variables).unicodeScalars.dropFirst(2))
  }

  private func check() throws(PromptTemplateProblem) {
    let question = "\u{E000}question\u{E000}"
    let variables = Variables(values: ["system": "\u{E000}system\u{E000}", "user": question])
    let prompt = render(variables)
    if let name = variables.unknown.first { throw .unknownName(name) }
    guard prompt.contains(question) else { throw .noQuestion }
  }

  /// Gives a template its values and notes the names for which there is none, which Mustache renders as nothing.
  private final class Variables: MustacheParent {
    let values: [String: String]
    private(set) var unknown: [String] = []

    init(values: [String: String]) { self.values = values }

    func child(named name: String) -> Any? {
      if values[name] == nil { unknown.append(name) }
      return values[name]
    }
  }
}

/// A problem with a study's own chat template: the end of a sentence that begins with the template.
package enum PromptTemplateProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The template is longer than this many bytes.
  case tooLong(limit: Int)
  /// The template is not Mustache; the line counts from 1.
  case notMustache(line: Int, reason: String)
  /// The template has a tag for another template.
  case includesOthers
  /// The template names a variable that does not exist.
  case unknownName(String)
  /// The question does not come out.
  case noQuestion

  /// An error of the Mustache library.
  init(_ error: any Error) {
    let parsing = error as? MustacheTemplate.ParserError
    let reason = (parsing?.error as? MustacheTemplate.Error).map(Self.reason) ?? "a tag is not closed"
    // The library's template has a line more at its start.
    self = .notMustache(line: max(1, (parsing?.context.lineNumber ?? 2) - 1), reason: reason)
  }

  /// Words that follow the name of the template.
  package var description: String {
    switch self {
    case .tooLong(let limit): "is longer than the \(limit) bytes that a chat template may have"
    case .notMustache(let line, let reason): "is not Mustache: line \(line): \(reason)"
    case .includesOthers: "includes other templates; it must be whole"
    case .unknownName(let name):
      "has no value for \(Quoted.text(name)); the variables are `system` and `user`"
    case .noQuestion: "does not put in the question: write {{user}} where it belongs"
    }
  }

  private static func reason(_ error: MustacheTemplate.Error) -> String {
    switch error {
    case .sectionCloseNameIncorrect: "a section is closed by another name"
    case .expectedSectionEnd: "a section is not closed"
    case .unfinishedName: "a tag is not closed"
    default: "a tag is malformed"
    }
  }
}
