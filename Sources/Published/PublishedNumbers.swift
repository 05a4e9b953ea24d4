import Gradients
import JSON

/// The numbers that a published line has of one gradient. NaN and the infinities are numbers, and `null`, which some
/// writers put in their place, is NaN.
struct PublishedNumbers {
  /// A number of a gradient, by its key in the line.
  enum Key: String, CaseIterable {
    case mean = "M_mean"
    case most = "M_max"
    case least = "M_min"
    case frobeniusNorm = "frobenius_norm"
    case sum = "S_sum"
    case largest = "S_max"
    case smallest = "S_min"
    case spectrum = "S_list"

    /// Bit and lane of the key.
    fileprivate var lane: Int {
      switch self {
      case .mean: 0
      case .most: 1
      case .least: 2
      case .frobeniusNorm: 3
      case .sum: 4
      case .largest: 5
      case .smallest: 6
      case .spectrum: 7
      }
    }
  }

  private let place: GradientPlace
  private var values = SIMD8<Double>(repeating: .nan)
  private var present: UInt8 = 0
  /// Keys whose value is no number, or no list of numbers.
  private var wrong: UInt8 = 0
  private var spectrum: [Double] = []

  /// Makes numbers of the gradient at `place`, none of which is known.
  init(of place: GradientPlace) { self.place = place }

  /// Takes the numbers of an object.
  ///
  /// - Throws: `LineProblem.repeatedKey`.
  init(_ object: JSONObject, of place: GradientPlace) throws {
    self.init(of: place)
    var others: Set<String> = []
    for member in object {
      let text = member.key
      let key = Key(rawValue: text)
      let isNew = key.map { !has($0) } ?? others.insert(text).inserted
      guard isNew else { throw LineProblem.repeatedKey(text, place: name) }
      if let key { set(key, to: member.value) }
    }
  }

  private mutating func set(_ key: Key, to value: JSONValue) {
    let list = key == .spectrum ? value.array.map { $0.map(Self.number) } : nil
    if key == .spectrum, let list, !list.contains(nil) {
      set(list.compactMap { $0 })
    } else if key != .spectrum, let number = Self.number(value) {
      set(key, number)
    } else {
      present |= 1 << key.lane
      wrong |= 1 << key.lane
    }
  }

  /// Puts a number in its place.
  mutating func set(_ key: Key, _ number: Double) {
    values[key.lane] = number
    present |= 1 << key.lane
  }

  /// Puts the singular values in their place.
  mutating func set(_ spectrum: [Double]) {
    self.spectrum = spectrum
    present |= 1 << Key.spectrum.lane
  }

  /// Whether the line has the key, whatever its value.
  func has(_ key: Key) -> Bool { present & 1 << key.lane != 0 }

  private func isNumber(_ key: Key) -> Bool { (present & ~wrong) & 1 << key.lane != 0 }

  /// NaN when it is missing.
  ///
  /// - Throws: `LineProblem.member` when it is no number.
  func optional(_ key: Key) throws -> Double {
    guard isNumber(key) || !has(key) else { throw problem(key, "a number") }
    return values[key.lane]
  }

  /// The singular values.
  ///
  /// - Throws: `LineProblem.member` when they are missing or no list of numbers.
  func list() throws -> [Double] {
    guard isNumber(.spectrum) else { throw problem(.spectrum, "a list of numbers") }
    return spectrum
  }

  /// A number that is not negative; NaN when it may be missing and is.
  ///
  /// - Throws: `LineProblem` when it is negative, no number, or missing though it is required.
  func nonNegative(_ key: Key, isRequired: Bool = true) throws -> Double {
    guard isNumber(key) || !(isRequired || has(key)) else { throw problem(key, "a number") }
    let number = values[key.lane]
    guard !(number < 0) else { throw wrong(key.rawValue, "a number from 0", number) }
    return number
  }

  /// The problem that what the line has under `key` is not what it must be.
  func wrong(_ key: String, _ expected: String, _ found: Double) -> LineProblem {
    .value(key, place: name, expected: expected, found: found)
  }

  /// The number that a value of a published line is.
  static func number(_ value: JSONValue) -> Double? { value.isNull ? .nan : value.double }

  private var name: String { "`\(place.projection.parameterName(layer: place.layer))`" }

  private func problem(_ key: Key, _ expected: String) -> LineProblem {
    .member(key.rawValue, expected: "\(expected) in \(name)")
  }
}
