import Plotting

extension FigureRequest {
  /// Places of layers on the axis of curves.
  package enum DepthChoice: String, Sendable, CaseIterable {
    /// Their numbers, from 0.
    case layers
    /// Their shares of the way through the decoder, from 0, the first layer, to 1, the last: models of different depth are
    /// then equally long.
    case relative
  }
}

/// The horizontal axis of curves over layers.
package struct LayerAxis {
  private let choice: FigureRequest.DepthChoice

  /// The axis that is asked for. When none is, numbers of layers, or their relative depth where the decoders that are shown
  /// have different `depths`: layer 12 of 26 is not layer 12 of 42.
  package init(_ choice: FigureRequest.DepthChoice? = nil, depths: [Int] = []) {
    self.choice = choice ?? (Set(depths).count > 1 ? .relative : .layers)
  }

  /// Whether layers stand at their relative depth.
  var isRelative: Bool { choice == .relative }

  /// The axis of a panel.
  var axis: Axis {
    isRelative ? Axis(title: "Relative depth", lower: 0, upper: 1) : Axis(title: "Layer", ticks: .whole)
  }

  /// The place of one of so many layers.
  func place(of layer: Int, among count: Int) -> Double {
    isRelative ? Double(layer) / Double(max(count - 1, 1)) : Double(layer)
  }

  /// The places of all of so many layers.
  func places(_ count: Int) -> Values { .numbers((0..<count).map { place(of: $0, among: count) }) }

  /// The sentence of the caption; nil where the axis says it all.
  var sentence: String? {
    isRelative ? "Layers stand at their relative depth: 0 is the first layer, 1 the last." : nil
  }

  /// The column of the places in the data, beside the numbers of layers; nil where they are the same.
  var column: Table.Column? { isRelative ? .numbers("relative_depth", "Relative depth") : nil }
}
