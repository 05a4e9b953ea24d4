import Foundation
import TestSupport
import Testing

private let hasTeX = ["/usr/bin/pdflatex", "/usr/bin/pdffonts"].allSatisfy {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// The paper of `examples/paper`, made from a few samples of the miniature study by its own Makefile.
///
/// Needs Debian's texlive-latex-recommended and texlive-fonts-recommended, and poppler-utils.
@Suite(.enabled(if: hasTeX, "pdflatex and pdffonts are not installed"))
struct PaperTests {
  /// What `make` left, and the same paper once more with its pages uncompressed.
  private struct Paper: Sendable {
    let folder: TemporaryFolder
    let log: String
    let pages: String

    init() throws {
      folder = try TemporaryFolder()
      let examples = SharedData.packageRoot.appending(path: "examples")
      try FileManager.default.createDirectory(
        at: folder.file("paper"), withIntermediateDirectories: true)
      for name in ["paper/Makefile", "paper/paper.tex", "miniature"] {
        try FileManager.default.copyItem(at: examples.appending(path: name), to: folder.file(name))
      }
      let study = folder.file("miniature/study.yml")
      let settings = try String(contentsOf: study, encoding: .utf8)
      try Data((settings + "\n  samples: 6\n").utf8).write(to: study)
      try? FileManager.default.removeItem(at: folder.file("miniature/study.sqlite"))
      try Self.run("make", ["STRATA=\(Program.file.path)"], in: folder.file("paper"))
      log = try String(contentsOf: folder.file("paper/paper.log"), encoding: .isoLatin1)
      let plain = #"\pdfcompresslevel=0 \pdfobjcompresslevel=0 \input{paper}"#
      try Self.run(
        "pdflatex", ["-interaction=nonstopmode", "-jobname=plain", plain], in: folder.file("paper"))
      pages = try String(contentsOf: folder.file("paper/plain.pdf"), encoding: .isoLatin1)
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String], in folder: URL) throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [program] + arguments
      process.currentDirectoryURL = folder
      let pipe = Pipe()
      (process.standardOutput, process.standardError) = (pipe, pipe)
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw Failed(output: output) }
      return output
    }
  }

  private struct Failed: Error, CustomStringConvertible {
    let output: String
    var description: String { output }
  }

  private static let paper = Result { try Paper() }

  @Test func hasNoType3FontAndEveryFontEmbedded() throws {
    let folder = try Self.paper.get().folder
    let rows = try Paper.run("pdffonts", ["paper.pdf"], in: folder.file("paper")).split(separator: "\n")
      .dropFirst(2)
    #expect(rows.count > 3)
    for row in rows {
      #expect(!row.contains("Type 3"), "\(row)")
      #expect(row.contains(" yes yes "), "not embedded as a subset: \(row)")
    }
    #expect(rows.contains { $0.contains("Inter") }, "figures have letters")
  }

  /// In points of 72 to the inch.
  private static func widths(_ log: String) throws -> (column: Double, text: Double) {
    let line = try #require(log.firstMatch(of: /columnwidth=([0-9.]+)pt, textwidth=([0-9.]+)pt/))
    let points = 72 / 72.27
    return (try #require(Double(line.1)) * points, try #require(Double(line.2)) * points)
  }

  @Test func hasFiguresExactlyAsWideAsItsColumnOrItsText() throws {
    let paper = try Self.paper.get()
    let (column, text) = try Self.widths(paper.log)
    // 7.7 and 16.0 cm.
    #expect(abs(column - 218.27) < 0.01 && abs(text - 453.54) < 0.01)
    let boxes = paper.pages.matches(of: /\/BBox \[ ?0 0 ([0-9.]+) [0-9.]+ ?\]/).compactMap { Double($0.1) }
    #expect(boxes.count == 4)
    for width in boxes {
      // The venue gives 3.03 and 6.30 inches, which are its centimetres rounded.
      #expect(min(abs(width - column), abs(width - text)) < 0.15, "\(width) pt")
    }
    #expect(boxes.contains { abs($0 - column) < 0.15 } && boxes.contains { abs($0 - text) < 0.15 })
  }

  @Test func placesEveryFigureWithoutScalingIt() throws {
    let pages = try Self.paper.get().pages
    let places = pages.matches(
      of: /q\s+([-0-9.]+) ([-0-9.]+) ([-0-9.]+) ([-0-9.]+) [-0-9.]+ [-0-9.]+ cm\s+\/Im[0-9]+ Do/)
    #expect(places.count == 4)
    for place in places {
      #expect([place.1, place.2, place.3, place.4].map { Double($0) } == [1, 0, 0, 1], "\(place.0)")
    }
  }

  @Test func isSetWithoutALineThatRunsOverOrAReferenceThatLeadsNowhere() throws {
    let log = try Self.paper.get().log
    for complaint in ["Overfull \\hbox", "undefined", "multiply defined", "Missing character"] {
      #expect(!log.contains(complaint), "\(complaint)")
    }
  }
}
