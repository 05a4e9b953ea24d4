import Support

/// Which of several things is largest, again and again: of the lines of each panel, of the styles of each row.
struct Ranking {
  /// An amount by the name that the legend gives it.
  struct Entry {
    let name: String
    let amount: Double
  }

  /// The entries of each place, largest first; places with one name have nothing to rank.
  private let places: [[Entry]]

  /// Several entries of a name in one place are averaged.
  init(_ places: [[Entry]]) {
    self.places = places.map { entries in
      let names = entries.reduce(into: [String]()) { if !$0.contains($1.name) { $0.append($1.name) } }
      return names.map { name in
        let amounts = entries.filter { $0.name == name }.map(\.amount)
        return Entry(name: name, amount: amounts.reduce(0, +) / Double(amounts.count))
      }.sorted { $0.amount > $1.amount }
    }.filter { $0.count > 1 }
  }

  /// A sentence on what is largest, how often, and how many times the smallest it is; nil where there is nothing to rank.
  /// `verb` says what being largest is called, `place` what there is one of for each.
  func sentence(_ verb: String, place: String) -> String? {
    let names = places.reduce(into: [String]()) {
      if let first = $1.first?.name, !$0.contains(first) { $0.append(first) }
    }
    let counts = names.map { name in places.count { $0.first?.name == name } }
    guard let most = counts.max(), let top = counts.firstIndex(of: most) else { return nil }
    let name = Self.quoted(names[top])
    guard most == places.count else {
      return "\(name) \(verb) in \(most) of \(places.count) \(place)s."
    }
    let everywhere = places.count == 1 ? "" : " in all \(places.count) \(place)s"
    return "\(name) \(verb)\(everywhere)\(ratio.map { ", at \($0)" } ?? "")."
  }

  /// How many times the smallest the largest is, where that is the same one everywhere and both are above zero.
  private var ratio: String? {
    let last = Set(places.compactMap(\.last?.name))
    let ratios = places.compactMap { entries -> Double? in
      guard let first = entries.first, let last = entries.last, last.amount > 0 else { return nil }
      return first.amount / last.amount
    }
    guard last.count == 1, let name = last.first, ratios.count == places.count else { return nil }
    return "\(Self.range(ratios)) times \(Self.quoted(name))"
  }

  private static func quoted(_ name: String) -> String { "“\(name)”" }

  /// `5.2 to 20.8`; one number where they are written alike.
  static func range(_ values: [Double], _ words: (Double) -> String = NumberText.ratio) -> String {
    guard let least = values.min(), let most = values.max() else { return "" }
    let ends = [least, most].map(words)
    return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
  }
}
