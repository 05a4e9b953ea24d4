import Foundation

/// A file that a site is made from: built into the program or lying in a study's folder.
struct SiteFile: Sendable {
  /// Where it is, for error messages.
  let place: String
  let bytes: [UInt8]

  /// The content as text.
  ///
  /// - Throws: `SiteError.source` when it is not UTF-8.
  func text() throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SiteError.source(file: place, problem: "it is not UTF-8 text. Save it as UTF-8")
    }
    return text
  }
}
