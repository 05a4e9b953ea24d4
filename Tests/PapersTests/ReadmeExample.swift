import FigureSupport
import Figures
import Foundation
import Papers
import Plotting
import TestSupport
import Testing

/// The example of the module's README.
@Test func exampleOfTheReadme() throws {
  let temporary = try TemporaryFolder()
  let (folder, analysis) = (temporary.url, try SyntheticStudy.small().analysis())
  // README example
  let job = try PlotJob(.named("ratio"), FigureRequest(), of: analysis, preset: .acl)
  let written = try job.write(to: [folder.appending(path: "ratio.pdf")], withData: true)
  for warning in written.warnings { print(warning) }

  let table = try TableKind.named("mad").table(FigureRequest(projection: .v), of: analysis)
  let style = TableStyle(digits: 2, best: .smallest)
  let source = table.text(.latex, style)
  if let warning = table.warning(style) { print(warning) }
  // end of example
  #expect(written.files.map(\.pathExtension) == ["pdf", "csv", "json", "txt", "tex"])
  #expect(source.contains("\\textbf{") && source.contains("Rounded to 2 significant digits."))
}
