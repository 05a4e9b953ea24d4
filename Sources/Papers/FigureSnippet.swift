import Figures
import Foundation
import Plotting
import Support

/// The lines of a paper that show a figure as it is.
package struct FigureSnippet {
  let figure: StudyFigure
  let drawing: Drawing
  let page: PaperPage

  /// Width of the figure in points of 72 to the inch.
  private var width: Double { drawing.width }

  /// The lines that include the picture beside `file`, of the same name.
  ///
  /// - Throws: `PaperError.texName` when TeX cannot have such a name.
  func text(for file: URL) throws -> String {
    let name = file.deletingPathExtension().lastPathComponent
    let environment = page.environment("figure", page.place(of: width))
    return """
      % \(Self.inches(width)) in wide, with letters of the right size: include it unscaled.\(warning)
      % Graphicx of before 2021 has no alt text.
      \\expandafter\\providecommand\\csname KV@Gin@alt\\endcsname[1]{}
      \\begin{\(environment)}[t]
        \\centering
        \(try Self.graphics(name, in: file, alt: drawing.altText))
        \\caption{\(LaTeX.escaped(figure.caption))}
        \\label{fig:\(figure.id)}
      \\end{\(environment)}

      """
  }

  /// The lines that include the picture of a page, `id.pdf` beside them, as wide as the text is, with a description; and
  /// say by which command it is drawn at the size of a paper.
  package static func ofPage(_ figure: StudyFigure, alt: String) -> String {
    """
    % Scaled to the line, letters with it. At the size of a paper: \(figure.command)
    % Graphicx of before 2021 has no alt text.
    \\expandafter\\providecommand\\csname KV@Gin@alt\\endcsname[1]{}
    \\begin{figure}[t]
      \\centering
      \\includegraphics[width=\\linewidth,alt={\(LaTeX.plain(alt))}]{\(figure.id)}
      \\caption{\(LaTeX.escaped(figure.caption))}
      \\label{fig:\(figure.id)}
    \\end{figure}

    """
  }

  private var warning: String {
    guard width > page.text + PaperPage.tolerance else { return "" }
    return
      "\n% It is wider than the \(Self.inches(page.text)) in of text on a page of \(page.name): draw it with "
      + "--preset \(page.fullName), or a smaller --width."
  }

  private static func inches(_ points: Double) -> String { NumberText.fixed(points / 72, decimals: 2) }

  /// Signs that TeX reads as its own wherever they stand, and takes as letters where they are told to be.
  private static let special = "%#^~&$".unicodeScalars

  /// The command that includes the picture called `name` and describes it by `alt`.
  ///
  /// graphicx takes any name whose signs reach it as they are, as TeX Live 2022 and newer were seen to do. A sign that
  /// TeX would act on is made a letter around the command, a second space in a row is `\space`, and a name that a
  /// program would take for a home folder or a command begins with `./`.
  private static func graphics(_ name: String, in file: URL, alt: String) throws -> String {
    let refused = name.unicodeScalars.first {
      "\\{}\"".unicodeScalars.contains($0) || $0.properties.generalCategory == .control
    }
    if let refused { throw PaperError.texName(file: file.path, sign: refused) }
    for end in [name.unicodeScalars.first, name.unicodeScalars.last] where end == " " {
      throw PaperError.texName(file: file.path, sign: " ")
    }
    let start = name.hasPrefix("~") || name.hasPrefix("|") ? "./" : ""
    let command = "\\includegraphics[alt={\(LaTeX.plain(alt))}]{\(start)\(spaced(name))\(ending(of: name))}"
    let letters = special.filter(name.unicodeScalars.contains).map { "\\catcode`\\\($0)=12 " }
    return letters.isEmpty ? command : "{\(letters.joined())\(command)}"
  }

  /// File ending to write: empty, so that LaTeX picks the PDF or the EPS; `.pdf` when the name itself ends like a picture's.
  private static func ending(of name: String) -> String {
    let endings = ["pdf", "png", "jpg", "jpeg", "eps", "ps", "mps", "jbig2", "jb2"]
    return endings.contains { name.lowercased().hasSuffix(".\($0)") } ? ".pdf" : ""
  }

  /// TeX reads several spaces as one.
  private static func spaced(_ name: String) -> String {
    var text = ""
    for (sign, last) in zip(name, " " + name) {
      text += sign == " " && last == " " ? "\\space " : String(sign)
    }
    return text
  }
}
