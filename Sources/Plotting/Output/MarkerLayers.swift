/// The markers of one series that stand in front of each other in a drawing, in few elements and not two for each.
///
/// A marker is a rim in the colour of the paper with a body in it, so that it stands out from the one behind. Those that do not touch
/// make a layer, of which all rims and then all bodies are one path each. Which of two markers of a series lies in front says nothing,
/// and may change.
enum MarkerLayers {
  private struct Marker {
    let rim: Path
    let body: Path
    let box: Rect
    /// Larger ones stand behind, as rings around the others.
    let size: Double
  }

  /// The elements with the markers of each series in layers.
  static func merged(_ elements: [Element], paper: Color) -> [Element] {
    var result: [Element] = []
    var place = 0
    while place < elements.count {
      let color = bodyColor(elements, place, paper)
      var markers: [Marker] = []
      while color != nil, color == bodyColor(elements, place, paper),
        let marker = marker(elements, place, paper)
      {
        markers.append(marker)
        place += 2
      }
      if let color, !markers.isEmpty {
        result += layers(of: markers).flatMap { self.elements($0, paper, color) }
      } else {
        result.append(elements[place])
        place += 1
      }
    }
    return result
  }

  /// The colour of the marker whose rim is the element at `place`.
  private static func bodyColor(_ elements: [Element], _ place: Int, _ paper: Color) -> Color? {
    guard place + 1 < elements.count, case .fill(_, let color) = elements[place + 1].shape else { return nil }
    return color == paper ? nil : color
  }

  private static func marker(_ elements: [Element], _ place: Int, _ paper: Color) -> Marker? {
    guard place + 1 < elements.count, elements[place].role == .mark, elements[place + 1].role == .mark,
      case .fill(let rim, paper) = elements[place].shape,
      case .fill(let body, _) = elements[place + 1].shape,
      let box = rim.bounds, let inner = body.bounds, box.contains(inner)
    else { return nil }
    return Marker(rim: rim, body: body, box: box, size: (100 * inner.width).rounded())
  }

  /// Each marker goes to the first layer in which it touches no other.
  private static func layers(of markers: [Marker]) -> [[Marker]] {
    let sizes = Set(markers.map(\.size)).sorted(by: >)
    return sizes.flatMap { size in
      markers.filter { $0.size == size }.reduce(into: [[Marker]]()) { layers, marker in
        let free = layers.firstIndex { layer in !layer.contains { $0.box.overlaps(marker.box) } }
        if let free { layers[free].append(marker) } else { layers.append([marker]) }
      }
    }
  }

  private static func elements(_ layer: [Marker], _ paper: Color, _ color: Color) -> [Element] {
    [(\Marker.rim, paper), (\Marker.body, color)].map { part, color in
      var path = Path()
      for marker in layer { path.add(marker[keyPath: part]) }
      return Element(.mark, .fill(path, color))
    }
  }
}
