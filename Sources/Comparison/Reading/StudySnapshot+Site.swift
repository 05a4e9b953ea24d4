import Analysis
import Foundation
import JSON
import OrderedCollections
import Support

extension StudySnapshot {
  /// Takes what is compared from the downloads of the site in `folder`, whose numbers have nine digits.
  ///
  /// - Throws: `ComparisonError.site` where a download is missing, was changed after the build or is not as this version
  ///   writes it.
  package init(siteAt folder: URL) throws {
    let downloads = try SiteDownloads(in: folder)
    self.init(name: downloads.study)
    isRounded = downloads.isRounded
    isOfSite = true
    for row in try downloads.rows(of: "samples") { try add(samples: row) }
    var curve = GrowingCurve()
    for cell in cells {
      for row in try downloads.curves(of: cell.model, on: cell.task) {
        let quantity = try row.quantity(.curve)
        if quantity != curve.quantity { curve = curve.next(quantity, into: &curves) }
        try curve.add(row)
      }
    }
    _ = curve.next(nil, into: &curves)
    for row in try downloads.rows(of: "mad") { try add(.mad, value: "all", ends: "all_", count: "n", row) }
    for row in try downloads.rows(of: "ratio") {
      try add(.ratio, value: "fast_over_slow", ends: "", count: "pairs", row)
    }
    for row in try downloads.rows(of: "claims") {
      verdicts[try row.quantity(.verdict)] = try row.text("verdict")
      try add(.effect, value: "effect", ends: "", count: "n", row)
    }
  }

  /// Models and tasks of the conditions, in their order.
  private var cells: OrderedSet<Cell> {
    OrderedSet(
      conditions.keys.map { Cell(model: $0.name(of: "model") ?? "", task: $0.name(of: "task") ?? "") })
  }

  private struct Cell: Hashable {
    let model: String
    let task: String
  }

  private mutating func add(samples row: DownloadRow) throws {
    let skipped = row.cells.keys.filter { !DownloadRow.otherSampleColumns.contains($0) }.sorted()
    conditions[try row.quantity(.condition)] = SampleCounts(
      computed: try row.count("computed"), skipped: try skipped.reduce(0) { $0 + (try row.count($1)) },
      missing: try row.count("missing"))
  }

  /// Adds the number of a row; nothing where it is empty.
  private mutating func add(
    _ kind: Quantity.Kind, value: String, ends: String, count: String, _ row: DownloadRow
  ) throws {
    guard let number = row.number(value) else { return }
    let interval = row.number(ends + "lower").flatMap { lower in
      row.number(ends + "upper").map { Interval(lower, $0) }
    }
    numbers[try row.quantity(kind)] = Estimate(number, interval, sampleCount: try row.count(count))
  }
}

/// The rows of a curve, as they come.
private struct GrowingCurve {
  var quantity: Quantity?
  private var means: [Double] = []
  private var intervals: [Interval] = []
  private var sampleCount = 0
  private var leftOut = 0

  mutating func add(_ row: DownloadRow) throws {
    means.append(row.number("mean") ?? .nan)
    if let lower = row.number("lower"), let upper = row.number("upper") {
      intervals.append(Interval(lower, upper))
    }
    sampleCount = try row.count("n")
    leftOut = try row.count("left_out")
  }

  /// Puts the curve among `curves`, and gives an empty one for the next.
  func next(_ next: Quantity?, into curves: inout OrderedDictionary<Quantity, Curve>) -> GrowingCurve {
    if let quantity {
      curves[quantity] = Curve(
        means: means, intervals: intervals.count == means.count ? intervals : [], sampleCount: sampleCount,
        leftOut: leftOut)
    }
    var empty = GrowingCurve()
    empty.quantity = next
    return empty
  }
}
