import Foundation
import Support

/// A file that is made of a whole site: an archive, a single page.
package enum SiteProduct {
  /// Checks where such a file is to go, before there is a site.
  ///
  /// - Parameters:
  ///   - file: the place asked for.
  ///   - endings: what the name must end in.
  ///   - site: the folder of the site.
  /// - Throws: `SiteError.place` for another ending, also of the file behind a link, and for a place inside the site, whose files
  ///   are those of its manifest.
  package static func check(_ file: URL, endings: [String], outside site: URL) throws {
    let target = OutputFile.target(of: file)
    for place in [file, target]
    where !endings.contains(where: { place.lastPathComponent.lowercased().hasSuffix($0) }) {
      let what = place == file ? "" : "it leads to \(target.path); "
      throw SiteError.place(
        file: file.path, problem: "\(what)the name of such a file ends in \(WordList.or(endings))")
    }
    let folder = OutputFile.target(of: site).path
    if target.path.hasPrefix(folder + "/") {
      throw SiteError.place(
        file: file.path, problem: "it lies inside the site \(folder). Give a place beside it")
    }
  }
}
