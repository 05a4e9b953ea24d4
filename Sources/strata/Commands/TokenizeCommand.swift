import ArgumentParser
import Foundation
import Studies
import Support

/// `strata tokenize`
struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the token ids of the text on standard input.",
    discussion: """
      The ids stand on one line, with spaces between. Every byte of the input counts, a line feed \
      at its end too. With --jsonl every line of the input is an object {"text": ...} and gives a \
      line {"ids": [...]}.
      """)

  @Option(
    help: ArgumentHelp("A tokenizer.json file, or a folder that holds one.", valueName: "file"),
    completion: .file())
  var tokenizer: String

  @Flag(help: "Read {\"text\": ...} and write {\"ids\": [...]}, one a line.")
  var jsonl = false

  @Flag(name: .customLong("no-special"), help: "Add no special tokens, such as BOS.")
  var noSpecial = false

  @Flag(help: "With --jsonl: write \"offsets\" too, the bytes of the text that each token stands for.")
  var offsets = false

  func validate() throws {
    if offsets, !jsonl { throw ValidationError("--offsets needs --jsonl.") }
  }

  func run() throws {
    let job = try TokenizeJob(tokenizer: UserPath.place(tokenizer), addsSpecialTokens: !noSpecial)
    let input = try FileHandle.standardInput.readToEnd() ?? Data()
    try Console.result(bytes: jsonl ? try job.lines(input, withOffsets: offsets) : try job.text(input))
  }
}
