import Plotting
import Report
import Testing

/// Every figure of the gallery at every preset, by geometry.
@Suite("Geometry of figures")
struct FigureGeometryTests {
  @Test("Nothing is clipped and no words overlap at any preset", arguments: GalleryFigures.all)
  func geometry(entry: GalleryFigures.Entry) throws {
    for preset in Preset.all {
      let job = try PlotJob(
        .named(entry.kind), entry.request, of: GalleryFigures.analysis.get(), preset: preset)
      let drawing = try job.parts()[0]
      let page = Rect(left: 0, top: 0, right: drawing.width, bottom: drawing.height)
      var words: [(text: String, bounds: Rect)] = []
      for element in drawing.elements {
        switch element.shape {
        case .text(let line, _, _, _):
          guard let bounds = element.textBounds else { continue }
          #expect(page.contains(bounds), "“\(line.plain)” leaves the page at \(preset.name)")
          for other in words where bounds.overlaps(other.bounds) {
            Issue.record("“\(line.plain)” meets “\(other.text)” at \(preset.name)")
          }
          words.append((line.plain, bounds))
        case .fill(let path, _), .stroke(let path, _):
          // A pure stroke or marker may stick out by half of itself.
          guard let bounds = path.bounds else { continue }
          #expect(page.grown(by: 2.6).contains(bounds), "a \(element.role) leaves the page at \(preset.name)")
        }
      }
    }
  }
}
