extension Preset {
  /// Its size, its letters and its year in a few words: `3.03 in wide, letters of 8 pt, style of 2025`.
  public var summary: String {
    let style = year.map { ", style of \($0)" } ?? ""
    return "\(sizeWords), letters of \(Self.number(fontSize)) pt\(style)"
  }

  private var sizeWords: String {
    switch size {
    case .exact(let width, let height): "\(Self.inches(width)) × \(Self.inches(height)) in"
    case .width(let width, _): "\(Self.inches(width)) in wide"
    case .panels(let width, let height): "panels of \(Self.inches(width)) × \(Self.inches(height)) in"
    }
  }

  private static func inches(_ points: Double) -> String { number(points / 72) }

  /// Three decimals at most, none that is 0.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
