import Support

/// Reasons why a site cannot be built or checked.
package enum SiteError: Error, Sendable, CustomStringConvertible {
  /// A template has a malformed tag or uses a name that its page does not have.
  case template(file: String, line: Int, problem: String)
  /// A file that the site is made from cannot be used.
  case source(file: String, problem: String)
  /// The site's settings have these mistakes, one a line.
  case settings(file: String, problems: [String])
  /// The folder of the site cannot be written or read.
  case output(folder: String, problem: String)
  /// A folder holds no site, or one whose manifest cannot be read.
  case manifest(folder: String, problem: String)
  /// The site that was built breaks its own rules.
  case site([SiteProblem])
  /// Results of different arithmetic or settings were to be shown side by side.
  case mixedRuns(study: String, difference: String)
  /// A file cannot be used as an archive of a site.
  case archive(file: String, problem: String)
  /// A file that is made of a site cannot go where it was asked for.
  case place(file: String, problem: String)
  /// The pages of a site are too long for one file.
  case singlePage(file: String, byteCount: Int, limit: Int)
  /// The base path is no absolute path.
  case basePath(String)

  /// One paragraph: the place, what is wrong and the mend.
  package var description: String {
    switch self {
    case .template(let file, let line, let problem): Sentence.closed("\(file):\(line): \(problem)")
    case .source(let file, let problem): Sentence.closed("\(file): \(problem)")
    case .settings(let file, let problems): Self.listed("\(file) has", problems)
    case .output(let folder, let problem):
      Sentence.closed("The site cannot be built into \(folder): \(problem)")
    case .manifest(let folder, let problem):
      "\(Sentence.closed("\(folder) is no site of Strata's: \(problem)")) Build one with `strata build STUDY --output FOLDER`."
    case .site(let problems):
      Self.listed("The site was not replaced, because the new one has", problems.map(\.description))
    case .mixedRuns(let study, let difference):
      "The results of \(study) cannot stand in one report: \(difference). Run `strata run \(study)` to bring "
        + "all of them up to date."
    case .archive(let file, let problem): Sentence.closed("\(file) \(problem)")
    case .place(let file, let problem): Sentence.closed("\(file) cannot be written: \(problem)")
    case .singlePage(let file, let byteCount, let limit):
      "\(file) would have \(byteCount) bytes, and one page may have \(limit), since mails and viewers take no more. Send the site "
        + "itself, as `strata build --archive FILE.zip` packs it."
    case .basePath(let path):
      "The base path must begin with a slash, such as /reports/, and hold no “..”, “?” or “#”; found “\(path)”."
    }
  }

  private static func listed(_ start: String, _ problems: [String]) -> String {
    guard problems.count > 1 else {
      return Sentence.closed("\(start) a mistake: \(problems.first ?? "unknown")")
    }
    return "\(start) \(problems.count) mistakes:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
  }
}
