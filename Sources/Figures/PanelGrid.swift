import Plotting

/// How panels that stand in one row where there is room are broken into rows where there is less.
enum PanelGrid {
  /// `panels` in as few rows as have room for them, about as many in each.
  static func rows(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    items(panels, room).map { $0.map(Optional.some) }
  }

  /// The same of what panels are made of.
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
