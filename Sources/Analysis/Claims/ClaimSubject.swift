/// That which a claim is tested on.
package enum ClaimSubject: Sendable, Hashable {
  /// One model, by its name in the study.
  case model(String)
  /// A base model and the instruct model that was tuned from it.
  case pair(base: String, instruct: String)
  /// All models of the study together.
  case all

  /// The names of its models; none where it is all.
  package var models: [String] {
    switch self {
    case .model(let name): [name]
    case .pair(let base, let instruct): [base, instruct]
    case .all: []
    }
  }

  /// Names it in files.
  package var name: String {
    switch self {
    case .model(let name): name
    case .pair(let base, let instruct): "\(instruct)/\(base)"
    case .all: "all"
    }
  }

  /// The kind of a subject, of which a test has one.
  package enum Kind: Sendable { case model, pair, all }

  /// Its kind.
  package var kind: Kind {
    switch self {
    case .model: .model
    case .pair: .pair
    case .all: .all
    }
  }
}
