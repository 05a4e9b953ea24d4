import FigureSupport
import Figures
import Foundation
import Gradients
import Papers
import Plotting
import Studies
import TestSupport
import Testing

/// Tables and figures on the pages of papers, as TeX sets them.
@Suite(.enabled(if: TeX.isInstalled, "pdflatex is not installed"))
struct PaperLayoutTests {
  private static let letters = ["times": "\\usepackage{times}", "Computer Modern": ""]

  /// Studies that ask much of a page, by what it is.
  private static func study(_ name: String) throws -> SyntheticStudy {
    var study = try SyntheticStudy()
    study.layers = 6
    study.samples = 6
    let tasks = ["aqua", "gsm8k", "strategyqa", "ecqa", "creak"]
    switch name {
    case "many":
      study.tasks = tasks
      study.modelLabels = [
        "Qwen2 1.5B", "Qwen2 1.5B Instruct", "Gemma 2 2B", "Gemma 2 9B", "Llama 2 7B", "Llama 3.1 8B",
      ]
    case "seven projections":
      study.tasks = Array(tasks.prefix(3))
      study.settings = "settings: { projections: [q, k, v, o, gate, up, down] }"
    case "long names":
      study.tasks = tasks.prefix(3).map { "\($0)-with-quite-a-long-name-as-some-users-like-it" }
      study.modelLabels = [
        "Meta_Llama_3.1_8B/checkpoint-12000/learning_rate_0.0001/seed_7",
        "A model that is called by a whole sentence since its author likes sentences", "C",
      ]
    default: break
    }
    return study
  }

  private static let kinds: [(kind: String, request: FigureRequest)] = [
    ("mad", FigureRequest()), ("mad", FigureRequest(projection: .v)), ("ratio", FigureRequest()),
    ("relevance", FigureRequest()), ("rank", FigureRequest()),
    ("rank", FigureRequest(styles: [.none, .detailed])), ("rank", FigureRequest(task: "aqua")),
  ]

  private static let cases = ["small", "many", "seven projections", "long names"]

  /// What TeX complains of, by the table that it stands in; every table is given in each width, and in each of
  /// `numbers`: with intervals or without, to so many digits.
  private func complaints(
    _ study: SyntheticStudy, letters: String, page: String? = nil,
    numbers: [(intervals: Bool, digits: Int)] = [(false, 3), (true, 3), (false, 8)]
  ) throws -> [String] {
    let analysis = try study.analysis()
    var text = TeX.preamble(letters: letters)
    if let page { text = text.replacing("a4paper,margin=2.5cm", with: page) }
    for (kind, request) in Self.kinds where request.task == nil || study.tasks.contains("aqua") {
      for width in [nil, PaperPage.Width.column, .full] {
        for (intervals, digits) in numbers {
          let table = try TableKind.named(kind).table(request, of: analysis, intervals: intervals)
          let style = TableStyle(digits: digits, showsIntervals: intervals, best: .largest, width: width)
          let isWarned = table.warning(style) != nil
          text +=
            "\\typeout{table \(isWarned ? "warned " : "")\(kind) \(width?.rawValue ?? "any") \(intervals) \(digits)}\n"
          text += table.text(.latex, style) + "\\clearpage\n"
        }
      }
    }
    let log = try TeX().log(text)
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    let lines = log.split(separator: "\n").filter {
      $0.hasPrefix("table ") || $0.contains("Overfull \\hbox") || $0.contains("Float too large")
    }
    var table: Substring = ""
    return lines.compactMap { line in
      guard line.hasPrefix("table ") else { return "\(table): \(line)" }
      table = line
      return nil
    }
  }

  @Test(arguments: cases, letters.keys.sorted())
  func teXComplainsOfNoTableThatIsNotWarnedOf(name: String, letters: String) throws {
    let complaints = try complaints(Self.study(name), letters: #require(Self.letters[letters]))
    let unexpected = complaints.filter { !$0.hasPrefix("table warned ") }
    #expect(unexpected.isEmpty, "\(unexpected.joined(separator: "\n"))")
  }

  @Test func norOf60ModelsOnTheLowestOfTheVenuesPages() throws {
    var study = try Self.study("small")
    study.modelLabels = (1...60).map { "Model \($0)" }
    let complaints = try complaints(
      study, letters: "\\usepackage{times}", page: "letterpaper,textheight=9in,textwidth=16cm",
      numbers: [(false, 3)])
    #expect(complaints.allSatisfy { $0.hasPrefix("table warned ") }, "\(complaints.joined(separator: "\n"))")
  }

  @Test(arguments: [2, 3, 4, 5, 6])
  func tablesOfTwoToSixModelsOnThreeTasksFitWithoutAWarning(models: Int) throws {
    var study = try Self.study("many")
    study.modelLabels = Array(study.modelLabels.prefix(models))
    study.tasks = Array(study.tasks.prefix(3))
    let analysis = try study.analysis()
    for (kind, request) in Self.kinds {
      // MAD in three styles with intervals is wider than a page.
      for (intervals, width) in [(false, nil), (false, PaperPage.Width.full), (kind != "mad", nil)] {
        let table = try TableKind.named(kind).table(request, of: analysis, intervals: intervals)
        let style = TableStyle(showsIntervals: intervals, best: .smallest, width: width)
        let warning = table.warning(style)
        #expect(warning == nil, "\(kind) \(intervals): \(warning ?? "")")
      }
    }
  }

  @Test func whatNoPageHoldsIsWrittenAndWarnedOfWithWhatToChoose() throws {
    let table = try TableKind.named("ratio").table(FigureRequest(), of: Self.study("long names").analysis())
    #expect(table.text(.latex, TableStyle()).contains("\\begin{table*}[t]"))
    let warning = try #require(table.warning(TableStyle()))
    #expect(
      warning.hasPrefix("the table is up to ") && warning.contains(" in wide, and the text of acl 6.3 in: "))
    #expect(warning.hasSuffix("choose a part with --model, --task or --projection"), "\(warning)")
    let mad = try TableKind.named("mad").table(FigureRequest(), of: Self.study("many").analysis())
    let narrow = try #require(mad.warning(TableStyle(width: .column)))
    #expect(narrow.hasSuffix("or --projection, or give --width full"), "\(narrow)")
  }

  @Test func thePageOfAVenueOfOneColumnIsOneColumnWideAndNoFloatIsStarred() throws {
    let analysis = try Self.study("many").analysis()
    let page = try PaperPage.named("neurips").page
    var text = TeX.preamble(letters: "\\usepackage{times}", textWidth: "5.5in")
    for (kind, request) in Self.kinds {
      let table = try TableKind.named(kind).table(request, of: analysis).text(.latex, TableStyle(page: page))
      #expect(!table.contains("table*"))
      text += table + "\\clearpage\n"
    }
    let log = try TeX().log(text)
    #expect(log.contains("Output written") && !log.contains("Overfull \\hbox"))
  }

  @Test func aTableStandsAsItIsInAColumnElseAcrossBothElseSplitByModel() throws {
    let narrow = try Self.text("ratio", of: "small")
    #expect(narrow.contains("\\begin{table}[t]") && narrow.contains("Model & "))
    let wide = try Self.text("rank", of: "small", styles: [.none, .detailed])
    #expect(wide.contains("\\begin{table*}[t]") && wide.contains("Model & Task & None & Detailed & "))
    #expect(wide.contains("\\multicolumn{2}{c}{q}"))
    let long = try Self.text("mad", of: "small")
    #expect(long.contains("\\textit{Tiny}"))
    #expect(long.contains("Task & Style & q & k & v & o"))
  }

  private static func text(
    _ kind: String, of name: String, styles: [ResponseStyle] = [], width: PaperPage.Width? = nil
  ) throws -> String {
    let table = try TableKind.named(kind).table(FigureRequest(styles: styles), of: study(name).analysis())
    return table.text(.latex, TableStyle(width: width))
  }

  @Test(arguments: ["", "\\usepackage[T1]{fontenc}"])
  func pdflatexSetsEveryCharacterOfACaptionWithTheBaseOfLaTeXAloneInListsOfFiguresToo(encoding: String) throws
  {
    let drawn =
      (0x20...0x24F).map { $0 } + Array(0x370...0x45F) + Array(0x2010...0x2060) + [
        0x20AC, 0x2212, 0x2423, 0x21B5, 0x25A1, 0x6570, 0x5D0, 0x202E, 0x200D, 0x1F600,
      ]
    let text = drawn.compactMap(Unicode.Scalar.init).map { LaTeX.escaped("\(Character($0))") }
    // A caption is first set in one line, and TeX's lines have a longest length.
    let captions = stride(from: 0, to: text.count, by: 60).map { start in
      "\\begin{figure}\\caption{\(text[start..<min(start + 60, text.count)].joined(separator: " "))}\\end{figure}\\clearpage\n"
    }
    let document =
      "\\documentclass{article}\n\(encoding)\n\\begin{document}\n\\listoffigures\n" + captions.joined()
    let tex = try TeX()
    for _ in 0..<2 {
      let log = try tex.log(document)
      #expect(log.contains("Output written") && !log.contains("Missing character"), "\(log.suffix(1500))")
    }
  }

  @Test(arguments: [
    "a b", "a  b   c", "50%", "a#b##c", "a~b", "~a", "a_b", "a^b", "a^^Mb", "a&b", "a$b", "a.b.c", "a.png",
    "é 北京",
    "-a", "|a", "'a'", "a,b=c", "a[b]", "fig 50% #1 ~x_y&$z",
  ])
  func aPictureOfAnyNameThatTeXCanHaveIsIncluded(name: String) throws {
    let tex = try TeX()
    let job = try PlotJob(
      .named("ratio"), FigureRequest(), of: GalleryFigures.analysis.get(), preset: .acl)
    _ = try job.write(to: [tex.folder.file("\(name).pdf"), tex.folder.file("\(name).tex")])
    let snippet = try String(contentsOf: tex.folder.file("\(name).tex"), encoding: .utf8)
    let log = try tex.log(TeX.preamble(letters: "\\usepackage{times}") + snippet)
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    let included = Array("\(name).pdf".utf8).map { String(UnicodeScalar($0)) }.joined()
    #expect(log.contains("/\(included)>") || log.contains("<\(included)>"), "\(log.suffix(1500))")
    #expect(!log.contains("Overfull \\hbox"))
  }
}
