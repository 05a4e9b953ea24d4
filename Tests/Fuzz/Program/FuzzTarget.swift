import Foundation
import JSON
import Support
import Tokenizers

@testable import Checkpoints
@testable import Published
@testable import Site
@testable import Store
@testable import Studies

/// A parser of files that may come from anybody.
enum FuzzTarget: String, CaseIterable {
  case safetensors, index, config, tokenizer, template, data, lines, study, site, markdown, mustache, json,
    html, archive, store

  /// Reads `input` as the program would. What is thrown is a mistake that the parser found.
  func read(_ input: Data) throws {
    switch self {
    case .safetensors: _ = try SafetensorsFile(Fuzzing.file("model.safetensors", input))
    case .index:
      _ = try Fuzzing.file(WeightFiles.index, input)
      _ = try WeightFiles.find(in: Fuzzing.place)
    case .config: _ = try Family.describe(ConfigReader(Fuzzing.file("config.json", input)))
    case .tokenizer: try readTokenizer(input)
    case .template: try readTemplate(String(decoding: input, as: UTF8.self))
    case .data: _ = try DataFile.records(at: Fuzzing.file("data.json", input))
    case .lines: readLines(input)
    case .study: _ = try Study(at: Fuzzing.file("study.yml", input), checksFiles: false)
    case .site: _ = try SiteSettings(SiteFile(place: "site.yml", bytes: Array(input)))
    case .markdown: _ = MarkdownDocument(try SiteFile(place: "a.md", bytes: Array(input)).markdown())
    case .mustache: _ = try TemplateParser(String(decoding: input, as: UTF8.self))
    case .json: visit(try JSONDocument(input, allowsNonFinite: input.count.isMultiple(of: 2)).root)
    case .html: _ = PageCheck(path: "pages/a.html", page: Array(input))
    case .archive: for kind in ArchiveKind.allCases { _ = try? Archive.entries(of: input, as: kind) }
    case .store: try readStore(input)
    }
  }

  private func readTokenizer(_ input: Data) throws {
    let tokenizer = try Tokenizer(contentsOf: Fuzzing.file("tokenizer.json", input))
    for text in ["", "Hello world", "naïve ☃ 漢字 \u{1F600}\n\n\t 12345 don't <s> <|x|>  ▁"] {
      let ids = try tokenizer.encode(text)
      _ = try tokenizer.encodeWithOffsets(text)
      _ = tokenizer.decode(ids)
    }
  }

  private func readTemplate(_ text: String) throws {
    let template = try ChatTemplate(text)
    let message = { (role: String, content: String) in
      TemplateVariables.Value.mapping([
        .init(name: "role", value: .text(role)), .init(name: "content", value: .text(content)),
      ])
    }
    _ = try template.render(
      TemplateVariables([
        .init(name: "messages", value: .list([message("system", "Be brief."), message("user", "2 + 2?")])),
        .init(name: "add_generation_prompt", value: .bool(true)),
        .init(name: "bos_token", value: .text("<s>")),
      ]))
  }

  private func readLines(_ input: Data) {
    let block = LineBlock(capacity: input.count)
    block.append(Array(input))
    let lines = ParsedBlock(block, LineReader())
    for line in lines.lines { _ = try? lines.content(of: line, expectedLayers: 2) }
  }

  private func visit(_ value: JSONValue) {
    value.array?.forEach(visit)
    value.object?.forEach { visit($0.value) }
    _ = (value.string, value.int, value.double)
  }

  private func readStore(_ input: Data) throws {
    let file = try Fuzzing.file("study.sqlite", input)
    // Saving writes a store of its own, which takes several times as long as reading one.
    if input.reduce(0, &+).isMultiple(of: 8) {
      _ = try? StoreRescue(source: file, target: Fuzzing.free("saved.sqlite")).run()
    }
    let store = try Store(at: file, for: .read)
    defer { try? store.close() }
    for planned in try store.currentRuns() {
      guard let run = try store.currentRun(model: planned.model, condition: planned.run.condition) else {
        continue
      }
      _ = try? store.coverage(of: run)
      _ = try? store.samples(of: run)
      _ = try? store.cosines(of: run)
      _ = try? store.tokenShareSamples(of: run).map { try store.tokenShares(of: run, sample: $0) }
      _ = try? store.forEachSample(of: run) { _ in }
    }
    _ = try StoreCheck(of: file)
  }
}
