import Analysis
import Figures
import Studies

extension Question {
  /// Whether base models differ from the instruct models that were tuned from them.
  static let pairs = Question(
    path: "base-instruct.html", title: "Base against instruct", label: "Base/instruct",
    lead:
      "Does fast thinking change the gradients of a base model less than those of the instruct model that was tuned from "
      + "it, and does tuning make gradients tell correct from irrelevant responses?",
    isTested: { $1.subject == .pair }, sections: { $0.pairSections })
}

extension PageBuilder {
  fileprivate var pairSections: [SectionModel] {
    [figureSection("figures", "At a glance", plan.claims["base"] ?? []), beside].compactMap(\.self)
  }

  /// Fast over slow of both models of a pair, side by side.
  private var beside: SectionModel {
    let measures: [(name: String, measure: Measure)] = [
      ("Level", .level(.none, over: .detailed)), ("MAD", .mad(.all, .none, over: .detailed)),
    ]
    let rows: [(heads: [String], outcomes: [Outcomes?])] = measures.flatMap { name, measure in
      ModelPair.all(in: study).flatMap { pair in
        study.tasks.filter { $0.kind != .knowledge }.map { task in
          (
            heads: ["\(pair.instruct.label) / \(pair.base.label)", task.label, name],
            outcomes: [pair.base, pair.instruct].map { model in
              claims.outcomes(measure, of: .model(model.name), task: task.name)
            }
          )
        }
      }
    }
    return SectionModel(
      id: "beside", title: "Each model beside its partner",
      lead: Self.paragraph(
        "Fast over slow: how many times larger the number is for responses without a chain of thought than for detailed ones, "
          + "with its 95 % interval over instructions. The tests below compare the two."),
      tables: [
        numbers(["Pair", "Task", "Fast over slow"], ["base", "instruct"], rows.filter(Self.hasNumber))
      ])
  }

  private static func hasNumber(_ row: (heads: [String], outcomes: [Outcomes?])) -> Bool {
    row.outcomes.contains { outcomes in
      Normalisation.allCases.contains { outcomes?[$0]?.effect != nil }
    }
  }
}
