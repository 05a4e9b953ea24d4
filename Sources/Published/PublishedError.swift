import Studies
import Support

/// Error of files in the papers' formats.
package enum PublishedError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Files of published statistics cannot be imported at all.
  case importFile(String, ImportProblem)
  /// Lines of a file of published statistics are wrong; `count` counts those that are not listed too.
  case importLines([InvalidLine], count: Int)
  /// A study cannot be exported in this form.
  case export(String, ExportProblem)
  /// An output file that is there cannot be gone on with because of one of its lines, counted from 1.
  case outputLine(String, line: Int, OutputLineProblem)

  /// One paragraph: the file, the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .importFile(let path, let problem): problem.text(path)
    case .importLines(let lines, let count): Self.text(of: lines, count: count)
    case .export(let study, let problem): problem.text(study)
    case .outputLine(let file, let line, let problem): "\(file), line \(line), \(problem)"
    }
  }

  private static func text(of lines: [InvalidLine], count: Int) -> String {
    let more = count > lines.count ? ["(and \(NumberText.count(count - lines.count, "other line")))"] : []
    let mend =
      "Nothing was imported. Mend the \(count == 1 ? "line" : "lines"), or leave such lines out with --skip-invalid."
    return (lines.map(\.description) + more + [mend]).joined(separator: "\n")
  }
}

/// Reason why a line of an output file keeps it from being gone on with: the end of a sentence that
/// names the line.
package enum OutputLineProblem: Sendable, Equatable, CustomStringConvertible {
  /// The line is no JSON.
  case damaged
  /// The line was not written by `strata compute`.
  case foreign
  /// The line holds a sample of other data, another checkpoint or other settings.
  case otherSample

  /// The fault, and the mend.
  package var description: String {
    switch self {
    case .damaged:
      "is not JSON. Delete that line and run the same command again: its sample is computed anew."
    case .foreign:
      "has no `index` and `sample`, so it was not written by `strata compute` and cannot be gone on with. Give "
        + "another output."
    case .otherSample:
      "belongs to other data, another checkpoint or other settings, which are never mixed in one file. Give another "
        + "output, or the same arguments as before."
    }
  }
}

/// Reason why files of published statistics cannot be imported at all.
package enum ImportProblem: Sendable, Equatable {
  /// A folder holds no file whose name ends with `.jsonl`.
  case noFiles
  /// A file has no line that could be imported.
  case noLines
  /// Neither the name of the file nor the user says which response style it has.
  case unknownStyle
  /// A name that a study cannot have, of a model or a task.
  case badName(String, String)
  /// Tasks of this kind have no such style.
  case wrongStyle(ResponseStyle, TaskKind)
  /// Another file holds the same condition of the same model.
  case sameCondition(as: String)
  /// A model or a task is described in two ways.
  case contradiction(String)
  /// The folder for the study holds one already.
  case studyExists
  /// The folder for the study holds something else.
  case notEmpty
  /// A file that is no folder lies in the place of the folder for the study.
  case notAFolder

  func text(_ path: String) -> String {
    switch self {
    case .noFiles:
      "\(path) holds no file whose name ends with .jsonl. Give a file or a folder of published statistics."
    case .noLines: "\(path) has no line that could be imported. Leave it out, or compute it again."
    case .unknownStyle:
      "The name of \(path) does not say its response style, as grads_gsm8k_train_with_cot.jsonl does. Say it with "
        + "--style (and --model, --task, --relevance where the path does not tell them)."
    case .badName(let what, let name):
      "\(path): \(Quoted.text(name)) is no name for a \(what); it is made of a to z, 0 to 9 and hyphens. Give one with "
        + "--\(what)."
    case .wrongStyle(let style, let kind):
      "\(path): a \(kind.rawValue) task has no style `\(style.rawValue)`. Give another --kind or --style."
    case .sameCondition(let other):
      "\(path) is of the same model and condition as \(other). Import them into two studies, or tell them apart with "
        + "--model, --task, --style and --relevance, one file at a time."
    case .contradiction(let what):
      "\(path): \(what) is described in two ways. Import the files into two studies."
    case .studyExists:
      "\(path) holds a study already, and imported statistics are never mixed into one. Give another --output, or move "
        + "it away."
    case .notEmpty:
      "\(path) holds other files, and a study is imported into a folder of its own. Give another --output, or empty it."
    case .notAFolder:
      "\(path) is not a folder, so no study can be made there. Give another --output."
    }
  }
}

/// Reason why a study cannot be exported in a form.
package enum ExportProblem: Sendable, Equatable {
  /// The study's store holds no result that was made with the study's settings.
  case noResults
  /// All singular values are asked for and were not kept.
  case noSpectrum(model: String, condition: Condition)

  func text(_ study: String) -> String {
    switch self {
    case .noResults: "\(study) has no results yet. Compute it with `strata run`."
    case .noSpectrum(let model, let condition):
      "\(study) has no singular values of `\(model)` on \(condition.words), which the format gradient-unified lists. "
        + "Set `spectrum: true` in its `settings` and compute it again, or take another format."
    }
  }
}

/// Fault of a line of published statistics; its text ends a sentence.
package enum LineProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The last line has no end: its writer was stopped.
  case truncated
  /// The line is longer than any that is read.
  case tooLong
  /// The line is no JSON; the text is that of the reader.
  case notJSON(String)
  /// The line is no JSON object.
  case notAnObject
  /// A member is missing, or not what it should be.
  case member(String, expected: String)
  /// A number is one that no gradient has, where in the line, with what it must be and what it is.
  case value(String, place: String, expected: String, found: Double)
  /// A key stands twice in one object, so that it cannot be known which value is meant.
  case repeatedKey(String, place: String)
  /// The line has no parameter of a decoder layer.
  case noParameters
  /// The line has a parameter whose layer is no number that layers have.
  case layerNumber(String)
  /// The line has the parameters of several models, whose names begin so.
  case twoModels([String])
  /// The line lacks this parameter, between others that it has.
  case missingParameter(String)
  /// The line has another number of layers than the model's lines before.
  case layers(Int, expected: Int)
  /// The line has a layer of this number, counted from 0, beyond those of the model's lines before.
  case layer(Int, expected: Int)
  /// The line has other projections than the lines before.
  case projections(String, expected: String)
  /// The line is in another format than the lines before.
  case format(PublishedFormat, expected: PublishedFormat)
  /// The same sample stands in an earlier line.
  case duplicate(line: Int)

  /// The fault, after "the line".
  package var description: String {
    switch self {
    case .truncated: "is cut off: its writer was stopped before the end of the line"
    case .tooLong: "is longer than \(LineFile.longestLine >> 20) MB, which no sample is"
    case .notJSON(let what): "is not JSON: \(what)"
    case .notAnObject: "is not a JSON object with `instruction`, `output`, `loss` and one object a parameter"
    case .member(let name, let expected): "has no `\(name)` that is \(expected)"
    case .value(let name, let place, let expected, let found):
      "has `\(name)` \(found) in \(place), where \(expected) is expected"
    case .repeatedKey(let name, let place):
      "has `\(name)` twice in \(place), and only one can be meant"
    case .layerNumber(let name):
      "has `\(name)`, whose layer is no number from 0 without signs or leading zeros"
    case .twoModels(let prefixes):
      "has parameters of several models, whose names begin with "
        + prefixes.map { $0.isEmpty ? "no `model.`" : "`\($0)`" }.joined(separator: ", ")
    case .noParameters:
      "has no parameter such as `model.layers.0.self_attn.q_proj.weight`, so it holds no statistics"
    case .missingParameter(let name): "lacks `\(name)`, though it has others of that kind"
    case .layers(let found, let expected):
      "has \(found) layers, while earlier lines of the same model have \(expected)"
    case .layer(let number, let expected):
      "has a layer \(number), while earlier lines of the same model have \(expected) layers, 0 to \(expected - 1)"
    case .projections(let found, let expected):
      "has the projections \(found), while earlier lines have \(expected)"
    case .format(let found, let expected):
      "is of the format \(found.rawValue), while earlier lines are \(expected.rawValue)"
    case .duplicate(let line): "holds the same sample as line \(line)"
    }
  }
}

/// A line that cannot be imported.
package struct InvalidLine: Sendable, Equatable, CustomStringConvertible {
  /// The file.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// Fault of the line.
  package let problem: LineProblem

  /// Line `line` of `file`, which is wrong by `problem`.
  package init(file: String, line: Int, problem: LineProblem) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  /// `FILE:LINE: the line …`
  package var description: String { "\(file):\(line): the line \(problem)." }
}
