/// A row of a mark that is not drawn, or not to its end, because one of its values has no place in the panel.
struct OmittedPlace: Equatable {
  /// Where the sign stands that points to the value.
  struct Edge: Equatable {
    let sign: Omissions.Sign
    /// The place along the other axis, at which the sign stands.
    let place: Double
    /// Whether the vertical axis lacks a place for the value, so that the sign stands at the upper or lower edge.
    let isVertical: Bool
  }

  let reason: Omissions.Reason
  /// `nil` where nothing at the edge of the panel points to the value.
  let edge: Edge?
  /// Whether the row is drawn up to the edge all the same, as a band is, and therefore not counted.
  var isCut = false
}
