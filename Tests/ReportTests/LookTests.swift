import Foundation
import Report
import Testing

@Test func look() throws {
  var study = try SyntheticStudy()
  study.layers = 28
  study.samples = 120
  study.tasks = ["word-problems", "common-sense"]
  let analysis = try study.analysis()
  let folder = URL(filePath: ProcessInfo.processInfo.environment["STRATA_LOOK"] ?? "/tmp/w/report-look/site")
  let s = try SiteBuilder(analysis, program: "Strata 0.1.0").build(into: folder) { print($0) }
  print(s)
}
