/// Tells values that are left out apart, so that a curve and the band around it are counted once.
struct OmittedValues {
  /// A place along the other axis, `nil` where that has none either: NaN is not equal to itself.
  private struct Place: Hashable {
    var isVertical: Bool
    var value: Double?
  }

  private struct Key: Hashable {
    var series: String?
    var place: Place
  }

  /// How many values each place of each series has, in the mark that has most there.
  private var most: [Key: Int] = [:]
  private var inMark: [Key: Int] = [:]
  /// Where values of any series are left out.
  private var places: Set<Place> = []

  mutating func begin() { inMark = [:] }

  /// Whether the value that `row` of `mark` has no place for on the vertical or the horizontal axis was not yet counted
  /// for another mark of its series at the same place of the other axis; or of any series, where the mark only joins or
  /// names values.
  mutating func isNew(_ mark: ResolvedMark, _ row: Int, isVertical: Bool) -> Bool {
    guard mark.mark.kind != .heatmap, let value = (isVertical ? mark.x : mark.y).first?[row] else {
      return true
    }
    let place = Place(isVertical: isVertical, value: value.isNaN ? nil : value)
    if mark.accompaniesValues, places.contains(place) { return false }
    if !mark.accompaniesValues { places.insert(place) }
    let key = Key(series: mark.mark.series, place: place)
    inMark[key, default: 0] += 1
    guard inMark[key, default: 0] > most[key, default: 0] else { return false }
    most[key] = inMark[key]
    return true
  }
}
