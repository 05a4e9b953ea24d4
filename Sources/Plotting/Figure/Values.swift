/// A column of data: numbers for a scale of numbers, names for a band scale.
public enum Values: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// Numbers. Those that are not finite are not drawn but counted on the figure.
  case numbers([Double])
  /// Names of categories.
  case categories([String])

  /// Numbers.
  public init(arrayLiteral elements: Double...) {
    self = .numbers(elements)
  }

  /// Whole numbers, such as layer indices.
  public static func indices(_ range: Range<Int>) -> Values {
    .numbers(range.map(Double.init))
  }

  /// How many there are.
  public var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .categories(let names): names.count
    }
  }
}
