import Foundation

/// A kind of file for tables.
package enum TableFormat: String, Sendable, CaseIterable {
  /// LaTeX with `booktabs`.
  case latex
  /// Markdown as GitHub reads it.
  case markdown
  /// An element to paste into a page.
  case html
  /// Numbers in full, without rounding or emphasis, under the study's names.
  case csv

  /// The format that the ending of `file` stands for, nil when there is none.
  package init?(of file: URL) {
    let formats: [String: TableFormat] = [
      "tex": .latex, "md": .markdown, "markdown": .markdown, "html": .html, "htm": .html, "csv": .csv,
    ]
    guard let format = formats[file.pathExtension.lowercased()] else { return nil }
    self = format
  }
}

/// Style of the numbers of a table, and the page that they are written for.
package struct TableStyle: Sendable, Equatable {
  /// Numbers that are emphasised.
  package enum Best: String, Sendable, CaseIterable {
    case smallest, largest
  }

  /// The significant digits where none are asked for.
  package static let usualDigits = 3
  /// Numbers of digits that a `Double` can have.
  package static let possibleDigits = 1...15

  /// Significant digits.
  package var digits: Int
  /// Whether intervals stand beside the numbers that have one.
  package var showsIntervals: Bool
  /// Number that is emphasised among those that are compared; none when nil.
  package var best: Best?
  /// The page that LaTeX fits the table into.
  package var page: PaperPage
  /// Place of the table on the page; what fits when nil.
  package var width: PaperPage.Width?

  /// A style; without arguments three digits and nothing else, on a page of the ACL. `digits` must be among
  /// ``possibleDigits``.
  package init(
    digits: Int = usualDigits, showsIntervals: Bool = false, best: Best? = nil, page: PaperPage = .acl,
    width: PaperPage.Width? = nil
  ) {
    precondition(Self.possibleDigits.contains(digits), "a Double has 1 to 15 digits")
    self.digits = digits
    self.showsIntervals = showsIntervals
    self.best = best
    self.page = page
    self.width = width
  }
}
