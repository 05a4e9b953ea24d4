import Checkpoints
import Foundation
import Gradients
import Store
import Studies
import Support
import TestSupport
import Testing

@Suite("Fingerprints")
struct FingerprintTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func model(_ change: (inout ByteModel) -> Void = { _ in }) throws -> ContentHash {
    var model = ByteModel()
    change(&model)
    try model.write(to: folder.file("model"))
    return try ModelFingerprint.of(Checkpoint(folder: folder.file("model")))
  }

  /// FIPS 180-4, the examples "abc" and of no bytes.
  @Test func sha256() {
    #expect(
      ContentHash(of: Array("abc".utf8)).hex
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      ContentHash(of: []).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("of a checkpoint follow its content, not its place")
  func models() throws {
    let first = try model()
    #expect(try model() == first)
    #expect(try model { $0.checkpoint.config["rms_norm_eps"] = 1e-6 } != first)
    for position in [0, 7, 19] {
      let changed = try model { $0.checkpoint.tensors[position].data[17] ^= 1 }
      #expect(changed != first)
    }
    #expect(try model() == first)
    try FileManager.default.moveItem(at: folder.file("model"), to: folder.file("other"))
    #expect(try ModelFingerprint.of(Checkpoint(folder: folder.file("other"))) == first)
  }

  @Test("take the ends of long tensors and pages between", arguments: [0, 1, 262_144, 262_145, 1 << 31])
  func samples(byteCount: Int) {
    let ranges = ModelFingerprint.sampledRanges(byteCount: byteCount)
    #expect(ranges.first?.lowerBound == 0)
    #expect(ranges.last?.upperBound == byteCount)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    let taken = ranges.reduce(0) { $0 + $1.count }
    #expect(taken == (byteCount <= ModelFingerprint.wholeBytes ? byteCount : 16 * 4096))
  }

  @Test("of a tokenizer cover ids and chat template")
  func tokenizers() throws {
    _ = try model()
    let place = folder.file("model")
    let first = try TokenizerFingerprint.of(folder: place)
    #expect(try TokenizerFingerprint.of(folder: place) == first)
    for name in ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"]
    {
      try folder.write("{}", to: "model/\(name)")
      #expect(try TokenizerFingerprint.of(folder: place) != first)
      try FileManager.default.removeItem(at: place)
      _ = try model()
    }
  }

  @Test("of a run change with everything that changes a number")
  func runs() {
    let hashes = (0..<4).map { ContentHash(of: [UInt8($0)]) }
    func run(
      model: Int = 0, tokenizer: Int = 1, data: Int = 2, prompt: PromptKind = .base, arithmetic: Int = 1,
      style: ResponseStyle = .none, _ change: (inout StudySettings) -> Void = { _ in }
    ) -> ContentHash {
      var settings = StudySettings()
      change(&settings)
      let configuration = RunConfiguration(
        model: hashes[model], tokenizer: hashes[tokenizer], prompt: prompt, settings: settings,
        arithmetic: arithmetic)
      let condition = Condition(task: "sums", style: style, relevance: .correct)
      return RunDescription(configuration: configuration, condition: condition, data: hashes[data]).identity
    }
    let all = [
      run(), run(model: 3), run(tokenizer: 3), run(data: 3), run(prompt: .chat), run(arithmetic: 2),
      run(style: .detailed), run { $0.prompting = .exact }, run { $0.maxLength = 1023 },
      run { $0.projections = [.q] }, run { $0.extras.spectrum = true }, run { $0.extras.extrema = true },
      run { $0.extras.cosines = .allPairs }, run { $0.extras.cosines = .adjacent },
      run { $0.extras.tokenShares = true },
    ]
    #expect(Set(all).count == all.count)
    #expect(run() == run { $0.samples = 3 })
  }
}
