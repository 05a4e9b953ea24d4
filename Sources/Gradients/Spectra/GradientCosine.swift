/// The cosine of two gradients of equal shape, seen as vectors of their elements.
public struct GradientCosine: Sendable, Equatable {
  /// The lower of the two places.
  public let first: GradientPlace
  /// The higher.
  public let second: GradientPlace
  /// ⟨G₁, G₂⟩ / (‖G₁‖‖G₂‖), from −1 to 1; 0 where one of them is zero.
  public let value: Double

  /// The cosine `value` of the gradients at two places, in either order.
  package init(_ first: GradientPlace, _ second: GradientPlace, value: Double) {
    self.first = min(first, second)
    self.second = max(first, second)
    self.value = value
  }
}

/// Compares the gradients of one sample while its layers go by, top down.
///
/// Adjacent pairs need the layer above only; all pairs keep the factors of every layer
/// [layers × T × features] until the sample is done.
///
/// `@unchecked Sendable` is safe because one thread at a time adds a layer: the end of `Workers.forEach` stands between two.
final class CosineCollector: @unchecked Sendable {
  private struct Entry {
    let place: GradientPlace
    let pair: FactorPair
    let norm: Double
  }

  private let selection: CosineSelection
  private var earlier: [Entry] = []
  private var found: [GradientCosine] = []

  init(_ selection: CosineSelection) { self.selection = selection }

  /// Takes the factors and the gradients of the next lower layer.
  func add(_ factors: LayerFactors, _ gradients: [ProjectionGradient]) {
    guard selection != .none else { return }
    let layer = gradients.map { gradient in
      Entry(
        place: gradient.place,
        pair: factors.pair(gradient.projection), norm: gradient.summary.frobeniusNorm)
    }
    compareInside(layer)
    for entry in layer {
      for other in earlier where other.place.projection == entry.place.projection { compare(entry, other) }
    }
    earlier = selection == .allPairs ? earlier + layer : layer
  }

  /// All cosines, by their first and then their second place.
  func cosines() -> [GradientCosine] {
    found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// q with o and k with v, where they have the same shape.
  private func compareInside(_ layer: [Entry]) {
    for (one, two) in [(Projection.q, Projection.o), (.k, .v)] {
      let first = layer.first { $0.place.projection == one }
      let second = layer.first { $0.place.projection == two }
      if let first, let second, first.pair.shape == second.pair.shape { compare(first, second) }
    }
  }

  private func compare(_ first: Entry, _ second: Entry) {
    let value = first.pair.innerProduct(second.pair).over(first.norm * second.norm)
    // Rounding can carry the cosine of a gradient with a multiple of itself just past 1.
    found.append(GradientCosine(first.place, second.place, value: min(max(value, -1), 1)))
  }
}
