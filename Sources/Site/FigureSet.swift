import Figures
import Foundation
import Synchronization

/// The figures of a site by id: those that pages show more than once are drawn once.
struct FigureSet: Sendable {
  private(set) var figures: [String: RenderedFigure] = [:]

  /// Draws `figures` on all cores; `goOn` is called before each.
  ///
  /// - Throws: `PlotError`, that of the first figure in their order that cannot be drawn, or what `goOn` throws.
  init(_ figures: [StudyFigure], goOn: @Sendable () throws -> Void) throws {
    var unique: [StudyFigure] = []
    var ids: Set<String> = []
    for figure in figures where ids.insert(figure.id).inserted { unique.append(figure) }
    let wanted = unique
    let results = Mutex([Result<RenderedFigure, any Error>?](repeating: nil, count: wanted.count))
    DispatchQueue.concurrentPerform(iterations: wanted.count) { index in
      let result = Result {
        try goOn()
        return try RenderedFigure(wanted[index])
      }
      results.withLock { $0[index] = result }
    }
    for result in results.withLock(\.self).compactMap(\.self) {
      let rendered = try result.get()
      self.figures[rendered.figure.id] = rendered
    }
  }

  /// All figures in the order of their ids.
  var sorted: [RenderedFigure] { figures.values.sorted { $0.figure.id < $1.figure.id } }

  /// The figure as a page shows it; every figure that a page names was asked for at the start.
  func model(_ id: String) -> FigureModel {
    guard let rendered = figures[id] else { preconditionFailure("figure \(id) was not planned") }
    return rendered.model
  }
}
