/// A count, by reason, of the values that have no place in their panel: a summary of ``OmittedRow``s.
///
/// Every value that is counted has its sign at the edge of the panel, but for those that have a place along neither axis,
/// or are cells or rules; signs of one series that would hide each other are drawn once.
struct Omissions: Equatable {
  /// A reason, from the first that is looked for.
  enum Reason: CaseIterable {
    case notANumber, infinite, notPositive, beyondLimits

    /// Words on a figure, as short as they must be there.
    var sign: String {
      switch self {
      case .notANumber: "NaN"
      case .infinite: "infinite"
      case .notPositive: "≤ 0"
      case .beyondLimits: "off the axis"
      }
    }

    /// Words in a sentence.
    var words: String {
      switch self {
      case .notANumber: "not a number"
      case .infinite: "infinite"
      case .notPositive: "zero or negative on a logarithmic scale"
      case .beyondLimits: "beyond the limits of an axis"
      }
    }
  }

  /// Look of the sign at the edge of the panel.
  enum Sign: String, CaseIterable {
    case up = "▲"
    case down = "▼"
    case left = "◀"
    case right = "▶"
    case nowhere = "×"
  }

  private var counts: [Reason: Int] = [:]
  private var signs: Set<Sign> = []

  var count: Int { counts.values.reduce(0, +) }

  /// Counts a value; `sign` is `nil` when nothing at the edge of the panel points to it.
  mutating func add(_ reason: Reason, _ sign: Sign?) {
    counts[reason, default: 0] += 1
    if let sign { signs.insert(sign) }
  }

  /// The omissions of two panels together.
  static func + (left: Omissions, right: Omissions) -> Omissions {
    var sum = left
    sum.counts.merge(right.counts, uniquingKeysWith: +)
    sum.signs.formUnion(right.signs)
    return sum
  }

  /// `▼× 4 values not shown (2 ≤ 0, 2 NaN)`, `nil` when nothing was left out.
  var notice: String? {
    guard count > 0 else { return nil }
    let shown = Sign.allCases.filter(signs.contains).map(\.rawValue).joined()
    return (shown.isEmpty ? "" : shown + " ") + "\(Self.values(count)) not shown (\(list(\.sign)))"
  }

  /// A sentence for those who do not see the figure, `nil` when nothing was left out.
  var sentence: String? {
    guard count > 0 else { return nil }
    return "\(Self.values(count)) \(count == 1 ? "is" : "are") not shown: \(list(\.words))."
  }

  private func list(_ name: KeyPath<Reason, String>) -> String {
    if counts.count == 1, let only = counts.keys.first { return only[keyPath: name] }
    return Reason.allCases.compactMap { reason in
      counts[reason].map { "\(TickNumbers.decimal(Double($0), decimals: 0)) \(reason[keyPath: name])" }
    }.joined(separator: ", ")
  }

  private static func values(_ count: Int) -> String {
    TickNumbers.decimal(Double(count), decimals: 0) + (count == 1 ? " value" : " values")
  }
}

extension ResolvedAxis {
  /// Returns the reason why a value has no place here, `nil` when it has one.
  func reason(against value: Double) -> Omissions.Reason? {
    if value.isNaN { return .notANumber }
    guard value.magnitude <= 1e300 else { return .infinite }
    guard transform.apply(value) != nil else { return .notPositive }
    return shows(value) ? nil : .beyondLimits
  }

  /// Returns the sign that points to a value that has no place here.
  func sign(for value: Double) -> Omissions.Sign {
    if value.isNaN || shows(value) { return .nowhere }
    let isFar = value == .infinity || value > 1e300 || value > upper
    // The far end of a reversed axis is at the other side.
    let isForward = isFar != axis.isReversed
    return isVertical ? (isForward ? .up : .down) : (isForward ? .right : .left)
  }
}

extension ColorDomain {
  /// Returns the reason why a value has no colour, `nil` when it has one. There is no domain when no value
  /// has a colour.
  static func reason(against value: Double, in domain: ColorDomain?) -> Omissions.Reason? {
    if value.isNaN { return .notANumber }
    guard value.magnitude <= 1e300 else { return .infinite }
    return domain?.fraction(value) == nil ? .notPositive : nil
  }
}
