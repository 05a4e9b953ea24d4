/// The way in which a 95 % interval is made, in the words of captions and of the data's columns.
package enum IntervalMethod: Sendable {
  /// Of means.
  case student
  /// Of a MAD or an RD.
  case percentile
  /// Of ratios and of the effects that claims are judged by.
  case outer
  /// Of a table with such effects and with AUCs.
  case claims

  /// The method in a few words: “Student t”.
  package var words: String {
    switch self {
    case .student: "Student t"
    case .percentile: "bootstrap, percentiles"
    case .outer: "bootstrap, outer ends of percentiles and studentised"
    case .claims: "\(Self.outer.words); of an AUC Wilson’s"
    }
  }

  /// Reason why a number of several samples may have no interval; nil where there is none.
  package var absence: String? {
    switch self {
    case .percentile, .claims: "more than a fifth of it is sampling noise"
    case .student, .outer: nil
    }
  }
}
