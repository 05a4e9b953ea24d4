import Plotting

extension Preset {
  /// How many panels can stand side by side: two in a column of a two-column paper.
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
