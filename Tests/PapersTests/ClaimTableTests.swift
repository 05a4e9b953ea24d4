import Analysis
import FigureSupport
import Figures
import Papers
import Testing

/// The table of claims: what it says, and what it leaves out.
@Suite struct ClaimTableTests {
  private static let made = Result {
    var study = try SyntheticStudy.small()
    study.modelLabels = ["Tiny_50% & <co>|", "=1+1"]
    let analysis = try study.analysis(details: true)
    return (analysis, try TableKind.named("claims").table(FigureRequest(), of: analysis, intervals: true))
  }

  @Test func csvHasARowForEachCellWithEveryNumber() throws {
    let (analysis, table) = try Self.made.get()
    let lines = table.text(.csv, TableStyle(showsIntervals: true)).split(separator: "\n")
    let cells = try analysis.claims().results.flatMap(\.cells)
    #expect(lines.count == 1 + cells.count)
    #expect(
      lines[0].hasPrefix(
        "claim,test,model,task,verdict,raw,raw_lower,raw_upper,raw_n,raw_p,raw_holm_p,per_loss,")
    )
    let level = try #require(cells.first { $0.test.name == "level" }?.effect(.raw))
    let interval = try #require(level.interval)
    let row = try #require(lines.first { $0.hasPrefix("strength,level,tiny-base,word-problems,") })
    #expect(row.contains(",\(level.value),\(interval.lower),\(interval.upper),\(level.sampleCount),"))
    // The study's names, and no labels.
    #expect(!lines.contains { $0.contains("=1") || $0.contains("<co>") })
  }

  @Test func everyVerdictStandsWithItsDirectionAndEveryAbsenceWithItsReason() throws {
    let (_, table) = try Self.made.get()
    let text = table.text(.markdown, TableStyle(showsIntervals: true))
    #expect(text.contains("| 1\\. Fast") || text.contains("| 1. Fast"), "\(text)")
    #expect(text.contains("Level, fast over slow (above 1)"))
    #expect(text.contains("Without a row: Level, 500 words over 100; "))
    #expect(text.contains("the study has no task of the kind knowledge"))
    #expect(text.contains("the study keeps no cosines"))
    #expect(text.contains("Tiny\\_50% \\& \\<co\\>\\|"))
    // Fast responses are more than five times as large, and losses alike.
    #expect(text.contains("| supported |"))
    #expect(table.text(.html, TableStyle()).contains("Tiny_50% &amp; &lt;co&gt;|"))
    #expect(table.text(.latex, TableStyle()).contains("Tiny\\_50\\% \\& "))
  }

  @Test func oneModelOrTaskCanBeChosenAndOthersAreWrongUsage() throws {
    let (analysis, _) = try Self.made.get()
    let kind = try TableKind.named("claims")
    let base = try kind.table(FigureRequest(model: "tiny-base"), of: analysis).text(.csv, TableStyle())
    // Pairs are of it, too.
    #expect(base.contains(",tiny-base,") && base.contains(",tiny-instruct/tiny-base,"))
    #expect(!base.contains(",tiny-instruct,"))
    #expect(throws: FigureError.self) { try kind.table(FigureRequest(projection: .v), of: analysis) }
  }

  /// Without samples to read there is nothing to test, and no empty table.
  @Test func isAnErrorWhereSamplesCannotBeRead() throws {
    let analysis = try SyntheticStudy.small().analysis()
    #expect(throws: PaperError.self) { try TableKind.named("claims").table(FigureRequest(), of: analysis) }
  }
}
