import Analysis
import Foundation
import Studies
import Support

/// The instructions that the page of a task shows, each with a response in every style, as text.
struct InstructionsModel: PageModel {
  /// Which they are, or why there is none.
  let lead: String
  let examples: [ExampleModel]

  static let fields: [Field<InstructionsModel>] = [
    .prose("lead", \.lead), .list("examples", \.examples),
  ]
}

/// An instruction with its responses, from fast to slow.
struct ExampleModel: PageModel {
  let title: String
  let instruction: String
  let responses: [ResponseText]

  static let fields: [Field<ExampleModel>] = [
    .text("title", \.title), .text("instruction", \.instruction), .list("responses", \.responses),
  ]
}

/// A response, or as much of it as there is room for.
struct ResponseText: PageModel {
  let style: String
  let facts: String
  let text: String

  static let fields: [Field<ResponseText>] = [
    .text("style", \.style), .text("facts", \.facts), .text("text", \.text),
  ]

  /// Characters of a text that are shown.
  static let most = 1500

  init(_ style: ResponseStyle, _ text: String) {
    let count = text.count
    let isWhole = count <= Self.most
    self.style = style.label
    self.text = Self.shown(text)
    facts =
      (isWhole ? "" : "the first \(NumberText.whole(Self.most)) of ")
      + "\(NumberText.whole(count)) character\(count == 1 ? "" : "s")"
  }

  /// The beginning of a long text, which says that it goes on.
  static func shown(_ text: String) -> String {
    let start = text.prefix(most)
    return start.endIndex == text.endIndex ? text : String(start) + " …"
  }
}

/// Reads the texts of a task from its data files, where they are the ones that the numbers are of.
struct InstructionReader {
  let analysis: StudyAnalysis
  let task: StudyTask
  /// Instructions of each group of styles that answer the same ones.
  let count: Int

  /// Why there are no texts, in words that begin with a small letter and end without a full stop.
  private struct Absence: Error {
    let reason: String
  }

  /// A style whose texts were read.
  private struct Responses {
    let style: ResponseStyle
    let records: [SampleRecord]
  }

  /// The first instructions, in the order of the data files, that are computed in every style and with every model: a rule that
  /// looks at no number.
  var model: InstructionsModel {
    do {
      let examples = try groups.flatMap { try self.examples($0) }
      guard !examples.isEmpty else {
        throw Absence(reason: "no instruction is computed in every style with every model")
      }
      return InstructionsModel(
        lead:
          "The first instructions of the data files that are computed in every style with every model; no other rule "
          + "chose them. Every model is given each of these responses.",
        examples: examples)
    } catch {
      let reason = (error as? Absence)?.reason ?? "the data files cannot be read here"
      return InstructionsModel(lead: "Texts are not shown: \(reason).", examples: [])
    }
  }

  /// The styles with correct responses, those together that answer the same instructions.
  private var groups: [[ConditionSource]] {
    let correct = task.sources.filter { $0.condition.relevance == .correct }
    return correct.reduce(into: [[ConditionSource]]()) { groups, source in
      let pairing = source.condition.style.pairing
      if let place = groups.firstIndex(where: { $0[0].condition.style.pairing == pairing }) {
        groups[place].append(source)
      } else {
        groups.append([source])
      }
    }
  }

  private func examples(_ sources: [ConditionSource]) throws -> [ExampleModel] {
    let responses = try sources.map { Responses(style: $0.condition.style, records: try records($0)) }
    let computed = sources.flatMap { conditions(of: $0) }.map { Set($0.samples.map(\.index)) }
    guard let first = computed.first else { return [] }
    let common = computed.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
    return common.prefix(count).filter { index in
      responses.allSatisfy { $0.records.indices.contains(index) }
    }.map { index in
      ExampleModel(
        title: "\(Self.title(sources[0].condition.style.pairing)) \(index)",
        instruction: ResponseText.shown(responses[0].records[index].question),
        responses: responses.map { ResponseText($0.style, $0.records[index].output) })
    }
  }

  private static func title(_ pairing: ResponseStyle.Pairing) -> String {
    switch pairing {
    case .chainOfThought: "Sample"
    case .popular: "Popular topic, sample"
    case .unpopular: "Unpopular topic, sample"
    }
  }

  private func conditions(of source: ConditionSource) -> [ConditionAnalysis] {
    analysis.conditions.filter { $0.condition == source.condition && $0.coverage.computed > 0 }
  }

  private func records(_ source: ConditionSource) throws -> [SampleRecord] {
    let name = source.file.lastPathComponent
    guard let records = try? source.records() else {
      throw Absence(reason: "the data file \(name) cannot be read here")
    }
    let data = ConditionData(condition: source.condition, file: source.file, records: records)
    guard conditions(of: source).allSatisfy({ $0.run.data == data.fingerprint }) else {
      throw Absence(reason: "what the data file \(name) holds is not what the numbers are of")
    }
    return records
  }
}
