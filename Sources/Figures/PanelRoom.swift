import Plotting

extension FigureRequest {
  /// Room for panels side by side.
  package enum Room: Sendable {
    /// A page of a site or the whole width of a paper.
    case wide
    /// One column of a page of two: at most two panels.
    case narrow
  }
}

/// Breaks panels that stand in one row where there is room into rows where there is less.
enum PanelGrid {
  /// `panels` in as few rows as have room for them, about as many in each.
  static func rows(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    items(panels, room).map { $0.map(Optional.some) }
  }

  /// Breaks what panels are made of into rows likewise.
  static func items<Item>(_ panels: [Item], _ room: FigureRequest.Room) -> [[Item]] {
    let most = room == .wide ? 4 : 2
    let rows = max((panels.count + most - 1) / most, 1)
    let width = max((panels.count + rows - 1) / rows, 1)
    return stride(from: 0, to: panels.count, by: width).map { start in
      Array(panels[start..<min(start + width, panels.count)])
    }
  }

  /// The panels one under the other where there is little room, for those that want breadth.
  static func stack(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    room == .wide ? [panels] : panels.map { [$0] }
  }
}

extension Preset {
  /// Room for panels side by side: two in a column of a two-column paper.
  package var room: FigureRequest.Room {
    switch size {
    case .exact(let width, _), .width(let width, _): width < 320 ? .narrow : .wide
    case .panels: .wide
    }
  }

  /// Whether the height of figures is given.
  package var isLow: Bool {
    if case .exact = size { return true }
    return false
  }

  /// The preset with the shape of panels that `figure` asks for, where it leaves that open.
  package func fitted(to figure: StudyFigure) -> Preset {
    guard case .width(let width, nil) = size, let aspect = figure.panelAspect else { return self }
    return sized(.width(width, panelAspect: aspect))
  }
}
