import Analysis

/// How far a number has moved, by the intervals of both sides.
package enum Extent: String, Sendable {
  /// A value lies in the other's interval.
  case within
  /// Each lies outside of the other's.
  case beyond
  /// Neither has an interval.
  case unjudged

  /// Judges a change from `old` to `new`.
  init(from old: Double, _ oldInterval: Interval?, to new: Double, _ newInterval: Interval?) {
    let holds = [oldInterval?.holds(new), newInterval?.holds(old)].compactMap(\.self)
    self = holds.isEmpty ? .unjudged : holds.contains(true) ? .within : .beyond
  }
}

/// A number that changed.
package struct NumberChange: Sendable, Equatable {
  package let quantity: Quantity
  package let old: Estimate
  package let new: Estimate
  package let extent: Extent

  /// Nil where the values are the same, or differ by no more than `tolerance` of their size, which is at least 1 for what
  /// can be about zero and `level` for a MAD.
  init?(_ quantity: Quantity, from old: Estimate, to new: Estimate, tolerance: Double, level: Double) {
    let least = quantity.kind == .mad ? level : 1
    let scale = max(abs(old.value), abs(new.value), least)
    guard abs(new.value - old.value) > tolerance * scale else { return nil }
    self.quantity = quantity
    self.old = old
    self.new = new
    extent = Extent(from: old.value, old.interval, to: new.value, new.interval)
  }
}

/// A curve that changed.
package struct CurveChange: Sendable, Equatable {
  package let quantity: Quantity
  package let old: Curve
  package let new: Curve
  /// The farthest that a layer has moved; not judged where the curves have different numbers of layers.
  package let extent: Extent
  /// Layers that changed; none where the numbers of layers differ.
  package let changedLayers: [Int]
  /// Those of them that changed beyond their intervals.
  package let layersBeyond: [Int]

  /// Nil where the curves have the same layers and means, but for `tolerance` of what they are made of.
  init?(_ quantity: Quantity, from old: Curve, to new: Curve, tolerance: Double) {
    self.quantity = quantity
    self.old = old
    self.new = new
    guard old.means.count == new.means.count else {
      (extent, changedLayers, layersBeyond) = (.unjudged, [], [])
      return
    }
    changedLayers = old.means.indices.filter { layer in
      let scale = max(old.size(at: layer), new.size(at: layer))
      return abs(new.means[layer] - old.means[layer]) > tolerance * scale
    }
    if changedLayers.isEmpty { return nil }
    let extents = changedLayers.map { layer in
      Extent(from: old.means[layer], old.interval(at: layer), to: new.means[layer], new.interval(at: layer))
    }
    layersBeyond = zip(changedLayers, extents).filter { $0.1 == .beyond }.map(\.0)
    extent = !layersBeyond.isEmpty ? .beyond : extents.contains(.within) ? .within : .unjudged
  }

  /// The layer that moved most, by its part of the old curve's level: of those beyond their intervals, where there are any.
  package var mostMovedLayer: Int? {
    let layers = layersBeyond.isEmpty ? changedLayers : layersBeyond
    return layers.max { abs(new.means[$0] - old.means[$0]) < abs(new.means[$1] - old.means[$1]) }
  }
}

extension Curve {
  /// The interval of a layer; nil for a single sample.
  package func interval(at layer: Int) -> Interval? {
    intervals.indices.contains(layer) ? intervals[layer] : nil
  }

  /// The size of what a layer's mean is made of: that of the mean, and of its interval where samples have both signs.
  fileprivate func size(at layer: Int) -> Double {
    let ends = interval(at: layer).map { [abs($0.lower), abs($0.upper)] } ?? []
    return (ends + [abs(means[layer])]).max() ?? 0
  }
}
