import Analysis
import FigureSupport
import Figures
import Foundation
import Gradients
import Plotting
import Store
import Studies
import Testing

/// What figures say, and what their data hold, of numbers that are not finite, zero, or not there.
@Suite struct LeftOutTests {
  /// The gallery's study with other numbers in some places.
  private static func analysis(
    details: any GradientDetails, _ value: (ConditionAnalysis, Int, Int) -> Double? = { _, _, _ in nil }
  ) throws -> StudyAnalysis {
    let whole = try GalleryStudy.analysis()
    let conditions = try whole.conditions.map { item in
      let model = try #require(whole.study.model(named: item.model))
      let results = GalleryStudy.results(model, item.condition)
      let samples = results.samples.map { sample in
        SampleResult(
          index: sample.index, loss: sample.loss, tokenCount: sample.tokenCount,
          labelCount: sample.labelCount,
          summaries: sample.summaries.enumerated().map { place, summary in
            guard let value = value(item, place / 4, place % 4) else { return summary }
            return SpectrumSummary(
              nuclearNorm: value, largest: value, smallest: value, frobeniusNorm: value,
              effectiveRank: summary.effectiveRank, mean: summary.mean)
          })
      }
      return ConditionAnalysis(
        ConditionResults(
          model: item.model, condition: item.condition, layerCount: results.layerCount,
          projections: item.projections, samples: samples, skipped: []),
        coverage: item.coverage, run: item.run)
    }
    return StudyAnalysis(study: whole.study, facts: whole.facts, conditions: conditions, details: details)
  }

  private static func details() throws -> GalleryDetails { GalleryDetails(study: try GalleryStudy.study()) }

  private func text(_ table: Table, _ name: String) throws -> [String] {
    let lines = table.csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let place = try #require(lines.first?.firstIndex { $0 == name })
    return lines.dropFirst().map { String($0[place]) }
  }

  @Test func projectionsWithoutAFiniteSampleHaveRowsInTheDataWhichCountWhatIsLeftOut() throws {
    let analysis = try Self.analysis(details: Self.details()) { item, _, projection in
      projection == 2 && item.condition.style == .none ? .infinity : nil
    }
    for kind in ["curves", "models", "relevance", "mad"] {
      let request = FigureRequest(model: kind == "models" ? nil : "alder", task: "algebra", projection: .v)
      let data = try FigureKind.named(kind).figure(request, of: analysis).data
      let rows = try zip(text(data, "style"), text(data, "n")).filter { $0.0 == "none" }
      #expect(!rows.isEmpty && rows.allSatisfy { $0.1 == "0" }, "\(kind): \(rows)")
      if kind != "mad" { #expect(try text(data, "left_out").contains("\(GalleryStudy.samples)")) }
    }
  }

  @Test func aSpectrumOfZerosHasNoLineOnLogarithmicAxesCaptionAndDataSaySo() throws {
    var details = ChangedDetails(base: try Self.details())
    details.spectrum = { style, values in style == .detailed ? values.map { _ in 0 } : values }
    let analysis = try Self.analysis(details: details)
    let request = FigureRequest(model: "alder", task: "algebra", layers: [0])
    let shown = try FigureKind.named("spectrum").figure(request, of: analysis)
    #expect(
      shown.caption.contains(
        "Without a line, since the median of the largest is 0, which has no place on these axes: Detailed in layer 0."
      ),
      "\(shown.caption)")
    let medians = try zip(text(shown.data, "style"), text(shown.data, "median")).filter { $0.0 == "detailed" }
    #expect(medians.map(\.1) == ["0.0"])
    details.spectrum = { _, values in values.map { _ in 0 } }
    let error = try #require(throws: FigureError.self) {
      try FigureKind.named("spectrum").figure(request, of: Self.analysis(details: details))
    }
    #expect(error.description.contains("no sample has finite singular values above zero"), "\(error)")
  }

  @Test func spectraThatAreNotFiniteAreCounted() throws {
    var details = ChangedDetails(base: try Self.details())
    details.spectrum = { style, values in style == .none ? values.map { _ in .nan } : values }
    let request = FigureRequest(model: "alder", task: "algebra", layers: [2])
    let shown = try FigureKind.named("spectrum").figure(request, of: Self.analysis(details: details))
    #expect(shown.caption.contains("Without a line, since no sample is finite: None in layer 2."))
    let counts = try zip(text(shown.data, "style"), text(shown.data, "left_out")).filter { $0.0 == "none" }
    #expect(counts.map(\.1) == ["\(GalleryStudy.samples)"])
  }

  @Test func cosinesThatNoSampleHasAreNamedAndCounted() throws {
    var details = ChangedDetails(base: try Self.details())
    details.hasCosines = { $0 != .simplified }
    let request = FigureRequest(model: "alder", task: "algebra", projection: .q)
    let shown = try FigureKind.named("cosines").figure(request, of: Self.analysis(details: details))
    #expect(shown.caption.contains("No sample has finite cosines of q (Simplified)."), "\(shown.caption)")
    let counts = try zip(text(shown.data, "style"), text(shown.data, "left_out"))
    #expect(counts.filter { $0.0 == "simplified" }.map(\.1) == ["\(GalleryStudy.samples)"])
  }

  @Test func correlationsAreGivenWithinEachResponseStyleToo() throws {
    let shown = try FigureKind.named("length").figure(FigureRequest(), of: GalleryStudy.analysis())
    let within = try #require(shown.caption.firstMatch(of: /Within a response style it is ([^.]|\.\d)*\./))
    for style in ["Popular", "Unpopular"] { #expect(within.0.contains("(\(style)"), "\(within.0)") }
    let rho = try zip(text(shown.data, "style"), text(shown.data, "rho")).map { "\($0) \($1)" }
    #expect(Set(rho).count > 3 * 4)
  }

  @Test func symlogIsRefusedWhereNoValueNeedsItAndTakenWhereSomeAreZero() throws {
    let request = FigureRequest(model: "alder", task: "algebra", scale: .symlog)
    let error = try #require(throws: FigureError.self) {
      try FigureKind.named("curves").figure(request, of: GalleryStudy.analysis())
    }
    #expect(error.description.contains("all values that are shown are above zero"), "\(error)")
    let zeros = try Self.analysis(details: Self.details()) { _, layer, _ in layer == 3 ? 0 : nil }
    let shown = try FigureKind.named("curves").figure(request, of: zeros)
    #expect(shown.caption.contains("Heights are logarithmic beyond"))
  }

  @Test func bandsOfWhatCannotBeNegativeAreCutAt0AndTheCaptionSaysSo() throws {
    var study = try SyntheticStudy()
    study.samples = 3
    let shown = try FigureKind.named("curves").figure(FigureRequest(), of: study.analysis())
    #expect(shown.caption.contains("Bands that reach below 0, as few samples make them, are cut there."))
    #expect(shown.caption.contains("3 samples are skipped for want of a finite gradient or a label."))
    let bands = shown.figure.panels.joined().compactMap { $0 }.flatMap(\.marks).filter { $0.kind == .band }
    let lows = bands.flatMap { mark -> [Double] in if case .numbers(let lows) = mark.y { lows } else { [] } }
    #expect(lows.contains(0) && lows.allSatisfy { $0 >= 0 })
    #expect(try text(shown.data, "lower").contains { $0.hasPrefix("-") })
    let drawing = try shown.figure.draw(.acl)
    let ticks = drawing.elements.compactMap { element in
      if case .text(let line, _, _, _) = element.shape { line.plain } else { nil as String? }
    }
    #expect(!ticks.contains { $0.hasPrefix("−") }, "\(ticks)")
    let whole = try FigureKind.named("curves").figure(FigureRequest(), of: GalleryStudy.analysis())
    #expect(!whole.caption.contains("are cut there") && !whole.caption.contains("skipped"))
  }

  @Test func madHasTheIntervalsOfItsDataBehindItsPoints() throws {
    let shown = try FigureKind.named("mad").figure(FigureRequest(), of: GalleryStudy.analysis())
    #expect(shown.caption.contains("Pale bars are 95 % intervals over samples (bootstrap, percentiles)."))
    let segments = shown.figure.panels.joined().compactMap { $0 }.flatMap(\.marks).filter {
      $0.kind == .segments && $0.series != nil
    }
    let lowers: [Double] = segments.flatMap { mark -> [Double] in
      if case .numbers(let lows) = mark.x { lows } else { [] }
    }
    let held = try text(shown.data, "all_lower").compactMap(Double.init)
    #expect(!lowers.isEmpty && lowers.allSatisfy(held.contains))
  }
}

/// The gallery's details in which some styles have other spectra or no cosines.
private struct ChangedDetails: GradientDetails {
  let base: GalleryDetails
  var spectrum: @Sendable (ResponseStyle, [Double]) -> [Double] = { $1 }
  var hasCosines: @Sendable (ResponseStyle) -> Bool = { _ in true }

  func results(model: String, condition: Condition) throws -> ConditionResults? {
    try base.results(model: model, condition: condition)
  }

  func spectra(
    model: String, condition: Condition, layer: Int, projection: Projection
  ) throws -> [SampleSpectrum] {
    try base.spectra(model: model, condition: condition, layer: layer, projection: projection).map {
      SampleSpectrum(index: $0.index, values: spectrum(condition.style, $0.values))
    }
  }

  func cosines(model: String, condition: Condition) throws -> ConditionCosines? {
    guard !hasCosines(condition.style) else {
      return try base.cosines(model: model, condition: condition)
    }
    return ConditionCosines(
      model: model, condition: condition, layerCount: GalleryStudy.layers, samples: [])
  }

  func tokenShareSamples(model: String, condition: Condition) throws -> [Int] { [] }
  func tokenShares(model: String, condition: Condition, sample index: Int) throws -> TokenShares? { nil }
}
