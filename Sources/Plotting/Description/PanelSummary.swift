/// Describes panels together, where a sentence for each line of each would not be listened to: how lines compare, where
/// values are largest and smallest, and what was left out of all.
struct PanelSummary {
  private let figure: ResolvedFigure
  private let panels: [NamedPanel]

  init(_ figure: ResolvedFigure) {
    self.figure = figure
    panels = NamedPanel.all(of: figure)
  }

  /// The most measures; more would not be listened to.
  private static let mostMeasures = 4

  /// A sentence for each panel.
  var byPanel: [String] {
    order + curves.compactMap { extremes([$0], name: $0.name) } + heatmaps + gaps
  }

  /// A sentence for each measure.
  var byMeasure: [String] {
    let differs = Set(panels.map(\.measure)).count > 1
    let sentences = measures.prefix(Self.mostMeasures).compactMap { measure in
      extremes(
        curves.filter { $0.measure == measure },
        name: differs ? measure.map { RichText($0).words } ?? "" : "", namesPanels: true)
    }
    return order + sentences + heatmaps + gaps
  }

  private var order: [String] {
    [LineOrder.common(to: figure)?.sentence ?? LineOrder.tally(of: figure)].compactMap(\.self)
  }

  private var curves: [NamedPanel] { panels.filter { !$0.panel.panel.hasHeatmap } }

  /// The measures of panels without a heatmap, each once.
  private var measures: [String?] {
    var seen: Set<String?> = []
    return curves.map(\.measure).filter { seen.insert($0).inserted }
  }

  /// The largest and the smallest value of `panels`, with their places.
  private func extremes(_ panels: [NamedPanel], name: String, namesPanels: Bool = false) -> String? {
    var found: (least: NamedPanel.Datum, most: NamedPanel.Datum)?
    for panel in panels {
      for mark in panel.panel.marks where mark.geometry.isMeasured {
        guard let (least, most) = panel.extremes(of: mark) else { continue }
        let series = figure.series.count > 1 ? figure.name(of: mark) : nil
        let place = [namesPanels ? panel.title : "", series ?? ""].filter { !$0.isEmpty }
        let known = found ?? (least.within(place), most.within(place))
        found = (
          least.value < known.least.value ? least.within(place) : known.least,
          most.value > known.most.value ? most.within(place) : known.most
        )
      }
    }
    return found.map { least, most in
      (name.isEmpty ? "From " : "\(name): from ") + "\(least.sentence) to \(most.sentence)."
    }
  }

  /// The shape of heatmaps when they share it, where in all of them values are largest and smallest, and their colours.
  private var heatmaps: [String] {
    let maps = panels.filter(\.panel.panel.hasHeatmap).compactMap { named in
      HeatmapDescription(named.panel).map { (title: named.title, words: $0) }
    }
    guard let first = maps.first,
      let least = maps.min(by: { $0.words.least.value < $1.words.least.value }),
      let most = maps.max(by: { $0.words.most.value < $1.words.most.value })
    else { return [] }
    let hasOneShape = maps.allSatisfy { $0.words.shape == first.words.shape }
    let count = maps.count == 1 ? "A heatmap of " : "\(maps.count) heatmaps, each "
    return [
      hasOneShape ? count + first.words.shape : nil,
      "Cells from \(least.words.least.within([least.title]).sentence) to "
        + "\(most.words.most.within([most.title]).sentence).",
      first.words.colors,
    ].compactMap(\.self)
  }

  private var gaps: [String] {
    let omissions = panels.map(\.panel.omissions).reduce(Omissions(), +)
    return [emptiness, omissions.sentence].compactMap(\.self)
  }

  private var emptiness: String? {
    let empty = panels.filter(\.panel.isEmpty)
    guard !empty.isEmpty else { return nil }
    let names = empty.map(\.name).filter { !$0.isEmpty }
    let list = names.isEmpty || names.count > 4 ? "" : " (\(names.joined(separator: "; ")))"
    return "No data in \(empty.count) of \(panels.count) panels\(list)."
  }
}
