import Analysis

/// A page of a claim, with some of its tests: the tables of all tests of a large study would be too heavy for one.
struct ClaimPart: Sendable {
  let result: ClaimResult
  let tests: [ClaimTest]
  /// Its number among the pages of the claim, from 1 on.
  let number: Int

  /// Rows of tables that are on a page, where it has more than one test.
  private static let mostRows = 260

  /// The pages of a claim, each with tests that follow each other.
  static func all(of result: ClaimResult) -> [ClaimPart] {
    var groups: [[ClaimTest]] = []
    var rows = 0
    for test in result.claim.tests {
      let more = result.cells(test: test.name).count
      if let last = groups.indices.last, rows + more <= mostRows {
        groups[last].append(test)
        rows += more
      } else {
        groups.append([test])
        rows = more
      }
    }
    return groups.enumerated().map { place, tests in
      ClaimPart(result: result, tests: tests, number: place + 1)
    }
  }

  var isFirst: Bool { number == 1 }

  var title: String { result.claim.title + (isFirst ? "" : ", page \(number)") }

  var path: String {
    isFirst ? PageBuilder.path(of: result.claim) : "claims/\(result.claim.name)-\(number).html"
  }
}

extension PageBuilder {
  /// The page and the place on it of a test of a claim.
  static func path(of test: ClaimTest, of result: ClaimResult) -> String {
    let part = ClaimPart.all(of: result).first { $0.tests.contains { $0.name == test.name } }
    return "\(part?.path ?? path(of: result.claim))#\(test.name)"
  }
}
