import Analysis
import Figures
import Studies
import Support

/// The answer in a few lines: what the study says of each claim, made from the verdicts and nothing else.
extension PageBuilder {
  /// A sentence or two for each claim.
  var answers: [PointModel] {
    claims.results.map { result in
      PointModel(topic: result.claim.title, pieces: verdictSentences(result) + rangeSentences(result))
    }
  }

  private func verdictSentences(_ result: ClaimResult) -> [PieceModel] {
    PieceModel.all { view in
      let result = result.shown(view)
      guard result.cells.contains(where: \.verdict.isTested) else {
        if case .notTested(let reason) = result.verdict { return "Not tested: \(reason)." }
        return "Not tested."
      }
      return "\(result.verdict.words.capitalizedFirst); of all tests \(Verdict.tally(result.cells))."
    }
  }

  /// The range of the first test that has a number, raw and per loss, and matched for who asks for it.
  private func rangeSentences(_ result: ClaimResult) -> [PieceModel] {
    guard let test = result.cells.first(where: \.verdict.isTested)?.test else { return [] }
    let cells = result.cells.filter { $0.test == test && $0.verdict.isTested }
    return Normalisation.allCases.compactMap { way in
      range(cells, way).map { range in
        PieceModel(
          "\(test.title), \(way.label.lowercased()): \(range).",
          under: way == .matched ? [.one(way)] : [.all, .one(way)])
      }
    }
  }

  /// The smallest and the largest effect with their places: “3.55 [3.31, 3.80] (Gemma on ECQA) to 10.9 …”.
  private func range(_ cells: [ClaimCell], _ way: Normalisation) -> String? {
    let known = cells.compactMap { cell in cell.effect(way).map { (cell: cell, effect: $0) } }
      .sorted { $0.effect.value < $1.effect.value }
    guard let least = known.first, let most = known.last else { return nil }
    let words = { (item: (cell: ClaimCell, effect: Effect)) in
      "\(item.effect.words) (\(item.cell.subject.label(in: study)) on \(self.label(ofTask: item.cell.task)))"
    }
    let stances = Prediction.Stance.Kind.allCases.compactMap { kind -> String? in
      let cells = known.map(\.cell).filter { $0.stance(way)?.kind == kind }
      guard !cells.isEmpty else { return nil }
      let sides = Set(cells.compactMap { $0.side(way) }).sorted().map { side in
        "\(side) in \(cells.count { $0.side(way) == side })"
      }
      return "\(cells.count) of \(known.count) \(kind.words)"
        + (sides.isEmpty ? "" : " (\(sides.joined(separator: ", ")))")
    }
    let ends = known.count == 1 ? words(least) : "from \(words(least)) to \(words(most))"
    return "\(WordList.and(stances)), \(ends)"
  }
}
