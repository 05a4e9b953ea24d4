import Analysis
import JSON
import Plotting
import Studies

/// A figure of a study with everything that goes beside it.
package struct StudyFigure: Sendable {
  /// Identifies the figure by what it shows: the same on every page and in every build.
  package let id: String
  /// The name of its kind.
  package internal(set) var kind = ""
  /// The options of the command line that ask for it, one after the other.
  package internal(set) var options: [String] = []
  /// Heading of plain text that says what it shows.
  package let title: String
  /// The picture, without size and colour.
  package let figure: Plotting.Figure
  /// The picture of one normalisation at a time, where it shows several.
  package internal(set) var parts: [FigurePart] = []
  /// The height of each panel by its width; nil leaves it to the picture's preset.
  package let panelAspect: Double?
  /// Points that a column of panels takes on pages at the most, so that its words are still read on a phone that is as wide as one; nil: the
  /// columns share the width of the page.
  package internal(set) var columnWidth: Double?
  /// The sentence that names the model and the task of which the figure shows one of several; nil when it has nothing to
  /// name. ``title`` names them too.
  let subject: String?
  /// Words under ``title``.
  package private(set) var words: FigureWords
  /// Every number that is drawn, a row for each.
  package let data: Table
  /// A summary of the data for reading on a page; nil where the values that are drawn say as much.
  package let overview: Table?

  /// A figure whose picture bears its title in its files and names what its series are, and whose caption says which
  /// lines are equal.
  init(
    id: String, title: String, figure: Plotting.Figure, panelAspect: Double?,
    subject: String?, words: FigureWords, data: Table, overview: Table?
  ) {
    var picture = figure
    picture.fileTitle = title
    // “None” and “Detailed” by themselves do not say of what.
    let areStyles = figure.series.allSatisfy { ResponseStyle(rawValue: $0.key) != nil }
    if areStyles, !figure.series.isEmpty { picture.legendTitle = "Response style" }
    self.id = id
    self.title = title
    self.figure = picture
    self.panelAspect = panelAspect
    self.subject = subject
    self.words = FigureWords(
      words.finding, basis: [words.basis], details: [words.details, figure.equalLines])
    self.data = data
    self.overview = overview
  }

  /// The figure with a caption that says what `theme` does differently with colours.
  package func drawn(in theme: Theme) -> StudyFigure {
    let hasMiddle = figure.panels.joined().contains { panel in
      if case .diverging? = panel?.color.kind { true } else { false }
    }
    guard theme.hatchesBelowCenter, hasMiddle else { return self }
    var drawn = self
    drawn.words.details += " Cells below the middle of the key are hatched."
    return drawn
  }

  /// The caption of the figure where it stands without its title, as in a paper.
  package var caption: String { [subject, words.all].compactMap(\.self).joined(separator: " ") }
}

/// A figure's picture with the numbers of one normalisation only.
package struct FigurePart: Sendable {
  package let normalisation: Normalisation
  package let figure: Plotting.Figure
}

extension StudyFigure {
  /// The size at which pages show `picture`, the figure's or that of one of its parts.
  package func preset(for picture: Plotting.Figure) -> Preset {
    let whole = Preset.web.fitted(to: self)
    guard let columnWidth, case .width(let width, let aspect) = whole.size else { return whole }
    let columns = picture.panels.map(\.count).max() ?? 1
    return whole.sized(.width(min(width, columnWidth * Double(columns)), panelAspect: aspect))
  }

  /// The command that draws the figure for a paper; `STUDY` stands for the study's folder.
  package var command: String {
    (["strata", "plot", kind, "STUDY"] + options + ["--preset", "acl", "--output", "\(id).pdf"]).joined(
      separator: " ")
  }

  /// Title, caption and data as a JSON text.
  package var json: String { String(decoding: jsonBytes, as: UTF8.self) }

  /// The bytes of ``json``.
  package var jsonBytes: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("id", id)
      json.member("title", title)
      json.member("caption", caption)
      json.key("data")
      data.write(to: &json)
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

/// The model and the task of which a figure shows one: its caption names them, and so does the picture where the study has
/// several, since two figures side by side could not be told apart otherwise.
struct FigureSubject {
  private let model: StudyModel?
  private let task: StudyTask?
  private let namesModel: Bool
  private let namesTask: Bool
  private let details: [String]

  /// `model` and `task` are nil where the figure shows several and names them itself; `details` is what else it shows one
  /// of and names in its caption only, such as a projection.
  init(_ study: Study, model: StudyModel? = nil, task: StudyTask? = nil, details: [String] = []) {
    self.model = model
    self.task = task
    namesModel = study.models.count > 1
    namesTask = study.tasks.count > 1
    self.details = details
  }

  /// Makes the subject of figures that show all models and tasks.
  init(_ details: [String]) {
    model = nil
    task = nil
    (namesModel, namesTask) = (false, false)
    self.details = details
  }

  /// The line above the picture, in the notation of ``RichText``; nil when there is nothing to name.
  var subtitle: String? {
    let names = [namesModel ? model?.label : nil, namesTask ? task?.label : nil].compactMap(\.self) + details
    return names.isEmpty ? nil : RichText.joined(names.map(RichText.literal), by: " · ")
  }

  /// The sentence at the head of the caption, nil when there is nothing to name.
  var sentence: String? {
    switch (model?.label, task?.label) {
    case (let model?, let task?): "\(model) on \(task)."
    case (let model?, nil): "Model: \(model)."
    case (nil, let task?): "Task: \(task)."
    case (nil, nil): nil
    }
  }
}
