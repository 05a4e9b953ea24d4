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

/// Figures of much that must stand on pages of a paper.
@Suite("Figures of many panels")
struct FigurePartsTests {
  /// The text of a page of the ACL, in points.
  private static let page = 9.0 * 72

  private static func study(models: Int, tasks: Int, layers: Int = 3) throws -> StudyAnalysis {
    var study = try SyntheticStudy()
    study.layers = layers
    study.samples = 4
    study.tasks = (1...tasks).map { "task-\($0)" }
    study.modelLabels = (1...models).map { "Model \($0)" }
    return try study.analysis()
  }

  private func job(
    _ kind: String, _ analysis: StudyAnalysis, _ preset: Preset = .acl,
    _ request: FigureRequest = FigureRequest()
  ) throws -> PlotJob {
    try PlotJob(.named(kind), request, of: analysis, preset: preset)
  }

  @Test(
    "MAD of four models on six tasks fits on a page, at every preset of a paper but that of the largest letters"
  )
  func mad() throws {
    let analysis = try Self.study(models: 4, tasks: 6)
    for preset in Preset.all where preset.year != nil {
      let job = try job("mad", analysis, preset)
      let parts = try job.parts()
      #expect(
        parts.count == (preset.name == "jmlr" ? 2 : 1) && parts[0].height < Self.page,
        "\(preset.name): \(parts.map(\.height))")
      #expect(parts[0].omittedValues == 0)
    }
    let column = try job("mad", analysis).figure
    #expect(column.caption.contains("of projection v value, a panel for each model"), "\(column.caption)")
    #expect(column.figure.subtitle == "projection v")
    #expect(column.id == "mad-nuclear-norm-v")
    #expect(column.figure.panels.map(\.count) == [2, 2])
    let wide = try job("mad", analysis, .aclFull).figure
    #expect(wide.caption.contains("a row of panels for each model, a column for each projection"))
  }

  @Test("A chosen projection fills the width with panels")
  func oneProjection() throws {
    let analysis = try Self.study(models: 6, tasks: 5)
    let shown = try job("mad", analysis, .aclFull, FigureRequest(projection: .q)).figure
    #expect(shown.figure.panels.map(\.count) == [3, 2])
    #expect(shown.figure.panels.joined().map { $0?.title } == (1...5).map { "Task \($0)" })
  }

  @Test("A figure that is too high for a page is written in parts, its data whole")
  func parts() throws {
    let folder = try TemporaryFolder()
    let analysis = try Self.study(models: 60, tasks: 1)
    let job = try job("models", analysis)
    let parts = try job.parts()
    #expect(parts.count > 1 && parts.allSatisfy { $0.height < Self.page }, "\(parts.map(\.height))")
    #expect(parts.map(\.panels.count).reduce(0, +) == 60)
    let count = parts.count
    let written = try job.write(to: [folder.file("m.pdf"), folder.file("m.svg")], withData: true)
    let pictures = ["pdf", "svg"].flatMap { ending in
      ["m.\(ending)"] + (2...count).map { "m-\($0).\(ending)" }
    }
    #expect(written.files.map(\.lastPathComponent) == pictures + ["m.csv", "m.json", "m.txt", "m.tex"])
    #expect(written.warnings.isEmpty)
    let data = try String(contentsOf: folder.file("m.csv"), encoding: .utf8)
    #expect(data.contains("tiny-base,") && data.contains("more-57,"))
    let text = try String(contentsOf: folder.file("m.tex"), encoding: .utf8)
    #expect(text.matches(of: /\\begin\{figure\}/).count == count)
    #expect(text.contains(" Part 1 of \(count): Model 1 to Model ") && text.contains("]{m-2}"))
    #expect(text.contains("\\addtocounter{figure}{-1}\n  \\def\\theHfigure{\\arabic{figure}-2}\n"))
    #expect(text.contains("\\caption{Continued, part 2 of \(count): Model "), "\(text)")
    #expect(text.contains("to Model 60.}"), "\(text)")
    #expect(text.contains("\\label{fig:\(job.figure.id)-2}"))
    #expect(parts[1].title == "\(job.figure.title), part 2 of \(count)")
    #expect(parts[1].altText.hasPrefix("Part 2 of \(count): Model "))
    #expect(text.contains("alt={Part 2 of \(count): Model "))
  }

  @Test("Parts are named by what their rows show")
  func partNames() throws {
    func words(_ kind: String, _ analysis: StudyAnalysis, _ preset: Preset = .acl) throws -> String {
      let figure = try job(kind, analysis, preset).figure.figure
      return FigurePart(drawing: try figure.draw(), names: FigurePart.names(of: 0..<2, in: figure)).words
    }
    #expect(try words("curves", Self.study(models: 2, tasks: 1)) == "q to o")
    #expect(try words("models", Self.study(models: 9, tasks: 1), .aclFull) == "Model 1 and Model 3")
    #expect(try words("mad", Self.study(models: 4, tasks: 6), .aclFull) == "Model 1 and Model 2")
    #expect(try words("mad", Self.study(models: 4, tasks: 6)) == "Model 1 to Model 4")
  }

  @Test("Files that a run with more parts left are warned of, and kept")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let many = try job("models", Self.study(models: 60, tasks: 1))
    let count = try many.write(to: [folder.file("m.svg")]).files.count
    #expect(count > 2)
    let few = try job("models", Self.study(models: 4, tasks: 1)).write(to: [folder.file("m.svg")])
    let left = (2...count).map { "m-\($0).svg" }
    let warning = try #require(few.warnings.first)
    #expect(left.allSatisfy(warning.contains) && warning.contains("not of this run"), "\(warning)")
    #expect(left.allSatisfy { FileManager.default.fileExists(atPath: folder.file($0).path) })
    #expect(try many.write(to: [folder.file("m.svg")]).warnings.isEmpty)
  }

  @Test("Claims of more tasks than colours have a row for each task and a colour for each model")
  func manyTasks() throws {
    let few = try FigureKind.named("claims").figure(FigureRequest(), of: Self.study(models: 2, tasks: 8))
    #expect(few.figure.series.count == 8 && few.caption.contains("a colour for each task"))
    let many = try FigureKind.named("claims").figure(FigureRequest(), of: Self.study(models: 2, tasks: 9))
    #expect(many.figure.series.map(\.name) == ["Model 1", "Model 2"])
    #expect(many.caption.contains("a colour for each model"))
    #expect(many.figure.panels[0][0]?.y.scale == .band((1...9).map { "Task \($0)" }))
  }

  @Test("A part that would take the place of another file is refused before anything is written")
  func places() throws {
    let folder = try TemporaryFolder()
    let job = try job("models", Self.study(models: 60, tasks: 1))
    let error = try #require(throws: PaperError.self) {
      try job.write(to: [folder.file("m.pdf"), folder.file("m-2.pdf")])
    }
    #expect(error.isWrongUsage && error.description.contains("m-2.pdf"), "\(error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test("A size that was asked for is kept, and so are pages that scroll")
  func kept() throws {
    let analysis = try Self.study(models: 60, tasks: 1)
    #expect(try job("models", analysis, .web).parts().count == 1)
    let high = Preset.acl.sized(.exact(width: 218, height: 4000))
    #expect(try job("models", analysis, high).parts().map(\.height) == [4000])
    let panels = try job("models", analysis, .acl.sized(.panels(width: 80, height: 60)))
    #expect(try panels.parts().count == 1)
    let folder = try TemporaryFolder()
    #expect(try panels.write(to: [folder.file("a.svg")]).warnings.count == 1)
  }

  @Test("Parts of a figure keep the extent of the axes that they share")
  func sharedAxes() throws {
    let figure = Plotting.Figure(
      panels: [10.0, 3.0].map { end in
        [
          Panel(
            y: Axis(scale: .band(["a"])),
            marks: [.points(x: .numbers([1, end]), y: .categories(["a", "a"]))])
        ]
      }, rowTitles: ["one", "two"], rowWeights: [1, 2], sharedX: .columns)
    let part = try figure.part(1..<2)
    #expect(part.rowTitles == ["two"] && part.rowWeights == [2] && part.panels.count == 1)
    #expect(part.panels[0][0]?.x.lower == 1 && part.panels[0][0]?.x.upper == 10)
    #expect(part.panels[0][0]?.y.lower == nil)
  }

  @Test("Models of one stage fill the width under their own names")
  func oneStage() throws {
    for stage in [Stage.base, .instruct] {
      var study = try SyntheticStudy()
      study.modelLabels = ["A", "B", "C", "D", "E"]
      study.isBegun = { model, _ in model.stage == stage }
      let analysis = try study.analysis()
      let shown = try job("models", analysis).figure
      #expect(shown.figure.columnTitles.isEmpty && shown.figure.rowTitles.isEmpty)
      #expect(
        shown.figure.panels.map { $0.map { $0?.title } }
          == (stage == .base ? [["A", "C"], ["D", "E"]] : [["q", "k"], ["v", "o"]]))
      let wide = try job("models", analysis, .aclFull, FigureRequest(projection: .q)).figure
      #expect(wide.figure.panels.map(\.count) == [stage == .base ? 4 : 1])
      #expect(!shown.caption.contains("base and instruct"), "\(shown.caption)")
    }
  }
}
