import Analysis
import Foundation
import Plotting
import Studies
import Support

extension FigureRequest {
  /// Scale that makes heights of the values of a statistic, in the words of matplotlib.
  package enum ScaleChoice: String, Sendable, CaseIterable {
    /// Equal steps are equally high.
    case linear
    /// Equal ratios are equally high; what is zero or negative has no place.
    case log
    /// Logarithmic away from zero and linear about it, for values of both signs.
    case symlog
  }
}

/// The scale of the axis of a statistic, the same in all panels of a figure.
package struct ValueScale: Sendable {
  let kind: ScaleKind
  /// Number of values that have no place on it.
  private let leftOut: Int

  /// The scale that is asked for, `standard` when none is; `values` are all that will be shown.
  ///
  /// - Throws: `FigureError.option` for symlog and values that are all above zero, where it would only hide that the axis
  ///   is not linear.
  package init(
    _ choice: FigureRequest.ScaleChoice?, values: [Double], standard: FigureRequest.ScaleChoice = .linear
  ) throws {
    if choice == .symlog, values.allSatisfy({ $0 > 0 }) {
      throw FigureError.option(
        name: "--scale", value: "symlog", expected: "linear or log: all values that are shown are above zero")
    }
    leftOut = values.count { $0 <= 0 }
    kind =
      switch choice ?? standard {
      case .linear: .linear
      case .log: .log10
      case .symlog: .symlog(threshold: Self.threshold(values))
      }
  }

  /// The ratio of two values from which on they are better seen on a logarithmic axis.
  static let widest = 5.0

  /// The title of the axis, which says that it is not linear.
  func title(_ statistic: Statistic) -> String {
    title(statistic.words.axis)
  }

  /// The title of an axis of something else, `words` in the notation of ``RichText``.
  func title(_ words: String) -> String {
    switch kind {
    case .linear, .band: words
    case .log10: "\(words), log scale"
    case .symlog: "\(words), symlog scale"
    }
  }

  /// The sentence of the caption, nil for a linear axis.
  var sentence: String? { sentence(of: "Heights") }

  /// The sentence of the caption about an axis whose places are called so, nil for a linear one.
  func sentence(of places: String) -> String? {
    switch kind {
    case .linear, .band: nil
    case .log10: ["\(places) are logarithmic.", unplaced].compactMap(\.self).joined(separator: " ")
    case .symlog(let threshold):
      "\(places) are logarithmic beyond ±\(NumberText.significant(threshold, digits: 1)) and linear between."
    }
  }

  /// Sentence that says how many values have no place on a logarithmic axis, nil when all have one.
  var unplaced: String? {
    guard kind == .log10, leftOut > 0 else { return nil }
    return
      "\(NumberText.whole(leftOut)) \(leftOut == 1 ? "value that is" : "values that are") zero or negative "
      + "cannot be shown so; signs at the edges of the panels stand where they are."
  }

  /// The power of ten at or below the value nearest to zero, but no less than a thousandth of the largest: closer to
  /// zero there is rarely more than noise.
  private static func threshold(_ values: [Double]) -> Double {
    let sizes = values.map(\.magnitude).filter { $0 > 0 && $0.isFinite }
    guard let least = sizes.min(), let most = sizes.max() else { return 1 }
    return pow(10, log10(max(least, most / 1000)).rounded(.down))
  }
}
