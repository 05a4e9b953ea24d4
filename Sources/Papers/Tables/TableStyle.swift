import Figures

/// How the numbers of a table are written, and for which page.
package struct TableStyle: Sendable, Equatable {
  /// Which numbers are emphasised.
  package enum Best: String, Sendable, CaseIterable {
    case smallest, largest
  }

  /// The significant digits where none are asked for.
  package static let usualDigits = 3

  /// Significant digits, 1 to 15.
  package var digits: Int
  /// Whether intervals stand beside the numbers that have one.
  package var showsIntervals: Bool
  /// Which of the numbers that are compared is emphasised; none when nil.
  package var best: Best?
  /// The page that LaTeX fits the table into.
  package var page: PaperPage
  /// Where it stands on the page; what fits when nil.
  package var width: PaperPage.Width?

  /// A style; without arguments three digits and nothing else, on a page of the ACL.
  ///
  /// - Throws: `FigureError.option` for a number of digits that is not 1 to 15.
  package init(
    digits: Int = usualDigits, showsIntervals: Bool = false, best: Best? = nil, page: PaperPage = .acl,
    width: PaperPage.Width? = nil
  ) throws {
    guard (1...15).contains(digits) else {
      throw FigureError.option(name: "--digits", value: "\(digits)", expected: "1 to 15")
    }
    self.digits = digits
    self.showsIntervals = showsIntervals
    self.best = best
    self.page = page
    self.width = width
  }
}
