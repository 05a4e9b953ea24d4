import Foundation
import Studies
import Support
import Yams

/// Settings that a study may make for its site in `site/site.yml`. Everything has a default.
struct SiteSettings: Sendable, Equatable {
  /// Authors of the study, for the citation.
  var authors: [String] = []
  /// The year of the citation; never the clock's.
  var year: Int?
  /// Address at which the site is published.
  var address: String?
  /// Address at which the study's source is kept.
  var repository: String?
  /// The licence of text, figures and data, as a name.
  var license: String?
  /// The language of the pages, as a BCP 47 tag.
  var language = "en"
  /// The statistics that have figures on the pages, the most important first; never empty.
  var statistics: [Statistic] = [.nuclearNorm, .effectiveRank]

  /// Instructions whose texts the page of each task shows; 0 shows none.
  var instructions = 3

  private enum Key: String, CaseIterable {
    case authors, year, address, repository, license, language, statistics, instructions
  }

  /// Reads the settings.
  ///
  /// - Throws: `SiteError.settings` with every mistake of the file.
  init(_ file: SiteFile) throws {
    let problems = ProblemList()
    if let root = try Self.root(of: file),
      let mapping = YAMLMapping<Key>(root, name: "the site", problems: problems)
    {
      authors = mapping.list(.authors, isRequired: false)?.compactMap(\.scalar?.string) ?? authors
      year = mapping.number(.year, in: 1900...2999)
      address = Self.address(.address, mapping, problems)
      repository = Self.address(.repository, mapping, problems)
      license = mapping.text(.license)
      language = mapping.text(.language) ?? language
      instructions = mapping.number(.instructions, in: 0...20) ?? instructions
      if let nodes = mapping.list(.statistics, isRequired: false) {
        statistics = nodes.compactMap { node in
          let word = node.scalar?.string ?? node.kindInWords
          if let statistic = Statistic(rawValue: word) { return statistic }
          problems.addUnknown(
            "statistic", word, among: Statistic.allCases.map(\.rawValue), line: node.line)
          return nil
        }
      }
    }
    if !problems.isEmpty {
      throw SiteError.settings(file: file.place, problems: problems.sorted.map(\.description))
    }
  }

  /// The settings of a site that says nothing.
  init() {}

  private static func root(of file: SiteFile) throws -> Node? {
    do {
      return try YAMLDocument.root(of: try file.text(), file: file.place)
    } catch FileError.problems(_, let problems) {
      throw SiteError.settings(file: file.place, problems: problems.map(\.description))
    }
  }

  private static func address(_ key: Key, _ mapping: YAMLMapping<Key>, _ problems: ProblemList) -> String? {
    guard let text = mapping.text(key) else { return nil }
    if text.hasPrefix("https://") || text.hasPrefix("http://") { return text }
    problems.add("`\(key.rawValue)` must begin with https:// or http://", line: mapping.line(of: key))
    return nil
  }
}
