import CFuzzer
import Foundation

// Feeds one parser of strangers' files with what libFuzzer makes of its seeds: `fuzz TARGET [libFuzzer's arguments]`.
// An error that is thrown is the parser's right answer; a trap, a hang or too much memory is a finding.

guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
  FileHandle.standardError.write(
    Data("usage: fuzz TARGET [ARGUMENTS OF LIBFUZZER]\ntargets: \(names)\n".utf8))
  exit(2)
}
Fuzzing.begin(target)

var arguments: [UnsafeMutablePointer<CChar>?] =
  ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = Int32(arguments.count - 1)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
    Fuzzing.run(bytes.map { Data(bytes: $0, count: count) } ?? Data())
    return 0
  }
}
exit(status)
