import Plotting

/// How panels that stand in one row where there is room are broken into rows where there is less.
enum PanelGrid {
  /// `panels` in rows of as many as fit into `room`, all in one row where it is wide.
  static func rows(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    let width = room == .wide ? max(panels.count, 1) : 2
    return stride(from: 0, to: panels.count, by: width).map { start in
      panels[start..<min(start + width, panels.count)].map { $0 }
    }
  }

  /// The panels one under the other where there is little room, for those that want breadth.
  static func stack(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    room == .wide ? [panels] : panels.map { [$0] }
  }
}
