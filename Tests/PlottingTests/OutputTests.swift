import Foundation
import Plotting
import Testing

@Suite struct OutputTests {
  static let formats: [OutputFormat] = [
    .svg(idPrefix: "fig-1"), .png(dpi: 96), .png(dpi: 150, transparent: true), .pdf, .eps,
  ]

  static let figures = ExampleFigures.all.map(\.figure)

  @Test(arguments: formats) func theSameFigureGivesTheSameBytes(format: OutputFormat) throws {
    for figure in Self.figures {
      let first = try figure.render(as: format, .acl, theme: .print)
      #expect(try figure.render(as: format, .acl, theme: .print) == first)
    }
  }

  @Test func figuresRenderedAtTheSameTimeAreTheSame() async throws {
    let drawings = try Self.figures.map { try $0.draw(.acl) }
    let alone = try drawings.map { try $0.encode(as: .pdf) + $0.encode(as: .svg(idPrefix: "a")) }
    let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for round in 0..<4 {
        for (index, figure) in Self.figures.enumerated() {
          group.addTask {
            let drawing = try figure.draw(.acl)
            return (index, try drawing.encode(as: .pdf) + drawing.encode(as: .svg(idPrefix: "a")))
          }
        }
        _ = round
      }
      var results: [(Int, [UInt8])] = []
      for try await result in group { results.append(result) }
      return results
    }
    for (index, bytes) in together { #expect(bytes == alone[index]) }
  }

  // MARK: Sizes

  @Test func pngIsAsManyPixelsAsAskedFor() throws {
    let drawing = try ExampleFigures.curves.draw(.acl)
    for dpi in [96.0, 150, 300] {
      let png = try drawing.encode(as: .png(dpi: dpi))
      let columns = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
      let rows = png[20..<24].reduce(0) { $0 << 8 | Int($1) }
      #expect(columns == Int((drawing.width * dpi / 72).rounded()))
      #expect(rows == Int((drawing.height * dpi / 72).rounded()))
      #expect(String(decoding: png[37..<41], as: UTF8.self) == "pHYs")
      let perMetre = png[41..<45].reduce(0) { $0 << 8 | Int($1) }
      #expect(abs(Double(perMetre) * 0.0254 - dpi) < 0.02)
    }
  }

  @Test func svgAndPDFAreAsLargeAsAskedFor() throws {
    let drawing = try ExampleFigures.curves.draw(Preset.acl.sized(.exact(width: 218.16, height: 180)))
    let svg = String(decoding: try drawing.encode(as: .svg(idPrefix: "a")), as: UTF8.self)
    #expect(svg.contains("width=\"218.16pt\" height=\"180pt\" viewBox=\"0 0 218.16 180\""))
    let pdf = String(decoding: try drawing.encode(as: .pdf), as: UTF8.self)
    #expect(pdf.contains("/MediaBox [ 0 0 218.16 180 ]"))
    let eps = String(decoding: try drawing.encode(as: .eps), as: UTF8.self)
    #expect(eps.hasPrefix("%!PS-Adobe-3.0 EPSF-3.0"))
    #expect(eps.contains("\n%%BoundingBox: 0 0 219 180\n%%HiResBoundingBox: 0 0 218.160 180.000\n"))
    #expect(eps.contains("\n%%PageBoundingBox: 0 0 219 180\n"))
  }

  /// Another reader's pixels of the PDF are those of our PNG, but for the smoothing of edges.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftoppm")),
    arguments: [false, true])
  func pngHoldsThePixelsOfThePDF(transparent: Bool) throws {
    let drawing = try ExampleFigures.dumbbell.draw(Preset.acl.sized(.exact(width: 216, height: 144)))
    let png = try PNGReader(drawing.encode(as: .png(dpi: 100, transparent: transparent)))
    let folder = FileManager.default.temporaryDirectory.appending(path: "plotting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pdf = folder.appending(path: "a.pdf")
    try Data(try drawing.encode(as: .pdf)).write(to: pdf)
    _ = try Self.run(
      "/usr/bin/pdftoppm", "-r", "100", "-singlefile", pdf.path, folder.appending(path: "a").path)
    let ppm = [UInt8](try Data(contentsOf: folder.appending(path: "a.ppm")))
    let theirs = ppm.suffix(300 * 200 * 3).map(Double.init)
    #expect(png.columns == 300 && png.rows == 200)
    let ours = png.overWhite.map(Double.init)
    func difference(shift: Int) -> Double {
      zip(ours.dropFirst(3 * shift), theirs).map { abs($0 - $1) }.reduce(0, +) / Double(ours.count)
    }
    // The two smooth edges and letters differently, but one pixel to the side is much further off.
    #expect(difference(shift: 0) < 6)
    #expect(difference(shift: 1) > 1.5 * difference(shift: 0), "\(difference(shift: 0))")
  }

  // MARK: SVG

  @Test func everyIdAndReferenceOfAnSVGHasThePrefix() throws {
    for figure in Self.figures {
      let svg = String(decoding: try figure.render(as: .svg(idPrefix: "fig-1")), as: UTF8.self)
      let ids = svg.matches(of: /\bid="([^"]*)"/).map { String($0.1) }
      let references = svg.matches(of: /(?:href="|url\()#([^")]*)/).map { String($0.1) }
      #expect(!ids.isEmpty && ids.allSatisfy { $0.hasPrefix("fig-1-") })
      #expect(Set(references).isSubset(of: Set(ids)))
      #expect(Set(ids).count == ids.count)
      #expect(!svg.contains("style="))
    }
  }

  @Test func anSVGSaysWhatItShows() throws {
    var figure = ExampleFigures.single
    figure.title = "a < b & \"c\""
    figure.altText = "x > y"
    let svg = String(decoding: try figure.render(as: .svg(idPrefix: "f")), as: UTF8.self)
    let title = try #require(svg.firstMatch(of: /<title id="f-([0-9a-f]{8})-title">(.*)<\/title>/))
    #expect(title.2 == "a &lt; b &amp; &quot;c&quot;")
    #expect(svg.contains("<desc id=\"f-\(title.1)-desc\">x &gt; y</desc>"))
    #expect(svg.contains("role=\"img\" aria-labelledby=\"f-\(title.1)-title\""))
  }

  /// Two variants of a figure in one page must not lend each other their letters.
  @Test func noTwoVariantsShareAnId() throws {
    var other = ExampleFigures.single
    other.altText = "Other words."
    let variants = try [
      ExampleFigures.single.draw(), ExampleFigures.single.draw(.web, theme: .dark),
      ExampleFigures.single.draw(.acl), ExampleFigures.single.draw(.aclFull), other.draw(),
    ]
    var seen: Set<String> = []
    for drawing in variants {
      let svg = String(decoding: try drawing.encode(as: .svg(idPrefix: "f")), as: UTF8.self)
      let ids = Set(svg.matches(of: /\bid="([^"]*)"/).map { String($0.1) })
      #expect(ids.isDisjoint(with: seen))
      seen.formUnion(ids)
    }
  }

  @Test func anSVGIsWellFormed() throws {
    for figure in Self.figures {
      let svg = try figure.render(as: .svg(idPrefix: "f"))
      var open: [Substring] = []
      for tag in String(decoding: svg, as: UTF8.self).matches(of: /<(\/?)([A-Za-z]+)([^>]*?)(\/?)>/) {
        if !tag.1.isEmpty { #expect(open.popLast() == tag.2) } else if tag.4.isEmpty { open.append(tag.2) }
      }
      #expect(open.isEmpty)
    }
  }

  @Test(arguments: ["", "1a", "a b", "é", "a\"", "-a"]) func badPrefixesAreRefused(prefix: String) throws {
    let drawing = try ExampleFigures.onePoint.draw()
    #expect(throws: PlotError.self) { try drawing.encode(as: .svg(idPrefix: prefix)) }
  }

  // MARK: PDF and EPS

  @Test func noFontIsType3() throws {
    for figure in Self.figures {
      for bytes in [try figure.render(as: .pdf), try figure.render(as: .eps)] {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("/Type3") && !text.contains("/FontType 3"))
        #expect(text.contains("/FontFile") || text.contains("/FontType 42") || text.contains("/FontType 1"))
      }
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdffonts")))
  func pdffontsFindsEmbeddedOutlinesOnly() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plotting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, figure) in ExampleFigures.all {
      let file = folder.appending(path: "\(name).pdf")
      try Data(try figure.render(as: .pdf, .acl, theme: .print)).write(to: file)
      let rows = try Self.run("/usr/bin/pdffonts", file.path).split(separator: "\n").dropFirst(2)
      #expect(!rows.isEmpty)
      for row in rows {
        #expect(
          ["Type 1C", "CID Type 0C", "TrueType", "CID TrueType"].contains { row.contains(" \($0) ") },
          "\(row)")
        #expect(row.contains("yes yes"), "not embedded or not a subset: \(row)")
      }
    }
  }

  @Test func noFileTellsTheTime() throws {
    for format in [OutputFormat.pdf, .eps] {
      let text = String(decoding: try ExampleFigures.onePoint.render(as: format), as: UTF8.self)
      #expect(!text.contains("CreationDate") && !text.contains("ModDate"))
    }
  }

  @Test func aPDFCarriesTitleAndSubject() throws {
    let text = String(decoding: try ExampleFigures.single.render(as: .pdf), as: UTF8.self)
    #expect(text.contains("/Title (Effective rank)") && text.contains("/Subject"))
  }

  @Test func filesBearTheTitleThatAFigureGivesThem() throws {
    var figure = ExampleFigures.single
    figure.fileTitle = "‖W₁‖ of σᵢ × ∇, Überall – “x”"
    let svg = String(decoding: try figure.render(as: .svg(idPrefix: "f")), as: UTF8.self)
    #expect(svg.contains(">‖W₁‖ of σᵢ × ∇, Überall – “x”</title>"))
    let eps = String(decoding: try figure.render(as: .eps), as: UTF8.self)
    #expect(eps.contains("\n%%Title: |W1| of sigmai x grad, Uberall - \"x\"\n"), "\(eps.prefix(400))")
    let words = try figure.draw().elements.filter { $0.role == .title }
    #expect(words.isEmpty == (ExampleFigures.single.title == nil))
    figure.fileTitle = "\u{E000}"
    let none = String(decoding: try figure.render(as: .eps), as: UTF8.self)
    #expect(none.contains("\n%%Title: Figure\n"))
  }

  @Test(arguments: [0, -96, .nan, .infinity, 1e9]) func badResolutionsAreRefused(dpi: Double) throws {
    let drawing = try ExampleFigures.onePoint.draw()
    #expect(throws: PlotError.self) { try drawing.encode(as: .png(dpi: dpi)) }
  }

  private static func run(_ program: String, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
