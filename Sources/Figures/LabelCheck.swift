import Plotting
import Studies

/// Checks that figures can show what a study calls its models and tasks.
package enum LabelCheck {
  /// A model or a task of a study.
  package struct Entry {
    let kind: String
    let name: String
    package let label: String
  }

  /// Sets every label of `study` once, before long work starts.
  ///
  /// - Throws: `FigureError.label` for the first that the fonts cannot set, as in a script they lack.
  package static func check(_ study: Study) throws {
    for entry in entries(of: study) {
      if let fault = fault(of: entry) { throw problem(fault, entry, in: study) }
    }
  }

  /// Error to report for one of drawing a figure of `study`; names the model or task whose label caused it.
  package static func explained(_ error: PlotError, in study: Study) -> any Error {
    guard let fault = error.faultOfText else { return error }
    let culprit = entries(of: study).first { self.fault(of: $0) == fault }
    return culprit.map { problem(fault, $0, in: study) } ?? error
  }

  private static func entries(of study: Study) -> [Entry] { entries(study.models, study.tasks) }

  package static func entries(_ models: [StudyModel], _ tasks: [StudyTask]) -> [Entry] {
    models.map { Entry(kind: "model", name: $0.name, label: $0.label) }
      + tasks.map { Entry(kind: "task", name: $0.name, label: $0.label) }
  }

  private static func figure(_ label: String) -> Plotting.Figure {
    let panel = Panel(
      title: RichText.literal(label), x: Axis(title: nil), y: Axis(title: nil),
      marks: [.points(x: .numbers([0]), y: .numbers([0]), series: "a")])
    return Plotting.Figure(panels: [[panel]], series: [Series("a", name: "a", slot: 0)])
  }

  /// Finds the reason why a label cannot be set; nil when it can, or when something else is at fault, say the
  /// room that it had here.
  private static func fault(of entry: Entry) -> String? {
    do {
      _ = try figure(entry.label).draw(Preset.web, theme: .light)
      return nil
    } catch {
      return error.faultOfText
    }
  }

  private static func problem(_ fault: String, _ entry: Entry, in study: Study) -> FigureError {
    problem(fault, entry, in: study, place: "drawn in figures")
  }

  package static func problem(_ fault: String, _ entry: Entry, in study: Study, place: String) -> FigureError
  {
    .label(
      file: study.file.path, entry: "\(entry.kind) `\(entry.name)`", label: entry.label, place: place,
      problem: fault)
  }
}
