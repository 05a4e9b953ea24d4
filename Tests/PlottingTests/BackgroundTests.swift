import Foundation
import Plotting
import Testing

/// Light letters need a dark background, in every kind of file that may lie on white paper.
@Suite struct BackgroundTests {
  private let figure = Figure(Panel(marks: [.line(x: [0, 1], y: [0, 1])]))

  private func theme(_ background: Theme.Background) -> Theme {
    var theme = Theme.dark
    theme.background = background
    return theme
  }

  @Test func onlyThemesForDarkPagesPaintDocuments() {
    for theme in Theme.all { #expect(theme.background == (theme.name == "dark" ? .documents : .transparent)) }
  }

  @Test func anSVGTakesTheColourOfItsPageUnlessItPaints() throws {
    for (background, isPainted) in [
      (Theme.Background.transparent, false), (.documents, false), (.paint, true),
    ] {
      let svg = try figure.render(as: .svg(idPrefix: "a"), .acl, theme: theme(background))
      #expect(String(decoding: svg, as: UTF8.self).contains("<rect") == isPainted, "\(background)")
    }
  }

  @Test func postScriptPaintsItsPaper() throws {
    func paints(_ theme: Theme) throws -> Bool {
      let eps = String(decoding: try figure.render(as: .eps, .acl, theme: theme), as: UTF8.self)
      return eps.contains("0.0784314 0.0901961 0.105882 rg")
    }
    #expect(try paints(.dark))
    #expect(try paints(theme(.paint)))
    #expect(try !paints(theme(.transparent)))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftoppm")))
  func aPDFPaintsItsPaper() throws {
    func corner(_ theme: Theme) throws -> [UInt8] {
      let folder = FileManager.default.temporaryDirectory.appending(path: "plotting-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: "a.pdf")
      try Data(figure.render(as: .pdf, .acl, theme: theme)).write(to: file)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/pdftoppm")
      process.arguments = ["-r", "36", "-singlefile", file.path, folder.appending(path: "a").path]
      try process.run()
      process.waitUntilExit()
      return Array(try Data(contentsOf: folder.appending(path: "a.ppm")).suffix(3))
    }
    #expect(try corner(.dark) == [0x14, 0x17, 0x1B])
    #expect(try corner(theme(.transparent)) == [0xFF, 0xFF, 0xFF])
    #expect(try corner(.print) == [0xFF, 0xFF, 0xFF])
  }

  @Test func aPNGIsPaintedUnlessItIsToBeTransparent() throws {
    let drawing = try figure.draw(.acl, theme: .dark)
    let painted = try PNGReader(drawing.encode(as: .png(dpi: 72)))
    #expect(painted.overWhite.prefix(3) == [0x14, 0x17, 0x1B])
    let clear = try PNGReader(drawing.encode(as: .png(dpi: 72, transparent: true)))
    #expect(clear.overWhite.prefix(3) == [0xFF, 0xFF, 0xFF])
  }
}
