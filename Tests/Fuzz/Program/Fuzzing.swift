import Foundation

/// The state of a fuzzing process, which has one thread: its target, and a folder in memory for what is read from files.
enum Fuzzing {
  nonisolated(unsafe) private static var target = FuzzTarget.config
  nonisolated(unsafe) private static var folder = URL(filePath: "/nowhere")

  static func begin(_ target: FuzzTarget) {
    self.target = target
    let root = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    folder = URL(filePath: root).appending(path: "strata-fuzz-\(getpid())", directoryHint: .isDirectory)
    guard mkdir(folder.path, 0o700) == 0 else {
      fatalError("no folder for files to read: \(String(cString: strerror(errno)))")
    }
    atexit { Fuzzing.end() }
  }

  private static func end() { try? FileManager.default.removeItem(at: folder) }

  static func run(_ input: Data) { try? target.read(input) }

  /// A file of that name with the bytes of `input`, which replaces the one of before.
  static func file(_ name: String, _ input: Data) throws -> URL {
    let file = folder.appending(path: name)
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    let written = input.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == input.count else { fatalError("the file for the input cannot be written") }
    return file
  }

  /// A place beside these files where nothing lies.
  static func free(_ name: String) -> URL {
    let file = folder.appending(path: name)
    for ending in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(file.path + ending) }
    return file
  }

  /// The folder of these files.
  static var place: URL { folder }
}
