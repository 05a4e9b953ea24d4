import CCairo
import CDeflate
import CHarfBuzz
import Foundation

/// What the bytes of a drawing depend on beside the figure and the program: the libraries and font files of the machine.
package enum DrawingEnvironment {
  /// A line for each library with its version and for each font file with its size and time.
  package static var lines: [String] {
    libraries
      + Typeface.standard.flatMap { typeface in
        Set(FontWeight.allCases.map(typeface.style)).sorted().map { style in
          font(FaceName(family: typeface.family, style: style, debianPackage: typeface.debianPackage))
        }
      }
  }

  /// A line for each library with its version.
  package static var libraries: [String] {
    [
      "cairo \(cairo_version())", "freetype \(FREETYPE_MAJOR).\(FREETYPE_MINOR).\(FREETYPE_PATCH)",
      "harfbuzz \(hb_version_string().map { String(cString: $0) } ?? "")",
      "libdeflate \(LIBDEFLATE_VERSION_STRING)",
    ]
  }

  /// A font that figures are set in.
  package struct InstalledFont: Sendable, Equatable {
    /// The family and the style.
    package let name: String
    /// The Debian package that installs it.
    package let debianPackage: String
    /// The file; nil when it is not installed.
    package let file: String?
  }

  /// Every font that figures are set in.
  package static var fonts: [InstalledFont] {
    Typeface.standard.flatMap { typeface in
      Set(FontWeight.allCases.map(typeface.style)).sorted().map { style in
        let name = FaceName(family: typeface.family, style: style, debianPackage: typeface.debianPackage)
        return InstalledFont(
          name: "\(name.family) \(name.style)", debianPackage: name.debianPackage,
          file: (try? FontFiles.find(name))?.path)
      }
    }
  }

  private static func font(_ name: FaceName) -> String {
    guard let file = try? FontFiles.find(name) else { return "\(name.family) \(name.style) missing" }
    let facts = try? FileManager.default.attributesOfItem(atPath: file.path)
    let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(file.path) \(file.index) \(facts?[.size] as? Int ?? 0) \(time)"
  }
}
