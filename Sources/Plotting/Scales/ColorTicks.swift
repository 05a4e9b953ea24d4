import Foundation

/// The numbers at the key of a heatmap's colours. A key is read at its ends, so there is always a number at or near
/// each of them, and one between them where there is room.
struct ColorTicks {
  let domain: ColorDomain
  /// The least distance between neighbours, as a part of the length of the key.
  let gap: Double

  /// The outer ones stand within this part of the key's length from its ends.
  private static let reach = 0.2

  /// About `count` round numbers where they reach the ends, otherwise the ends themselves with few digits and the
  /// middle of the key.
  func values(about count: Int) -> [Double] {
    if let round = roundEnds, isFitting(round) { return round }
    let rows = (2...max(count, 3)).map { domain.ticks(count: $0) }.filter { isFitting($0) && reachesEnds($0) }
    if let most = rows.max(by: { $0.count < $1.count }), most.count > 2 { return most }
    let ends = reciprocalEnds ?? [rounded(domain.lower, from: 0), rounded(domain.upper, from: 1)]
    let whole = [ends[0], middle(of: ends), ends[1]]
    return isFitting(whole) ? whole : ends
  }

  private func place(_ value: Double) -> Double { domain.fraction(value) ?? .nan }

  private func isFitting(_ row: [Double]) -> Bool {
    let places = row.map(place)
    return row.count > 1 && zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= gap }
  }

  /// Whether the outer ticks are near the ends, with the centre of a diverging scale among them.
  private func reachesEnds(_ row: [Double]) -> Bool {
    guard let first = row.first, let last = row.last else { return false }
    let hasCenter = domain.center.map { center in row.contains { abs(place($0) - place(center)) < 1e-9 } }
    return place(first) <= Self.reach && place(last) >= 1 - Self.reach && hasCenter ?? true
  }

  /// The ends of a logarithmic key and what is neutral, where the ends have a single digit.
  private var roundEnds: [Double]? {
    guard domain.isLogarithmic, let center = domain.center else { return nil }
    let ends = [domain.lower, domain.upper]
    let areRound = ends.allSatisfy { end in
      let mantissa = end / pow(10, log10(end).rounded(.down))
      return (mantissa - mantissa.rounded()).magnitude < 1e-9
    }
    return areRound ? [ends[0], center, ends[1]] : nil
  }

  /// Ratios that are round both ways, such as 1/8 and 8, where the key has equal ratios on both sides of its centre.
  private var reciprocalEnds: [Double]? {
    guard domain.isLogarithmic, let center = domain.center else { return nil }
    let reach = domain.upper / center
    let decade = pow(10, log10(reach).rounded(.down))
    let factors = [8, 5, 4, 2.5, 2, 1.25, 1].map { $0 * decade }
    guard let factor = factors.first(where: { $0 <= reach && $0 > 1 }) else { return nil }
    let ends = [center / factor, center * factor]
    return reachesEnds([ends[0], center, ends[1]]) ? ends : nil
  }

  /// `value`, which has the place `end` at an end of the key, rounded to the fewest digits with which it lies on the key
  /// and near that end.
  private func rounded(_ value: Double, from end: Double) -> Double {
    shortest(value) { (0...0.12).contains(end == 0 ? place($0) : 1 - place($0)) }
  }

  private func middle(of ends: [Double]) -> Double {
    if let center = domain.center { return center }
    let middle = domain.isLogarithmic ? (ends[0] * ends[1]).squareRoot() : (ends[0] + ends[1]) / 2
    return shortest(middle) { abs(place($0) - 0.5) <= 0.12 }
  }

  /// `value` to the fewest significant digits, rounded either way, that `isRight` allows.
  private func shortest(_ value: Double, _ isRight: (Double) -> Bool) -> Double {
    guard value != 0, value.isFinite else { return value }
    let power = log10(value.magnitude).rounded(.down)
    for digits in 1...15 {
      let unit = pow(10, power - Double(digits - 1))
      // Divided by a whole number where that is exact, so that 0.3 is 0.3.
      let inverse = unit < 1 ? (1 / unit).rounded() : 0
      for steps in [(value / unit).rounded(), (value / unit).rounded(.down), (value / unit).rounded(.up)] {
        let candidate = inverse > 0 ? steps / inverse : steps * unit
        if isRight(candidate) { return candidate }
      }
    }
    return value
  }
}
