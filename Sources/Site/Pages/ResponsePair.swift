import Analysis
import Foundation
import Gradients
import Store
import Studies
import Support

/// Two real responses to one instruction, a fast and a slow one, each token shaded by its share of the gradient.
struct ResponsePair: PageModel {
  /// The model and the task.
  let place: String
  /// What stands before the response.
  let instruction: String
  let responses: [Response]

  static let fields: [Field<ResponsePair>] = [
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

extension PageBuilder {
  /// The first instruction of which a model's shares are kept for a fast and a slow response; nil where there is none.
  ///
  /// - Throws: `StoreError.store`.
  static func responsePair(_ analysis: StudyAnalysis) throws -> ResponsePair? {
    guard let details = analysis.details else { return nil }
    for model in analysis.study.models {
      for task in analysis.study.tasks where Set(task.styles).isSuperset(of: [.none, .detailed]) {
        let reader = ResponseReader(details: details, model: model, task: task)
        if let pair = try reader.pair() { return pair }
      }
    }
    return nil
  }
}

/// Reads the responses of a model on a task.
private struct ResponseReader {
  let details: any GradientDetails
  let model: StudyModel
  let task: StudyTask

  /// Tokens of a response that are shown.
  private static let mostTokens = 200

  func pair() throws -> ResponsePair? {
    let styles: [ResponseStyle] = [.none, .detailed]
    let known = try styles.map {
      try Set(details.tokenShareSamples(model: model.name, condition: condition($0)))
    }
    guard let sample = known[0].intersection(known[1]).min() else { return nil }
    let responses = try styles.compactMap { try response($0, sample) }
    guard responses.count == styles.count else { return nil }
    return ResponsePair(
      place: "\(model.label) on \(task.label)", instruction: try instruction(sample), responses: responses)
  }

  /// The text before the fast response.
  private func instruction(_ sample: Int) throws -> String {
    let shares = try details.tokenShares(model: model.name, condition: condition(.none), sample: sample)
    return shares.map { $0.tokens.prefix($0.start).joined() }?.trimmingCharacters(in: .whitespacesAndNewlines)
      ?? ""
  }

  private func condition(_ style: ResponseStyle) -> Condition {
    Condition(task: task.name, style: style, relevance: .correct)
  }

  private func response(_ style: ResponseStyle, _ sample: Int) throws -> ResponsePair.Response? {
    guard
      let shares = try details.tokenShares(model: model.name, condition: condition(style), sample: sample),
      let matrix = TokenShareMatrix(shares),
      let results = try details.results(model: model.name, condition: condition(style)),
      let result = results.samples.first(where: { $0.index == sample })
    else { return nil }
    let means = Self.means(of: matrix)
    // A position predicts the token behind it, which is the one that is shaded.
    let places = max(matrix.responseStart - 1, 0)..<means.count
    let shown = places.prefix(Self.mostTokens)
    let most = shown.map { means[$0] }.max() ?? 0
    let tokens = shown.map { place in
      ResponsePair.Token(
        text: shares.tokens[place + 1], shade: most > 0 ? min(Int(means[place] / most * 10), 9) : 0)
    }
    let level = Self.level(of: result)
    return ResponsePair.Response(
      style: style.label,
      facts:
        "\(NumberText.count(places.count, "token")), loss \(NumberText.significant(result.loss, digits: 3)), "
        + "nuclear norm \(NumberText.significant(level, digits: 3))",
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

  /// The mean nuclear norm over layers and projections.
  private static func level(of result: SampleResult) -> Double {
    let values = result.summaries.map { Statistic.nuclearNorm.value(of: $0, loss: result.loss) }
    return values.reduce(0, +) / Double(max(values.count, 1))
  }
}
