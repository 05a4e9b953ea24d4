import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support

/// Real responses to one instruction, one of each style, each token shaded by its share of the gradient.
struct ResponseSet: PageModel {
  /// The model and the task.
  let place: String
  /// What stands before the response.
  let instruction: String
  let responses: [Response]

  static let fields: [Field<ResponseSet>] = [
    .text("place", \.place), .text("instruction", \.instruction), .list("responses", \.responses),
  ]

  /// A response with its loss and its level.
  struct Response: PageModel {
    let style: String
    let facts: String
    let tokens: [Token]
    /// Whether it goes on behind the last token that is shown.
    let goesOn: Bool

    static let fields: [Field<Response>] = [
      .text("style", \.style), .text("facts", \.facts), .list("tokens", \.tokens),
      .flag("goes_on", \.goesOn),
    ]
  }

  /// A token with the step of its shade, from 0 to 9.
  struct Token: PageModel {
    let text: String
    let shade: Int

    static let fields: [Field<Token>] = [.text("text", \.text), .text("shade") { String($0.shade) }]
  }
}

/// The responses that a site shows, for each model on each task of which shares of tokens are kept.
struct ShownResponses: Sendable {
  private let sets: [SitePlan.Cell: [ResponseSet]]
  /// A fast and a slow response to one instruction, for the overview; nil where there is no such pair.
  let pair: ResponseSet?

  /// Instructions of a model on a task.
  private static let count = 3

  /// - Throws: `StoreError.store`.
  init(_ analysis: StudyAnalysis) throws {
    var sets: [SitePlan.Cell: [ResponseSet]] = [:]
    var pair: ResponseSet?
    for model in analysis.study.models {
      for task in analysis.study.tasks {
        guard let reader = ResponseReader(analysis, model: model, task: task) else { continue }
        sets[SitePlan.Cell(model: model.name, task: task.name)] = try reader.sets(
          of: task.styles, count: Self.count)
        if pair == nil, Set(task.styles).isSuperset(of: [.none, .detailed]) {
          pair = try reader.sets(of: [.none, .detailed], count: 1).first
        }
      }
    }
    self.sets = sets
    self.pair = pair
  }

  /// The responses of a model on a task; none where no shares are kept.
  func sets(of cell: StudyCell) -> [ResponseSet] {
    sets[SitePlan.Cell(model: cell.model.name, task: cell.task.name)] ?? []
  }
}

/// Reads the responses of a model on a task.
private struct ResponseReader {
  let analysis: StudyAnalysis
  let details: any GradientDetails
  let model: StudyModel
  let task: StudyTask

  /// Tokens of a response that are shown.
  private static let mostTokens = 200

  init?(_ analysis: StudyAnalysis, model: StudyModel, task: StudyTask) {
    guard let details = analysis.details else { return nil }
    self.analysis = analysis
    self.details = details
    self.model = model
    self.task = task
  }

  /// The first instructions of which shares are kept in all of `styles` that have any: one text belongs to one instruction
  /// only where the styles answer the same.
  func sets(of styles: [ResponseStyle], count: Int) throws -> [ResponseSet] {
    let known = try styles.map { style in
      (style, Set(try details.tokenShareSamples(model: model.name, condition: condition(style))))
    }.filter { !$0.1.isEmpty && $0.0.pairing == styles[0].pairing }
    guard let first = known.first else { return [] }
    let common = known.dropFirst().reduce(first.1) { $0.intersection($1.1) }.sorted()
    return try common.prefix(count).map { sample in
      ResponseSet(
        place: "\(model.label) on \(task.label)", instruction: try instruction(sample, first.0),
        responses: try known.compactMap { try response($0.0, sample) })
    }
  }

  /// The text before a response.
  private func instruction(_ sample: Int, _ style: ResponseStyle) throws -> String {
    let shares = try details.tokenShares(model: model.name, condition: condition(style), sample: sample)
    return shares.map { $0.tokens.prefix($0.start).joined() }?.trimmingCharacters(in: .whitespacesAndNewlines)
      ?? ""
  }

  private func condition(_ style: ResponseStyle) -> Condition {
    Condition(task: task.name, style: style, relevance: .correct)
  }

  private func response(_ style: ResponseStyle, _ sample: Int) throws -> ResponseSet.Response? {
    guard
      let shares = try details.tokenShares(model: model.name, condition: condition(style), sample: sample),
      let matrix = TokenShareMatrix(shares)
    else { return nil }
    let means = Self.means(of: matrix)
    // A position predicts the token behind it, which is the one that is shaded.
    let places = max(matrix.responseStart - 1, 0)..<means.count
    let shown = places.prefix(Self.mostTokens)
    let most = shown.map { means[$0] }.max() ?? 0
    let tokens = shown.map { place in
      ResponseSet.Token(
        text: shares.tokens[place + 1], shade: most > 0 ? min(Int(means[place] / most * 10), 9) : 0)
    }
    return ResponseSet.Response(
      style: style.label,
      facts: ([NumberText.count(places.count, "token")] + facts(style, sample)).joined(separator: ", "),
      tokens: tokens, goesOn: places.count > shown.count)
  }

  /// The share of every position, the mean over layers.
  private static func means(of matrix: TokenShareMatrix) -> [Double] {
    var means = [Double](repeating: 0, count: matrix.tokens.count)
    for layer in 0..<matrix.layerCount {
      for (place, share) in matrix.row(layer).enumerated() { means[place] += share }
    }
    return means.map { $0 / Double(max(matrix.layerCount, 1)) }
  }

  /// The loss of a sample and its level, the mean nuclear norm over layers and projections.
  private func facts(_ style: ResponseStyle, _ sample: Int) -> [String] {
    guard let known = analysis.condition(model: model.name, task: task.name, style: style) else { return [] }
    let levels = known.levels(.nuclearNorm)
    let loss = known.samples.first { $0.index == sample }.map {
      "loss \(NumberText.significant($0.loss, digits: 3))"
    }
    let level = levels.sampleIndices.firstIndex(of: sample).map { place in
      let mean = levels.values.map { $0[place] }.reduce(0, +) / Double(max(levels.values.count, 1))
      return "nuclear norm \(NumberText.significant(mean, digits: 3))"
    }
    return [loss, level].compactMap(\.self)
  }
}
