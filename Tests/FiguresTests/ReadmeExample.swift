import FigureSupport
import Figures
import Foundation
import Plotting
import Testing

/// The example of the module's README.
@Test func exampleOfTheReadme() throws {
  let analysis = try GalleryFigures.analysis.get()
  // README example
  var request = FigureRequest(model: "alder", task: "algebra")
  request.styles = [.none, .detailed]
  request.room = Preset.acl.room
  let kind = try FigureKind.named("curves")
  let shown = try kind.figure(request, of: analysis)
  let drawing = try shown.figure.draw(Preset.acl.fitted(to: shown), theme: .print)
  let svg = Data(try drawing.encode(as: .svg(idPrefix: shown.id)))
  let files = [svg, Data(shown.data.csv.utf8), Data(shown.caption.utf8)]
  // end of example
  #expect(shown.id == "curves-alder-algebra-nuclear-norm-none-detailed")
  #expect(shown.figure.series.map(\.key) == ["none", "detailed"])
  #expect(files.allSatisfy { !$0.isEmpty })
}
