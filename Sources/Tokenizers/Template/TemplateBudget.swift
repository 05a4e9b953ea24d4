/// Limits of what one rendering of a template may make. Without them a few lines of a stranger's template could double a
/// text until the memory is full, or copy a long one for hours.
final class TemplateBudget {
  /// Bytes of one text, or elements of one list; far more than a conversation needs.
  static let longest = 1 << 24
  /// Bytes of all texts and lists that are made on the way.
  private static let most = 1 << 28
  /// Bytes that an element of a list counts for.
  private static let elementBytes = 32

  private var spent = 0

  /// Counts a value that was made.
  ///
  /// - Throws: ``TemplateError`` when it is too long, or all of them together are.
  func spend(_ value: TemplateValue) throws {
    switch value {
    case .string(let text): try spend(text.utf8.count)
    case .list(let list): try spend(Self.elementBytes * list.count)
    default: break
    }
  }

  /// Counts bytes that were made.
  ///
  /// - Throws: ``TemplateError``.
  func spend(_ bytes: Int) throws {
    try Self.check(bytes)
    spent += bytes
    guard spent <= Self.most else { throw Self.tooMuch }
  }

  /// Refuses a text that would have `parts` pieces of the length `bytes`, before it is made.
  ///
  /// - Throws: ``TemplateError``.
  static func check(_ bytes: Int, times parts: Int = 1) throws {
    let (product, overflow) = bytes.multipliedReportingOverflow(by: parts)
    guard !overflow, product <= longest else { throw tooMuch }
  }

  private static var tooMuch: TemplateError { .unsupported("a text or list of this length") }
}
