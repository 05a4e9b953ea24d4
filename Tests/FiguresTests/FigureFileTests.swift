import Analysis
import FigureSupport
import Figures
import Foundation
import Gradients
import Papers
import Plotting
import Store
import Studies
import TestSupport
import Testing

/// What the files of a figure say of it, and what its map of cosines looks like.
@Suite struct FigureFileTests {
  private let analysis: StudyAnalysis

  init() throws { analysis = try GalleryFigures.analysis.get() }

  private func job(
    _ kind: String, _ preset: Preset = .web, _ theme: Theme = .light, request: FigureRequest = FigureRequest()
  ) throws -> PlotJob {
    try PlotJob(.named(kind), request, of: analysis, preset: preset, theme: theme)
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func bearTheTitleOfTheFigure(kind: String) throws {
    let job = try job(kind, .acl)
    #expect(try job.drawing().title == job.figure.title)
    #expect(try job.drawing().elements.filter { $0.role == .title }.isEmpty, "captions have the title")
  }

  @Test(arguments: FigureKind.all.map(\.name))
  func describeItInWordsThatCanBeListenedTo(kind: String) throws {
    let text = try job(kind).drawing().altText
    #expect(text.split(separator: " ").count <= 150, "\(text)")
    #expect(!text.contains("_") && !text.contains("{"), "\(text)")
  }

  @Test func sayWhatTheFigureIsAboutStepsAndHowSureRatiosAre() throws {
    let mad = try job("mad").drawing().altText
    #expect(mad.contains(#/From None to .* \d+ of \d+ fall, by the largest factor /#), "\(mad)")
    let claim = try job("forest").drawing().altText
    #expect(claim.contains("Level, fast over slow."), "\(claim)")
    #expect(claim.contains(#/(None of the|\d+ of) \d+ intervals holds? 1\.00\./#), "\(claim)")
    #expect(claim.contains(#/Raw: from [0-9.]+ \(.*, interval [0-9.]+ to [0-9.]+\) to /#), "\(claim)")
  }

  /// Every colour of an SVG is grey, and so is every pixel of a PNG, where colours are mixed.
  @Test(arguments: GalleryFigures.all)
  func haveNoColourInGreyscale(entry: GalleryFigures.Entry) throws {
    let folder = try TemporaryFolder()
    let files = ["a.svg", "a.png"].map(folder.file)
    _ = try job(entry.kind, .acl, .greyscale, request: entry.request).write(to: files)
    let svg = try String(contentsOf: files[0], encoding: .utf8)
    let colors = svg.matches(of: /\b(?:fill|stroke|stop-color|flood-color|color)="([^"]*)"/).map {
      String($0.1)
    }
    #expect(colors.contains { $0 != "none" })
    for color in Set(colors) where color != "none" {
      let parts = try #require(color.firstMatch(of: /^rgb\(([\d.]+)%,([\d.]+)%,([\d.]+)%\)$/), "\(color)")
      #expect(parts.1 == parts.2 && parts.2 == parts.3, "\(color)")
    }
    #expect(!svg.contains("style=") && !svg.contains("<image"), "colours stand in attributes")
    #expect(try PixelImage(Array(Data(contentsOf: files[1]))).isGrey)
  }

  @Test func shareNoIdInAnySizeInAnyColours() throws {
    var seen: Set<String> = []
    for (preset, theme) in [(Preset.web, Theme.light), (.web, .dark), (.acl, .print), (.acl, .greyscale)] {
      let folder = try TemporaryFolder()
      let file = folder.file("a.svg")
      _ = try job("curves", preset, theme).write(to: [file])
      let svg = try String(contentsOf: file, encoding: .utf8)
      let ids = Set(svg.matches(of: /\bid="([^"]*)"/).map { String($0.1) })
      #expect(!ids.isEmpty && ids.isDisjoint(with: seen), "\(preset.name), \(theme.name)")
      seen.formUnion(ids)
    }
  }

  @Test(arguments: [Preset.web, .acl, .aclFull])
  func mapsOfCosinesAreSquareSayWhatLiesOnWhichSideAndHaveAKeyWithRoundEnds(preset: Preset) throws {
    let job = try job("cosines", preset)
    let drawing = try job.drawing()
    let maps = job.figure.figure.panels.flatMap { $0 }.compactMap(\.self)
    let frames = zip(maps, drawing.panels).filter { $0.0.marks.contains { $0.kind == .heatmap } }
    #expect(!frames.isEmpty)
    #expect(frames.map(\.0.title) == ["None above, Detailed below"] + frames.dropFirst().map { _ in nil })
    for (panel, frame) in frames {
      #expect(abs(frame.width - frame.height) < 0.1, "\(preset.name): \(frame)")
      #expect(panel.color.lower == -0.8 && panel.color.upper == 0.8)
    }
    #expect(job.figure.caption.contains("The diagonal, each layer with itself, compares nothing"))
  }

  @Test func aMapOfOneStyleHasOneNameAndAFigureOfOneProjectionNamesItOnce() throws {
    let one = try job("cosines", request: FigureRequest(styles: [.none])).figure.figure
    #expect(one.panels[1][0]?.title == nil)
    let narrow = try job("cosines", .acl).figure.figure
    #expect(narrow.subtitle == "Alder 1B · Algebra · projection v")
    #expect(narrow.panels[0][0]?.title == nil)
  }

  @Test func curvesThatAreEqualAreNamedInTheCaption() throws {
    let twins = analysis.conditions.map { condition -> ConditionAnalysis in
      guard condition.condition.style == .simplified,
        let other = analysis.condition(model: condition.model, task: condition.condition.task, style: .none)
      else { return condition }
      return ConditionAnalysis(
        ConditionResults(
          model: condition.model, condition: condition.condition, layerCount: GalleryStudy.layers,
          projections: Projection.attention,
          samples: GalleryStudy.results(
            analysis.study.model(named: condition.model) ?? analysis.study.models[0], other.condition
          ).samples, skipped: []), coverage: condition.coverage, run: condition.run)
    }
    let same = StudyAnalysis(
      study: analysis.study, facts: analysis.facts, conditions: twins, details: analysis.details)
    let figure = try FigureKind.named("curves").figure(
      FigureRequest(model: "alder", task: "algebra"), of: same)
    #expect(
      figure.caption.hasSuffix("None and Simplified are equal in every panel and take turns in dashes."),
      "\(figure.caption)")
  }
}
