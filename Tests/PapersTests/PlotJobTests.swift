import FigureSupport
import Figures
import Foundation
import Papers
import Plotting
import TestSupport
import Testing

/// Files of a figure for a paper.
@Suite struct PlotJobTests {
  private func job(_ kind: String = "ratio", preset: Preset = .acl) throws -> PlotJob {
    try PlotJob(.named(kind), FigureRequest(), of: GalleryFigures.analysis.get(), preset: preset)
  }

  @Test func theCaptionSpeaksOfHatchingInTheThemeThatHatchesAndOfMapsWithAMiddle() throws {
    let analysis = try GalleryStudy.analysis()
    let caption = { (kind: String, theme: Theme) in
      try PlotJob(.named(kind), FigureRequest(), of: analysis, preset: .acl, theme: theme).figure.caption
    }
    for kind in ["ratio", "cosines"] {
      #expect(try caption(kind, .greyscale).hasSuffix("Cells below the middle of the key are hatched."))
      #expect(try !caption(kind, .print).contains("hatched"))
    }
    #expect(try !caption("tokens", .greyscale).contains("hatched"))
  }

  @Test func theEndingOfAFileChoosesWhatItHolds() throws {
    let folder = try TemporaryFolder()
    let job = try job()
    let starts: [String: [UInt8]] = [
      "svg": Array("<?xml".utf8), "png": [0x89, 0x50], "pdf": Array("%PDF".utf8), "eps": Array("%!PS".utf8),
      "csv": Array("model,task".utf8), "json": Array("{".utf8), "txt": Array("Fast over slow".utf8),
      "tex": Array("% 3.03 in wide".utf8),
    ]
    #expect(Set(starts.keys) == Set(PlotJob.Ending.allCases.map(\.rawValue)))
    let files = starts.keys.sorted().map { folder.file("made/ratio.\($0)") }
    #expect(try job.write(to: files).files == files)
    for file in files {
      let bytes = Array(try Data(contentsOf: file))
      #expect(bytes.starts(with: starts[file.pathExtension] ?? []), "\(file.lastPathComponent)")
    }
  }

  @Test func dataCaptionAndLaTeXStandBesideThePictureWhenAskedFor() throws {
    let folder = try TemporaryFolder()
    let written = try job().write(to: [folder.file("a.b.pdf")], withData: true)
    #expect(
      written.files.map(\.lastPathComponent) == ["a.b.pdf", "a.b.csv", "a.b.json", "a.b.txt", "a.b.tex"])
    let snippet = try String(contentsOf: folder.file("a.b.tex"), encoding: .utf8)
    #expect(snippet.contains("]{a.b}"))
    #expect(snippet.contains("\\begin{figure}[t]"))
    #expect(snippet.contains("\\label{fig:ratio-nuclear-norm}"))
    #expect(!snippet.contains("width="))
  }

  @Test func aFigureThatAPageCannotHoldSaysSoAndWhatToDo() throws {
    let folder = try TemporaryFolder()
    let file = [folder.file("a.svg")]
    #expect(try job().write(to: file).warnings.isEmpty)
    let tall = Preset.acl.sized(.exact(width: 218, height: 900))
    let start = "the figure is 12.5 in high, and a page of acl holds about 9.0 in: "
    #expect(
      try job(preset: tall).write(to: file).warnings
        == [start + "give a --height of less than 9.0 in, or leave it out"])
    #expect(try job(preset: .web.sized(.exact(width: 500, height: 900))).write(to: file).warnings.isEmpty)
  }

  @Test func whatIsTooHighIsToldWhatHelpsAndNothingElse() throws {
    let kind = try FigureKind.named("ratio")
    let advice = { (preset: Preset, request: FigureRequest) in
      PageWarning.ofFigure(
        width: preset == .acl ? 218 : 453, height: 900, kind: kind, request: request, preset: preset
      )?.split(separator: ": ").last.map(String.init)
    }
    let part = "choose a part with --model, --task or --projection"
    #expect(advice(.acl, FigureRequest()) == "\(part), draw it with --preset acl-full, or give a --height")
    #expect(advice(.aclFull, FigureRequest()) == "\(part), or give a --height")
    let chosen = FigureRequest(model: "a", projection: .q)
    #expect(advice(.aclFull, chosen) == "choose a part with --task, or give a --height")
    let panels = Preset.aclFull.sized(.panels(width: 90, height: 90))
    #expect(advice(panels, chosen) == "give a smaller --panel-size, or choose a part with --task")
    #expect(advice(.web, chosen) == nil)
  }

  @Test func dataThatDoNotFollowTheSizeAreTheSameAtEverySizeAndSoIsTheCaption() throws {
    let analysis = try GalleryFigures.analysis.get()
    let requests = [(FigureRequest.Room.wide, false), (.narrow, false), (.wide, true)].map { room, isLow in
      var request = FigureRequest(room: room)
      request.isLow = isLow
      return request
    }
    for kind in FigureKind.all where !kind.followsSize {
      let figures = try requests.map { try kind.figure($0, of: analysis) }
      #expect(
        figures.allSatisfy { $0.data == figures[0].data && $0.caption == figures[0].caption }, "\(kind.name)")
    }
  }

  @Test func theDescriptionStandsInTheLinesForLaTeXWhichOlderOnesPassOver() throws {
    let folder = try TemporaryFolder()
    let own = try PlotJob(
      .named("ratio"), FigureRequest(), of: GalleryFigures.analysis.get(), preset: .acl,
      altText: "50% {of} σ₁\n& #1, \\x")
    _ = try own.write(to: [folder.file("a.tex")])
    let snippet = try String(contentsOf: folder.file("a.tex"), encoding: .utf8)
    #expect(
      snippet.contains(##"\includegraphics[alt={50\% \{of\} σ₁ \& \#1, \textbackslash{}x}]{a}"##),
      "\(snippet)")
    #expect(snippet.contains(#"\expandafter\providecommand\csname KV@Gin@alt\endcsname[1]{}"#))
  }

  @Test func aFigureAcrossBothColumnsFloatsAcrossBothColumns() throws {
    let folder = try TemporaryFolder()
    _ = try job(preset: .aclFull).write(to: [folder.file("wide.tex")])
    let snippet = try String(contentsOf: folder.file("wide.tex"), encoding: .utf8)
    #expect(snippet.contains("\\begin{figure*}[t]") && snippet.contains("\\end{figure*}"))
    #expect(snippet.hasPrefix("% 6.30 in wide"))
  }

  /// The size of a figure, not the name of its preset, decides where it stands.
  @Test(arguments: [
    ("acl", 3.03, "figure", false), ("acl", 6.3, "figure*", false), ("acl", 3.2, "figure*", false),
    ("acl-full", 3.0, "figure", false), ("acl", 7.0, "figure*", true), ("neurips", 5.5, "figure", false),
    ("neurips", 6.3, "figure", true), ("icml", 3.25, "figure", false),
    ("icml-full", 6.75, "figure*", false),
    ("web", 7.9, "figure*", true), ("web", 3.0, "figure", false),
  ])
  func theEnvironmentFollowsTheWidthOfTheDrawingAndThePageOfTheVenue(
    preset: String, inches: Double, environment: String, isTooWide: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let sized = try Preset.named(preset).sized(.width(inches * 72))
    _ = try job(preset: sized).write(to: [folder.file("a.tex")])
    let snippet = try String(contentsOf: folder.file("a.tex"), encoding: .utf8)
    #expect(snippet.contains("\\begin{\(environment)}[t]") && snippet.contains("\\end{\(environment)}"))
    #expect(snippet.contains("% It is wider than the ") == isTooWide, "\(snippet)")
  }

  @Test func panelsOfAGivenSizeMakeAFigureAsWideAsTheyAre() throws {
    let folder = try TemporaryFolder()
    let sized = Preset.acl.sized(.panels(width: 200, height: 80))
    _ = try job("curves", preset: sized).write(to: [folder.file("a.tex")])
    #expect(
      try String(contentsOf: folder.file("a.tex"), encoding: .utf8).contains("\\begin{figure*}[t]"))
  }

  @Test(arguments: ["a{b", "a}b", "a\\b", "a\"b", " a", "a ", "a\nb"])
  func aNameThatTeXCannotHaveIsRefusedBeforeAnythingIsWritten(name: String) throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: PaperError.self) {
      try job().write(to: [folder.file("\(name).pdf")], withData: true)
    }
    #expect(error.isWrongUsage)
    #expect(error.description.contains("LaTeX cannot include a picture with "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    // Without lines for LaTeX the name is as good as any.
    #expect(try job().write(to: [folder.file("\(name).svg")]).files.count == 1)
  }

  @Test(arguments: ["ratio.jpg", "ratio", ".pdf"])
  func anUnknownEndingIsRefusedBeforeAnythingIsWritten(name: String) throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: FigureError.self) {
      try job().write(to: [folder.file("good.pdf"), folder.file(name)])
    }
    #expect(error.isWrongUsage)
    #expect(error.description.contains("`.pdf`"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("good.pdf").path))
  }

  @Test func aFigureByItselfPaintsADarkBackgroundAndOnlyThenUnlessItIsToldTo() throws {
    let folder = try TemporaryFolder()
    func isPainted(_ theme: Theme, _ background: Theme.Background?) throws -> Bool {
      let job = try PlotJob(
        .named("curves"), FigureRequest(), of: GalleryFigures.analysis.get(), preset: .web, theme: theme,
        background: background)
      _ = try job.write(to: [folder.file("a.svg")])
      return try String(contentsOf: folder.file("a.svg"), encoding: .utf8).contains("<rect")
    }
    #expect(try isPainted(.dark, nil))
    #expect(try !isPainted(.dark, Theme.Background.transparent))
    #expect(try !isPainted(.dark, .documents))
    #expect(try !isPainted(.light, nil))
    #expect(try isPainted(.light, .paint))
  }

  @Test func wordsOfOnesOwnReplaceThoseThatAreMadeFromTheData() throws {
    let analysis = try GalleryFigures.analysis.get()
    let own = try PlotJob(
      .named("ratio"), FigureRequest(), of: analysis, preset: .acl, altText: "Fast is five times slow")
    #expect(try own.drawing().altText == "Fast is five times slow")
    #expect(try job().drawing().altText.contains("4 rows (Alder 1B, "))
  }

  @Test func theSameFigureIsTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let names = ["pdf", "svg", "eps", "png"]
    for round in ["one", "two"] {
      _ = try job("forest").write(to: names.map { folder.file("\(round).\($0)") })
    }
    for name in names {
      #expect(
        try Data(contentsOf: folder.file("one.\(name)")) == Data(contentsOf: folder.file("two.\(name)")),
        "\(name)")
    }
  }

  @Test(arguments: [
    ("3.03in", 218.16), ("7.7cm", 218.2677165), ("77mm", 218.2677165), ("72.27pt", 72), ("10bp", 10),
    ("96px", 72),
  ])
  func lengthsAreReadWithTheirUnitPtIsTeXs(text: String, points: Double) throws {
    #expect(abs(try #require(PaperLength(text)).points - points) < 1e-6)
  }

  @Test(arguments: [
    "", "3", "in", "-3in", "0in", "0x1pt", "1e3in", "infin", "3 in", "3em", "1.2.3cm", "nanpt",
  ])
  func whatIsNoLengthIsNone(text: String) { #expect(PaperLength(text) == nil) }
}
