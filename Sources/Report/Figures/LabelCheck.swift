import Plotting
import Studies

/// Checks that figures can show what a study calls its models and tasks, before long work starts.
public enum LabelCheck {
  /// Sets every label of `study` once.
  ///
  /// - Throws: `ReportError.label` for the first that the fonts cannot set, as in a script they lack.
  public static func check(_ study: Study) throws {
    for label in study.models.map(\.label) + study.tasks.map(\.label) {
      do {
        _ = try figure(label).draw(Preset.web, theme: .light)
      } catch {
        guard isOfText(error) else { continue }
        throw ReportError.label(file: study.file.path, label: label, problem: error.description)
      }
    }
  }

  private static func figure(_ label: String) -> Plotting.Figure {
    let panel = Panel(
      title: RichText.literal(label), x: Axis(title: nil), y: Axis(title: nil),
      marks: [.points(x: .numbers([0]), y: .numbers([0]), series: "a")])
    return Plotting.Figure(panels: [[panel]], series: [Series("a", name: "a", slot: 0)])
  }

  /// Whether the words are at fault and not, say, the room that the figure had here.
  private static func isOfText(_ error: PlotError) -> Bool {
    switch error {
    case .glyphMissing, .mixedDirections: true
    default: false
    }
  }
}
