import Studies

/// The bounds of what a store may hold and of what reading one may take, since a store may come from anybody.
/// `docs/limits.md` lists them.
enum StoreLimits {
  /// Numbers of layers of a model, as of a checkpoint's.
  static let layers = 1...10_000
  /// Numbers of samples of a condition, and their positions in a data file.
  static let samples = 0...10_000_000
  /// Models and conditions together that runs stand for.
  static let mostRuns = 100_000
  /// Bytes of a name; those of a study have 64 characters at most.
  static let longestName = 4096
  /// Bytes of a note on a checkpoint.
  static let longestNote = 65_536
  /// Notes on a checkpoint.
  static let mostNotes = 1000
  /// Bytes of the positions of chosen samples.
  static let longestChoice = 128 << 20
  /// Bytes of any value: the token shares of a text of 100,000 tokens in a deep model.
  static let longestValue = 1 << 29
  /// Bytes of a statement of SQL, and so of the words of a table.
  static let longestStatement = 1 << 17

  /// Steps of SQLite that a transaction may take, whatever the size of the file: about a second.
  static let leastSteps = 20_000_000
  /// Steps for every byte of the file: a row takes some ten bytes, and some tens of steps.
  static let stepsPerByte = 50
  /// Bytes of summaries that reading one condition may take, whatever the size of the file.
  static let leastMemory = 64 << 20
  /// Bytes of summaries for every byte of the file: six numbers stand for each of a record that ends early.
  static let memoryPerByte = 16
}
