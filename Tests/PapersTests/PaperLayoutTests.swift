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
@Suite("Paper layout", .enabled(if: TeX.isInstalled, "pdflatex is not installed"))
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

  @Test(arguments: cases, ["times", "Computer Modern"])
  func tablesFit(name: String, letters: String) throws {
    let analysis = try Self.study(name).analysis()
    var text = TeX.preamble(letters: try #require(Self.letters[letters]))
    for (kind, request) in Self.kinds
    where request.task == nil || ["many", "seven projections"].contains(name) {
      for width in [nil, PaperPage.Width.column, .full] {
        for (intervals, digits) in [(false, 3), (true, 3), (false, 8)] {
          let table = try TableKind.named(kind).table(request, of: analysis, intervals: intervals)
          let style = try TableStyle(digits: digits, showsIntervals: intervals, best: .largest, width: width)
          text += "\\typeout{table \(kind) \(width?.rawValue ?? "any") \(intervals) \(digits)}\n"
          text += table.text(.latex, style) + "\\clearpage\n"
        }
      }
    }
    let log = try TeX().log(text)
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    // A page is too high for none of them.
    for complaint in ["Overfull \\hbox", "Float too large"] {
      let lines = log.split(separator: "\n").filter { $0.hasPrefix("table ") || $0.contains(complaint) }
      let places = zip(lines, lines.dropFirst()).filter { $1.contains(complaint) }
      #expect(places.isEmpty, "\(places.map { "\($0): \($1)" }.joined(separator: "\n"))")
    }
  }

  @Test("The page of a venue of one column is one column wide, and no float is starred")
  func oneColumn() throws {
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

  @Test("What fits into a column stands there, and letters are smaller only when nothing else helps")
  func preferences() throws {
    let narrow = try Self.text("ratio", of: "small")
    #expect(narrow.contains("\\begin{table}[t]") && narrow.contains("\\small"))
    let wide = try Self.text("rank", of: "small", styles: [.none, .detailed])
    #expect(wide.contains("\\begin{table*}[t]") && wide.contains("\\small"))
    #expect(wide.contains("\\multicolumn{2}{c}{q}"))
    let long = try Self.text("mad", of: "small")
    #expect(long.contains("\\begin{table*}[t]") && long.contains("\\small"))
    #expect(long.contains("Task & Style & q & k & v & o"))
    let column = try Self.text("mad", of: "small", width: .column)
    #expect(column.contains("\\begin{table}[t]") && column.contains("\\small"))
    #expect(column.contains("Task & Style & q & k \\\\") && column.contains("Task & Style & v & o \\\\"))
  }

  private static func text(
    _ kind: String, of name: String, styles: [ResponseStyle] = [], width: PaperPage.Width? = nil
  ) throws -> String {
    let table = try TableKind.named(kind).table(FigureRequest(styles: styles), of: study(name).analysis())
    return table.text(.latex, try TableStyle(width: width))
  }

  @Test("Tables of many models have pages that hold them, and one number", arguments: letters.keys.sorted())
  func manyModels(letters: String) throws {
    var study = try Self.study("small")
    study.modelLabels = (1...60).map { "Model \($0)" }
    var text = TeX.preamble(letters: try #require(Self.letters[letters]))
    // Of the venues' pages the lowest.
    text = text.replacing("a4paper,margin=2.5cm", with: "letterpaper,textheight=9in,textwidth=16cm")
    for (kind, request) in Self.kinds where request.task == nil {
      for width in [nil, PaperPage.Width.column, .full] {
        let table = try TableKind.named(kind).table(request, of: study.analysis())
        text += "\\typeout{table \(kind) \(width?.rawValue ?? "any")}\\setcounter{table}{0}\n"
        text += table.text(.latex, try TableStyle(width: width))
        text += "\\typeout{number \\thetable}\\clearpage\n"
      }
    }
    let log = try TeX().log(text)
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    let lines = log.split(separator: "\n")
    let found = lines.filter {
      $0.hasPrefix("table ") || $0.contains("Float too large") || $0.contains("Overfull")
    }
    #expect(found.allSatisfy { $0.hasPrefix("table ") }, "\(found.joined(separator: "\n"))")
    #expect(lines.filter { $0.hasPrefix("number ") }.allSatisfy { $0 == "number 1" })
  }

  @Test("A word of 200 letters is divided, in tables and in captions", arguments: ["model", "task"])
  func longWord(of entry: String) throws {
    var study = try Self.study("small")
    let word = String(repeating: "abcdefghij", count: 20)
    if entry == "model" {
      study.modelLabels = [word, "Pretrained \(word) too"]
    } else {
      study.taskLabel = word
    }
    study.isBegun = { model, _ in model.stage == .base }
    let analysis = try study.analysis()
    var text = TeX.preamble(letters: "\\usepackage{times}")
    for (kind, request) in Self.kinds where request.task == nil {
      for width in [nil, PaperPage.Width.column, .full] {
        let table = try TableKind.named(kind).table(request, of: analysis)
        text += "\\typeout{table \(kind) \(width?.rawValue ?? "any")}\n"
        text += table.text(.latex, try TableStyle(width: width)) + "\\clearpage\n"
      }
    }
    let log = try TeX().log(text)
    #expect(log.contains("Output written"), "\(log.suffix(1500))")
    let lines = log.split(separator: "\n").filter { $0.hasPrefix("table ") || $0.contains("Overfull") }
    #expect(!lines.contains { $0.contains("Overfull") }, "\(lines.joined(separator: "\n"))")
  }

  @Test(
    "pdflatex sets every character of a caption with the base of LaTeX alone, in lists of figures too",
    arguments: ["", "\\usepackage[T1]{fontenc}"])
  func characters(encoding: String) throws {
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

  @Test(
    "A picture of any name that TeX can have is included",
    arguments: [
      "a b", "a  b   c", "50%", "a#b##c", "a~b", "~a", "a_b", "a^b", "a^^Mb", "a&b", "a$b", "a.b.c", "a.png",
      "é 北京",
      "-a", "|a", "'a'", "a,b=c", "a[b]", "fig 50% #1 ~x_y&$z",
    ])
  func names(name: String) throws {
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
