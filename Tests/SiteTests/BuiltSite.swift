import FigureSupport
import Foundation
import Site
import Support
import TestSupport

/// A site that was built into a folder of its own.
struct BuiltSite {
  /// The folder of the study with what a test put into it; the site lies beside it.
  let study: SyntheticStudy
  let summary: SiteBuilder.Summary
  private let parent: TemporaryFolder

  /// The site of `study`.
  init(_ study: SyntheticStudy, basePath: String? = nil) throws {
    parent = try TemporaryFolder()
    self.study = study
    summary = try Self.build(study, into: parent.file("site"), basePath: basePath)
  }

  /// Where the site is.
  var folder: URL { parent.file("site") }

  /// The small site that most tests look at.
  static let small = Result { try BuiltSite(.small()) }

  /// A copy of the small site, to spoil.
  static func copyOfSmall() throws -> BuiltSite {
    let site = try small.get()
    let parent = try TemporaryFolder()
    try FileManager.default.copyItem(at: site.folder, to: parent.file("site"))
    return BuiltSite(study: site.study, summary: site.summary, parent: parent)
  }

  private init(study: SyntheticStudy, summary: SiteBuilder.Summary, parent: TemporaryFolder) {
    self.study = study
    self.summary = summary
    self.parent = parent
  }

  func write(_ text: String, to path: String) throws { try parent.write(text, to: "site/\(path)") }

  /// Builds the site of `study` into `folder`.
  @discardableResult
  static func build(
    _ study: SyntheticStudy, into folder: URL, basePath: String? = nil,
    formats: [PictureFormat]? = [.pdf, .svg, .png]
  ) throws -> SiteBuilder.Summary {
    // The builder reads the study’s folder, which goes away with the study.
    defer { withExtendedLifetime(study) {} }
    return try SiteBuilder(
      try study.analysis(details: true), basePath: basePath, program: "Strata 0.0.0", formats: formats
    ).build(into: folder)
  }

  /// The paths of all files, sorted.
  func paths() throws -> [String] { try FolderListing.paths(in: folder) }

  /// The content of every file by path.
  func contents() throws -> [String: Data] {
    defer { withExtendedLifetime(parent) {} }
    return try FolderListing.contents(of: folder)
  }

  func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: path))) }

  /// The text of a file, of a packed one what was packed.
  func text(_ path: String) throws -> String {
    let bytes = Data(try bytes(path))
    let text = try path.hasSuffix(".gz") ? Compression.gzip.unpack(bytes) : bytes
    return String(decoding: text, as: UTF8.self)
  }

  /// The pages by path.
  func pages() throws -> [(path: String, text: String)] {
    try paths().filter { $0.hasSuffix(".html") }.map { ($0, try text($0)) }
  }
}
