import Foundation
import TestSupport
import Testing

/// Chromium without a window, one page at a time.
struct Browser {
  /// What came of a page.
  struct Outcome {
    /// The page after its scripts ran.
    let document: String
    /// What the browser's console said.
    let console: [String]
  }

  private let program: URL
  /// Settings and caches of the browser, away from the user's.
  private let profile: TemporaryFolder

  /// - Throws: when there is no Chromium: the pages are then not tested, which must not look like success.
  init() throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = folders.map { URL(filePath: "\($0)/chromium") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
    program = try #require(found, "chromium is not installed. Run `make setup-test`")
    profile = try TemporaryFolder()
  }

  /// Opens a page from disk and waits until it has settled.
  func open(_ page: URL, isDark: Bool) throws -> Outcome {
    let output = profile.file("document")
    let errors = profile.file("errors")
    let process = Process()
    // A browser that hangs is stopped, so that the tests come to an end.
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = [
      "120", program.path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--hide-scrollbars", "--user-data-dir=\(profile.file("profile").path)", "--enable-logging=stderr",
      "--v=0",
      "--window-size=1280,2000", "--virtual-time-budget=60000",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom", page.absoluteString,
    ]
    process.standardOutput = try Self.handle(output)
    process.standardError = try Self.handle(errors)
    try process.run()
    process.waitUntilExit()
    let log = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    #expect(process.terminationStatus == 0, "chromium on \(page.path): \(log.suffix(2000))")
    return Outcome(
      document: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      console: log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init))
  }

  private static func handle(_ file: URL) throws -> FileHandle {
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }
}
