import Studies

/// A claim of the papers (arXiv 2410.23743, and the follow-up 2504.10766), stated so that a study can test it.
package struct PaperClaim: Sendable, Equatable {
  /// The claim's number in the order of the papers, from 1.
  package let number: Int
  /// Names it in files and addresses.
  package let name: String
  /// Head of a row or a page.
  package let title: String
  /// The claim in one sentence, as the papers put it.
  package let statement: String
  /// Its tests; the claim holds where all do.
  package let tests: [ClaimTest]
  /// What would overturn it, in one sentence.
  package let overturnedBy: String

  /// Every claim.
  package static let all: [PaperClaim] = [strength, unevenness, base, relevance, knowledge, geometry]
}

/// One test of a claim: a number, and what the claim predicts of it.
package struct ClaimTest: Sendable, Equatable {
  /// Names it in files and addresses; unique among all tests.
  package let name: String
  /// The test in a few words, for the head of a row.
  package let title: String
  /// The number.
  package let measure: Measure
  /// The numbers that the claim predicts.
  package let prediction: Prediction
  /// Kind of subject that it is tested on.
  package let subject: ClaimSubject.Kind
  /// Kinds of task that it is tested on.
  package let tasks: Set<TaskKind>
  /// The test without the level, of which this is the one with it: where the two disagree, the claim depends on
  /// normalisation. Nil when there is none.
  package let counterpart: String?

  init(
    _ name: String, _ title: String, _ measure: Measure, _ prediction: Prediction,
    on subject: ClaimSubject.Kind = .model, tasks: Set<TaskKind> = [.math, .commonsense],
    counterpart: String? = nil
  ) {
    self.name = name
    self.title = title
    self.measure = measure
    self.prediction = prediction
    self.subject = subject
    self.tasks = tasks
    self.counterpart = counterpart
  }

  /// What is predicted of `measure`, nil when no test has it.
  static func prediction(of measure: Measure) -> Prediction? {
    PaperClaim.all.lazy.flatMap(\.tests).first { $0.measure == measure }?.prediction
  }
}

extension PaperClaim {
  /// A medium effect (Cohen's d of 0.5) as an AUC, Φ(0.5 / √2) = 0.638: what tells correct from irrelevant lies at least so
  /// far from 0.5.
  package static let tellingAUC = 0.64
  /// A fall of the level that counts as like that of slow thinking: to four fifths, the limit of bioequivalence.
  package static let likeSlow = 0.8
  /// The mean size of a cosine below which directions count as nearly orthogonal: 84° and more.
  package static let nearlyOrthogonal = 0.1

  static let strength = PaperClaim(
    number: 1, name: "strength", title: "Fast thinking pulls harder",
    statement:
      "Training on fast responses, without a chain of thought, gives larger gradients than on slow ones.",
    tests: [
      ClaimTest("level", "Level, fast over slow", .level(.none, over: .detailed), .above(1))
    ],
    overturnedBy: "A level of fast responses that is not above that of slow ones.")

  static let unevenness = PaperClaim(
    number: 2, name: "unevenness", title: "Fast thinking pulls less evenly",
    statement: "Fast responses give larger differences of the gradient across layers than slow ones.",
    tests: DepthPart.allCases.flatMap { part in
      [
        ClaimTest(
          "mad-\(part)", "MAD, \(part.words), fast over slow", .mad(part, .none, over: .detailed), .above(1),
          counterpart: "relative-mad-\(part)"),
        ClaimTest(
          "relative-mad-\(part)", "Relative MAD, \(part.words), fast over slow",
          .relativeMAD(part, .none, over: .detailed), .above(1)),
      ]
    },
    overturnedBy:
      "A MAD of fast responses that is not above that of slow ones, or one that is above it by the level alone."
  )

  static let base = PaperClaim(
    number: 3, name: "base", title: "Base models are affected less",
    statement:
      "Fast thinking changes the gradients of base models less than those of their instruct partners.",
    tests: [
      ClaimTest(
        "level-interaction", "Level ratio, instruct over base", .levelInteraction, .above(1), on: .pair),
      ClaimTest("mad-interaction", "MAD ratio, instruct over base", .madInteraction, .above(1), on: .pair),
    ],
    overturnedBy: "A ratio of fast to slow that is as large in the base model as in its partner.")

  static let relevance = PaperClaim(
    number: 4, name: "relevance", title: "Slow thinking tells correct from irrelevant",
    statement:
      "The gradients of slow responses tell correct from irrelevant ones, those of fast responses do not, and instruct "
      + "models are no better at it than base models.",
    tests: [
      ClaimTest(
        "auc-slow", "AUC, slow responses", .auc(.detailed), .outside(1 - tellingAUC, tellingAUC)),
      ClaimTest("auc-fast", "AUC, fast responses", .auc(.none), .within(1 - tellingAUC, tellingAUC)),
      ClaimTest(
        "rd", "Relative difference, slow less fast", .relativeDifference(.detailed, less: .none), .above(0)),
      ClaimTest(
        "auc-gain", "Distance of AUC from 0.5, instruct less base", .aucGain(.detailed),
        .below(tellingAUC - 0.5), on: .pair),
    ],
    overturnedBy:
      "An AUC of slow responses near 0.5, one of fast responses far from it, or a clear lead of instruct models."
  )

  static let knowledge = PaperClaim(
    number: 5, name: "knowledge", title: "Length is not slow thinking",
    statement:
      "On knowledge, longer responses do not behave like slow thinking, and unpopular knowledge gives larger gradients than "
      + "popular knowledge.",
    tests: [
      ClaimTest(
        "length-500", "Level, 500 words over 100", .level(.popular500, over: .popular100), .above(likeSlow),
        tasks: [.knowledge]),
      ClaimTest(
        "length-1000", "Level, 1000 words over 100", .level(.popular1000, over: .popular100),
        .above(likeSlow),
        tasks: [.knowledge]),
    ]
      + [ResponseStyle.popular100, .popular500, .popular1000].map { style in
        ClaimTest(
          "unpopular-\(style.rawValue)", "Level, unpopular over \(style.rawValue)",
          .level(.unpopular, over: style), .above(1), tasks: [.knowledge])
      },
    overturnedBy:
      "A level that falls with length as it does with slow thinking, or one of unpopular topics that is no higher."
  )

  static let geometry = PaperClaim(
    number: 6, name: "geometry", title: "Slow thinking has more directions",
    statement:
      "Slow responses have gradients of higher effective rank, those of adjacent layers are nearly orthogonal, and models of "
      + "one family are alike while families differ.",
    tests: [
      ClaimTest(
        "rank", "Effective rank, slow over fast", .effectiveRank(.detailed, over: .none), .above(1)),
      ClaimTest("cosine-fast", "Cosine of adjacent layers, fast", .cosine(.none), .below(nearlyOrthogonal)),
      ClaimTest(
        "cosine-slow", "Cosine of adjacent layers, slow", .cosine(.detailed), .below(nearlyOrthogonal)),
      ClaimTest(
        "families", "Distance of curves, between families over within", .familyDistance, .above(1), on: .all),
    ],
    overturnedBy:
      "A rank of slow responses that is not higher, aligned gradients of adjacent layers, or families that are no further "
      + "apart than their members.")
}

extension DepthPart {
  /// The part in a sentence: “early layers”.
  package var words: String { self == .all ? "all layers" : "\(rawValue) layers" }
}
