import Foundation
import TestSupport
import Testing

@Suite struct PlotCommandTests {
  private func run(_ arguments: String..., in study: SmallStudy) throws -> Program.Outcome {
    try Program.start(arguments, in: study.folder.url).wait()
  }

  @Test func drawFiguresAndWriteTablesFromAStoreAlone() throws {
    let study = try SmallStudy(samples: 3, settings: "max_length: 300\n  spectrum: true")
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    for name in ["models", "data"] { try FileManager.default.removeItem(at: study.folder.file(name)) }
    let plotted = try run(
      "plot", "curves", ".", "--output", "out/curves.pdf", "--output", "out/curves.svg", "--preset", "acl",
      "--with-data", "--style", "none", "detailed", in: study)
    #expect(plotted.status == 0, "\(plotted.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: study.folder.file("out").path).sorted()
    #expect(names == ["csv", "json", "pdf", "svg", "tex", "txt"].map { "curves.\($0)" })
    #expect(plotted.output.split(separator: "\n").count == 6)
    let sized = try run(
      "plot", "spectrum", ".", "--output", "out/s.svg", "--width", "219.08612pt", "--quiet", in: study)
    #expect(sized.status == 0 && sized.output == "", "\(sized.errors)")
    let svg = try String(contentsOf: study.folder.file("out/s.svg"), encoding: .utf8)
    #expect(svg.contains("width=\"218.26"), "TeX’s points are 72.27 to the inch")
    let table = try run("table", "ratio", ".", "--format", "csv", "--intervals", in: study)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.hasPrefix("model,sums,sums_lower,sums_upper\nsmall-base,"), "\(table.output)")
    #expect(try run("table", "rank", ".", "--output", "out/rank.tex", in: study).output == "")
    let latex = try String(contentsOf: study.folder.file("out/rank.tex"), encoding: .utf8)
    #expect(latex.contains("\\toprule"))
    let wide = try run(
      "table", "rank", ".", "--format", "latex", "--width", "column", "--digits", "15", in: study)
    #expect(wide.status == 0 && wide.output.contains("\\bottomrule"))
    #expect(wide.errors.contains("warning: the table is up to "), "\(wide.errors)")
    #expect(wide.errors.contains("or give --width full"), "\(wide.errors)")
  }

  @Test func takeADescriptionAScaleAndABackground() throws {
    let study = try Self.computed.get()
    let files = ["one.svg", "one.pdf", "one.txt"].flatMap { ["--output", "look/\($0)"] }
    let plot = { (arguments: [String]) in
      try Program.start(["plot", "curves", ".", "--quiet"] + arguments, in: study.folder.url).wait()
    }
    let made = try plot(files + ["--alt", "Fast > slow", "--scale", "log", "--theme", "dark"])
    #expect(made.status == 0, "\(made.errors)")
    let svg = try String(contentsOf: study.folder.file("look/one.svg"), encoding: .utf8)
    #expect(svg.contains(">Fast &gt; slow</desc>"))
    #expect(svg.contains("<rect"), "a dark figure by itself paints its background")
    let pdf = String(decoding: try Data(contentsOf: study.folder.file("look/one.pdf")), as: UTF8.self)
    #expect(pdf.contains("/Subject (Fast > slow)"))
    let caption = try String(contentsOf: study.folder.file("look/one.txt"), encoding: .utf8)
    #expect(caption.contains("Heights are logarithmic."), "\(caption)")
    let clear = try plot(["--output", "look/two.svg", "--theme", "dark", "--background", "none"])
    #expect(clear.status == 0, "\(clear.errors)")
    #expect(try !String(contentsOf: study.folder.file("look/two.svg"), encoding: .utf8).contains("<rect"))
    #expect(try plot(["--output", "look/three.svg", "--alt", " "]).status == 2)
  }

  @Test func takeStylesApartBySpacesOrCommas() throws {
    let study = try Self.computed.get()
    let table = { (styles: [String]) in
      try Program.start(
        ["table", "mad", ".", "--format", "csv", "--style"] + styles, in: study.folder.url
      ).wait()
    }
    let spaces = try table(["none", "detailed"])
    #expect(spaces.status == 0, "\(spaces.errors)")
    #expect(try table(["none,detailed"]).output == spaces.output)
    #expect(try table(["detailed,", "none"]).output == spaces.output)
  }

  @Test func nameTheEntryOfTheStudyWhoseLabelCannotBeSet() throws {
    let study = try SmallStudy(samples: 2)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    let file = study.folder.file("study.yml")
    let text = try String(contentsOf: file, encoding: .utf8)
    try study.folder.write(text.replacing("label: Small", with: "label: 数学"), to: "study.yml")
    let outcome = try run("plot", "curves", ".", "--output", "a.svg", in: study)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("study.yml, model `small-base`: the label “数学”"), "\(outcome.errors)")
    #expect(outcome.errors.contains("Change this `label`."), "\(outcome.errors)")
    #expect(!outcome.errors.contains("typeface"), "\(outcome.errors)")
  }

  @Test func listTheFigures() throws {
    let outcome = try Program.run("plot", "--list")
    #expect(outcome.status == 0)
    let names = outcome.output.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(names.first == "curves" && names.contains("forest"), "\(outcome.output)")
  }

  @Test(arguments: [
    (
      ["plot", "curves", "--output", "a.svg", "--dpi", "300"],
      "--dpi changes nothing for svg: it changes png files only"
    ),
    (
      ["plot", "curves", "--output", "a.csv", "--output", "a.txt", "--theme", "dark"],
      "nothing for csv and txt: "
    ),
    (["plot", "curves", "--output", "a.tex", "--theme", "dark"], "--theme changes nothing for tex"),
    (
      ["plot", "curves", "--output", "a.json", "--background", "none"],
      "--background changes nothing for json"
    ),
    (
      ["plot", "curves", "--output", "a.svg", "--background", "documents"],
      "it changes pdf and eps files only"
    ),
    (
      ["plot", "curves", "--output", "a.png", "--alt", "x"],
      "it changes svg, pdf and tex files only. Add such an"
    ),
    (["plot", "curves", "--output", "a.csv", "--width", "3in"], "--width changes nothing for csv"),
    (["plot", "models", "--output", "a.csv", "--width", "9in"], "--width changes nothing for csv"),
    (["plot", "length", "--output", "a.csv", "--height", "3in"], "--height changes nothing for csv"),
    (
      ["plot", "ratio", "--output", "a.txt", "--panel-size", "1inx1in"],
      "--panel-size changes nothing for txt"
    ),
    (
      ["plot", "curves", "--output", "a.svg", "--output", "./a.svg"],
      "The outputs a.svg and ./a.svg are one file"
    ),
    (["plot", "curves", "--output", "a.svg", "--output", "a.svg"], "The output a.svg was given twice"),
    (
      ["plot", "curves", "--model", "a", "--model", "b", "--output", "a.svg"],
      "--model is given twice; give it once."
    ),
    (["table", "mad", "--digits=3", "--digits", "4"], "--digits is given twice; give it once."),
    (["table", "mad", "--output", "a.md", "--output", "b.md"], "--output is given twice; give it once."),
    (
      ["plot", "curves", "--output", "a.csv", "--output", "a.pdf", "--with-data"],
      "a picture when it is the first and --with-data is given"
    ),
    (["table", "mad", "--format", "csv", "--best", "smallest"], "--best changes nothing for csv"),
    (["table", "mad", "--format", "csv", "--digits", "3"], "--digits changes nothing for csv"),
    (["table", "mad", "--preset", "acl"], "--preset changes nothing for markdown: it changes latex only"),
    (["table", "mad", "--output", "a.html", "--width", "full"], "--width changes nothing for html"),
    (["table", "mad", "--style", "none", "--best", "largest"], "--best changes nothing in this table"),
    (
      ["table", "mad", "--format", "latex", "--output", "a.md"],
      "“latex”. It must be markdown for the output a.md"
    ),
  ])
  func optionsThatChangeNothingAreRefusedBeforeWorkStartsAndWhatWouldLetThem(
    arguments: [String], words: String
  ) throws {
    let study = try Self.computed.get()
    var given = arguments
    given.insert(".", at: 2)
    let outcome = try Program.start(given, in: study.folder.url).wait()
    #expect(outcome.status == 2 && outcome.output == "", "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func takeOptionsThatChangeOneOfSeveralOutputs() throws {
    let study = try Self.computed.get()
    let outcomes = [
      ["--output", "e/a.svg", "--output", "e/a.png", "--dpi", "50", "--alt", "x", "--theme", "dark"],
      ["--output", "e/b.png", "--with-data", "--alt", "x"],
      ["--output", "e/c.tex", "--width", "3in", "--alt", "x"],
      ["--output", "e/d.pdf", "--background", "documents"], ["--output", "e/e.csv", "--preset", "acl"],
    ].map { arguments in
      Result {
        try Program.start(["plot", "curves", ".", "--quiet"] + arguments, in: study.folder.url).wait()
      }
    }
    for result in outcomes {
      let outcome = try result.get()
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let narrow = try Program.start(
      ["plot", "models", ".", "--quiet", "--output", "e/f.csv", "--width", "3in"], in: study.folder.url
    ).wait()
    #expect(narrow.status == 0, "\(narrow.errors)")
  }

  @Test func nameTheEntryWhoseLabelLaTeXCannotSetAndWriteItInOtherFormats() throws {
    let study = try SmallStudy(samples: 2)
    #expect(try run("run", ".", "--quiet", in: study).status == 0)
    let text = try String(contentsOf: study.folder.file("study.yml"), encoding: .utf8)
    for (label, code) in [
      ("数学", "U+6570 (数)"), ("a\u{202E}b", "U+202E."), ("😀", "U+1F600 (😀)"), ("□ж", "U+0436 (ж)"),
    ] {
      try study.folder.write(text.replacing("label: Small", with: "label: \"\(label)\""), to: "study.yml")
      let outcome = try run("table", "mad", ".", "--format", "latex", in: study)
      #expect(outcome.status == 1 && outcome.output == "")
      #expect(
        outcome.errors.contains(
          "study.yml, model `small-base`: the label “\(label)” cannot be set by LaTeX: "))
      #expect(outcome.errors.contains(code), "\(outcome.errors)")
      #expect(try run("table", "mad", ".", in: study).output.contains(label))
    }
  }

  @Test(arguments: [["x"], ["--preset", "web"], ["--output", "a"], ["--quiet"], ["--layer", "1"]])
  func listStandsAlone(words: [String]) throws {
    let outcome = try Program.start(["plot", "--list"] + words).wait()
    #expect(outcome.status == 2 && outcome.errors.contains("--list stands alone"), "\(outcome.errors)")
  }

  @Test(
    arguments: [
      (["plot", "curvs"], "Did you mean `curves`?"),
      (["plot", "curves", "--preset", "alc"], "Did you mean `acl`?"),
      (["plot", "curves", "--theme", "dakr"], "Did you mean `dark`?"),
      (["plot", "curves", "--model", "smal-base"], "Did you mean `small-base`?"),
      (["plot", "curves", "--task", "sum"], "`sums`"),
      (["plot", "curves", "--statistic", "nuclear"], "`nuclear-norm`"),
      (["plot", "curves", "--projection", "w"], "`q`"), (["plot", "curves", "--style", "fast"], "`none`"),
      (["plot", "curves", "--scale", "symlog"], "linear or log"),
      (["plot", "ratio", "--scale", "log"], "--scale"), (["plot", "curves", "--width", "3"], "unit"),
      (["plot", "curves", "--width=-3in"], "positive"),
      (["plot", "curves", "--height=0in"], "positive"),
      (["plot", "curves", "--panel-size", "3in"], "1.2inx0.9in"),
      (["plot", "curves", "--width", "-3in"], "“-3in”. It must be a positive number with a unit"),
      (["plot", "curves", "--height", "-2in"], "“-2in”. It must be a positive number with a unit"),
      (["plot", "curves", "--width", "1e9in"], "“1e9in”. It must be a positive number with a unit"),
      (["plot", "curves", "--width", "nanin"], "“nanin”. It must be a positive number with a unit"),
      (["plot", "curves", "--width", "1000in"], "px), 0.28 to 200 in"),
      (["plot", "curves", "--width", "0.01in"], "px), 0.28 to 200 in"),
      (["plot", "curves", "--panel-size", "-1inx2in"], "two lengths of 0.07 to 100 in"),
      (["plot", "curves", "--panel-size", "1inx1000in"], "two lengths of 0.07 to 100 in"),
      (["plot", "curves", "--dpi", "-5"], "“-5”. It must be 10 to 2400 dots per inch"),
      (["plot", "curves", "--dpi", "nan"], "10 to 2400 dots per inch"),
      (["plot", "tokens", "--sample", "-1"], "“-1”. It must be the position of a sample"),
      (["plot", "curves", "--preset", "acl2024"], "Did you mean `acl`?"),
      (["plot", "curves", "--style", "none,fast"], "called `fast`"),
      (["table", "mad", "--preset", "acl-full2025"], "Did you mean `acl-full`?"),
      (["table", "mad", "--digits", "-1"], "“-1”. It must be 1 to 15"),
      (["table", "mad", "--width", "-3in"], "'-3in'"),
      (["plot", "rank", "--statistic", "mean"], "--statistic"),
      (["plot", "spectrum", "--layer", "-1"], "“-1”. It must be the numbers of decoder layers, from 0"),
      (["plot", "spectrum", "--layer", "0", "-1"], "“-1”. It must be the numbers of decoder layers"),
      (["plot", "spectrum", "--layer", "0,x"], "“0,x”. It must be the numbers of decoder layers"),
      (["plot", "curves", "--style", ""], "“”. It must be one or more of none, "),
      (["table", "mad", "--style", ","], "“,”. It must be one or more of none, "),
      (["plot", "curves", "--output", "a.gif"], "`.svg`"),
      (["table", "mads"], "`mad`"), (["table", "mad", "--output", "a.doc"], "`.tex`"),
      (["table", "mad", "--digits", "0"], "--digits"),
    ])
  func namesThatAreNearlyRightAreAnsweredWithTheRightOnesAndExitCode2(arguments: [String], word: String)
    throws
  {
    let study = try Self.computed.get()
    var words = arguments
    words.insert(".", at: 2)
    if words[0] == "plot", !words.contains("--output") { words += ["--output", "a.svg"] }
    let outcome = try Program.start(words, in: study.folder.url).wait()
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
  }

  private static let computed = Result {
    let study = try SmallStudy(samples: 2)
    let outcome = try Program.start(["run", ".", "--quiet"], in: study.folder.url).wait()
    try #require(outcome.status == 0, "\(outcome.errors)")
    return study
  }
}
