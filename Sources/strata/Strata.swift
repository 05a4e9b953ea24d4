import ArgumentParser
import Foundation
import Studies
import Support

/// The command line. Commands turn arguments into calls of the modules and results into text; what can go
/// wrong is worded in the modules and becomes an exit code in `ExitStatus`, nowhere else.
@main
struct Strata: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strata",
    abstract: "Shows what each layer's gradient looks like when a model is trained on fast or slow answers.",
    discussion: """
      EXAMPLES:
        strata init first-study
        strata run examples/miniature
        strata build examples/miniature --output _site
        strata plot curves examples/miniature --output curves.pdf --preset acl
        strata compute --checkpoint models/base --data gsm8k.json --output out.jsonl
        strata import grads_exp --output published
        strata tokenize --tokenizer models/base < text.txt

      EXIT CODES:
        0    done
        1    the work failed; the message names the file, the place and the mend
        2    wrong usage
        3    done, but samples were skipped and --strict was given
        4    strata diff found what --fail-on names
        130  interrupted by Ctrl-C; what was finished is kept (143 for SIGTERM)
      """,
    version: Version.current,
    subcommands: [
      Init.self, Run.self, Compute.self, Merge.self, Import.self, Export.self, Build.self, Plot.self,
      Table.self,
      Serve.self, Diff.self, Check.self, Rescue.self, Doctor.self, Tokenize.self, Inspect.self,
    ])

  static func main() {
    // A file that may not grow is an error to tell of, and not the end.
    signal(SIGXFSZ, SIG_IGN)
    do {
      let arguments = Arguments.withValues(Array(CommandLine.arguments.dropFirst()))
      var command = try parseAsRoot(arguments)
      try Arguments.checkOnce(arguments)
      try command.run()
    } catch {
      ErrorReport(error).exit()
    }
  }
}
