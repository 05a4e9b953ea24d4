import Foundation

/// What of a file must stay as it is, in one line. Of a picture that is its size and what it is made of, but not the
/// outlines of letters and the last decimals of places, which belong to the installed libraries.
enum FileDigest {
  /// A line for `bytes`, which belong to the file at `path`.
  static func line(of bytes: Data, at path: String) -> String {
    switch path.split(separator: ".").last {
    case "svg": "\(path) \(svg(String(decoding: bytes, as: UTF8.self)))"
    case "png": "\(path) \(png(bytes))"
    case "pdf": "\(path) \(pdf(bytes))"
    case "json": "\(path) \(json(bytes))"
    default: path
    }
  }

  /// The number of rows and the names of the columns; their values are those of the CSV file.
  private static func json(_ bytes: Data) -> String {
    guard let table = try? JSONSerialization.jsonObject(with: bytes) as? [String: [Any]],
      let names = table["columns"] as? [String], let rows = table["data"] as? [[Any]],
      rows.allSatisfy({ $0.count == names.count })
    else { return "is no table" }
    return "\(rows.count) rows; \(names.joined(separator: " "))"
  }

  /// Width, height, how many elements of each kind, and the colours.
  private static func svg(_ text: String) -> String {
    let size = text.firstMatch(of: /<svg [^>]*?width="([^"]*)" height="([^"]*)"/).map {
      "\($0.output.1)×\($0.output.2)"
    }
    // Letters are defined once each; how a font cuts them is not ours.
    let drawn = text.replacing(/(?s)<defs>.*?<\/defs>/, with: "")
    var elements: [Substring: Int] = [:]
    for tag in drawn.matches(of: /<([a-zA-Z]+)/) { elements[tag.output.1, default: 0] += 1 }
    let colors = Set(drawn.matches(of: /(?:fill|stroke)="([^"]+)"/).map(\.output.1))
    let parts = elements.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(size ?? "no size"); \(parts.joined(separator: " ")); \(colors.sorted().joined(separator: " "))"
  }

  /// A page with the words of its figures, their sizes and what they are made of in place of their places, which belong to
  /// the installed fonts.
  static func withoutPictures(_ page: String) -> String {
    page.replacing(/(?s)(<svg class="plot"[^>]*?) data-readings='[^']*'>(.*?)<\/svg>/) { match in
      let drawn = String(match.output.2)
      var elements: [Substring: Int] = [:]
      for tag in drawn.matches(of: /<([a-z]+)/) { elements[tag.output.1, default: 0] += 1 }
      let parts = elements.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let words = drawn.replacing(/<[^>]*>/, with: " ").split(separator: " ").joined(separator: " ")
      return "\(match.output.1)> \(parts.joined(separator: " "))\n\(words)</svg>"
    }.replacing(/(<svg class="plot" viewBox=")[^"]*(" width="\d+" height=")\d+/) {
      "\($0.output.1)\($0.output.2)"
    }
  }

  /// Width and height from the header.
  private static func png(_ bytes: Data) -> String {
    let bytes = Array(bytes)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count > 2000 else { return "is no picture" }
    let side = { (start: Int) in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    return "\(side(16))×\(side(20))"
  }

  /// The whole of it is there, and letters are embedded as fonts.
  private static func pdf(_ bytes: Data) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let isWhole = text.hasPrefix("%PDF-1.") && text.hasSuffix("%%EOF\n") && bytes.count > 2000
    return isWhole ? "whole" : "is not whole"
  }
}
