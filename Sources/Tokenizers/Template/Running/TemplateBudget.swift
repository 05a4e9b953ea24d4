/// Limits of what one rendering of a template may take. Without them a few lines of a stranger's template could double a text
/// until the memory is full, or look through a long one for hours.
final class TemplateBudget {
  /// Expressions and statements that are run, and elements of lists that are looked at.
  static let mostSteps = 2_000_000
  /// Bytes of one text, and bytes that the elements of one list count for, beside ``bytesPerInputByte``.
  static let longest = 1 << 24
  /// Bytes that are made or looked through, in all.
  static let mostBytes = 1 << 26
  /// Bytes in addition for each byte that the template is given: long messages are no mistake of the template.
  static let bytesPerInputByte = 64
  /// Bytes that an element of a list counts for.
  static let elementBytes = 32
  /// Statements, expressions and macros that are run within each other.
  static let deepest = 500

  private var steps = 0
  private var bytes = 0
  private var depth = 0
  private let limit: Int

  /// Makes the budget of a rendering that is given so many bytes.
  init(inputBytes: Int) {
    limit = Self.mostBytes + Self.bytesPerInputByte * inputBytes
  }

  /// Counts one step.
  func step() throws {
    steps += 1
    guard steps <= Self.mostSteps else { throw TemplateError.limit("more than \(Self.mostSteps) steps") }
  }

  /// Counts bytes that are made or looked through.
  func spend(_ count: Int, times factor: Int = 1) throws {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    guard !overflow, product <= limit - bytes else {
      throw TemplateError.limit("texts and lists of more than \(limit) bytes in all")
    }
    bytes += product
  }

  /// Counts a text or list that is to be made of so many bytes.
  func make(_ count: Int, times factor: Int = 1) throws {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    guard !overflow, product <= max(Self.longest, limit / 4) else {
      throw TemplateError.limit("a text or list of more than \(max(Self.longest, limit / 4)) bytes")
    }
    try spend(product)
  }

  /// Runs something that may hold itself.
  func nested<Result>(_ run: () throws -> Result) throws -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TemplateError.limit(
        "statements, expressions and macros more than \(Self.deepest) deep in each other")
    }
    return try run()
  }
}
