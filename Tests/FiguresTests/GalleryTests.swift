import FigureSupport
import Foundation
import TestSupport
import Testing

/// The gallery in `examples/gallery` is what Strata draws: its pictures are held by the structure and the numbers of the
/// SVG and by the pixels of the PNG.
///
/// A failure writes the new file beside the old one as `NAME-changed`. After a change that is meant, run `make gallery`
/// and look at every picture.
@Suite struct GalleryTests {
  private static let folder = SharedData.packageRoot.appending(path: "examples/gallery")

  @Test(arguments: GalleryFigures.all)
  func figuresAreAsInTheGallery(entry: GalleryFigures.Entry) throws {
    let scratch = try TemporaryFolder()
    for (path, bytes) in try GalleryFigures.files(of: entry, in: scratch.url) {
      let golden = Self.folder.appending(path: path)
      if Self.isRecording {
        try Self.write(bytes, to: golden)
      } else if let difference = try Self.difference(bytes, golden) {
        let ending = golden.pathExtension
        let kept = golden.deletingPathExtension().path + "-changed.\(ending)"
        try Self.write(bytes, to: URL(filePath: kept))
        Issue.record("\(path): \(difference). The new one is \(kept)")
      }
    }
  }

  @Test func theGalleryHasNoFileOfAFigureThatIsGoneStaysSmallAndItsPageShowsEveryPicture() throws {
    // The pictures are being written.
    if Self.isRecording { return }
    let names = GalleryFigures.forms.flatMap { form in
      GalleryFigures.all.flatMap { entry in ["svg", "png"].map { "\(form.name)/\(entry.name).\($0)" } }
    }
    let paths = try FolderListing.paths(in: Self.folder)
    let pictures = paths.filter { path in
      GalleryFigures.forms.contains { path.hasPrefix("\($0.name)/") } && !path.contains("-changed.")
    }
    #expect(Set(pictures) == Set(names))
    let bytes = try paths.reduce(0) { try $0 + Data(contentsOf: Self.folder.appending(path: $1)).count }
    #expect(bytes < 8_000_000, "a repository is no place for large files")
    let page = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    for name in names where name.hasSuffix(".png") { #expect(page.contains("(\(name))"), "\(name)") }
  }

  private static func difference(_ found: [UInt8], _ golden: URL) throws -> String? {
    guard let expected = try? Data(contentsOf: golden) else { return "is not in the gallery" }
    switch golden.pathExtension {
    case "png": return try PixelImage(found).difference(from: PixelImage(Array(expected)))
    case "csv":
      return GoldenText.difference(
        String(decoding: found, as: UTF8.self), String(decoding: expected, as: UTF8.self))
    default: return SVGText.difference(found, Array(expected))
    }
  }

  /// Recording is for a person who looks at the difference, never for a machine that says yes.
  private static var isRecording: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["STRATA_RECORD"] == "1" && environment["CI"] == nil
  }

  private static func write(_ bytes: [UInt8], to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}
