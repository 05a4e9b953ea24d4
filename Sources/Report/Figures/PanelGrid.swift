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

  /// `panels` over the whole width in as few rows as hold `most` side by side, about as many in each.
  static func even(_ panels: [Panel], atMost most: Int) -> [[Panel?]] {
    let rows = max((panels.count + most - 1) / most, 1)
    let width = (panels.count + rows - 1) / rows
    return stride(from: 0, to: panels.count, by: max(width, 1)).map { start in
      panels[start..<min(start + width, panels.count)].map { $0 }
    }
  }

  /// `rows` rows in `count` parts, none of which has more than one row more than another.
  static func parts(_ rows: Int, _ count: Int) -> [Range<Int>] {
    (0..<count).map { ($0 * rows + count - 1) / count..<(($0 + 1) * rows + count - 1) / count }
  }

  /// The panels one under the other where there is little room, for those that want breadth.
  static func stack(_ panels: [Panel], _ room: FigureRequest.Room) -> [[Panel?]] {
    room == .wide ? [panels] : panels.map { [$0] }
  }
}
