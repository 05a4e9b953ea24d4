import Foundation
import Plotting
import Testing

@Suite struct TickTests {
  /// Extents of every magnitude and offset, the same in every run.
  static let extents: [(Double, Double)] = {
    var noise = ExampleFigures.Noise(17)
    return (0..<400).map { _ in
      let size = pow(10, 12 * noise.next())
      let lower = noise.next() * size * 3
      return (lower, lower + size * (1.001 + noise.next()))
    }
  }()

  @Test func ticksAreRoundAndEvenlySpaced() {
    for (lower, upper) in Self.extents {
      let row = WilkinsonTicks.row(from: lower, to: upper, count: 5)
      let mantissa = row.step / pow(10, floor(log10(row.step)))
      let nice = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 9, 10]
      #expect(nice.contains { abs($0 - mantissa) < 1e-6 }, "step \(row.step) of \(lower)...\(upper)")
      let multiple = row.first / row.step
      #expect(abs(multiple * 2 - (multiple * 2).rounded()) < 1e-6 * max(1, abs(multiple)))
    }
  }

  @Test func ticksCoverTheData() {
    for (lower, upper) in Self.extents {
      let row = WilkinsonTicks.row(from: lower, to: upper, count: 5)
      let last = row.first + Double(row.count - 1) * row.step
      // Neither end is further from the outermost tick than one step: the reader can always interpolate.
      #expect(abs(row.first - lower) <= row.step * 1.001)
      #expect(abs(last - upper) <= row.step * 1.001)
    }
  }

  @Test(arguments: 2...9) func aboutAsManyTicksAsAskedFor(count: Int) {
    for (lower, upper) in Self.extents {
      let found = WilkinsonTicks.row(from: lower, to: upper, count: count).count
      #expect(found >= 2 && found <= 2 * count + 1, "\(found) ticks for \(count) in \(lower)...\(upper)")
    }
  }

  /// Values of the authors' reference implementation, as the R package `labeling` gives them.
  @Test func publishedExamples() {
    #expect(WilkinsonTicks.row(from: 8.1, to: 14.1, count: 4).values == [8, 10, 12, 14])
    #expect(WilkinsonTicks.row(from: 0, to: 100, count: 5).values == [0, 25, 50, 75, 100])
    #expect(WilkinsonTicks.row(from: 0, to: 1, count: 6).values.count == 6)
  }

  @Test func ticksAreMultiplesOfTheirStep() {
    #expect(WilkinsonTicks.row(from: 0.45, to: 0.55, count: 6).values.contains { abs($0 - 0.5) < 1e-12 })
    for lower in stride(from: -3.7, through: 40, by: 0.37) {
      for span in [0.013, 0.1, 0.9, 4, 55] {
        let row = WilkinsonTicks.row(from: lower, to: lower + span, count: 5)
        let steps = row.first / row.step
        #expect(abs(steps - steps.rounded()) < 1e-9 * max(1, abs(steps)), "\(row.values)")
      }
    }
  }

  @Test func wholeTicksAreWhole() {
    for upper in stride(from: 1.0, through: 90, by: 1) {
      for value in WilkinsonTicks.row(from: 0, to: upper, count: 6, whole: true).values {
        #expect(value == value.rounded())
      }
    }
  }

  @Test func logarithmicTicksArePowersOnLongAxes() {
    #expect(LogTicks.row(from: 0.5, to: 2e4, count: 8).major == [1, 10, 100, 1000, 10_000])
    let sparse = LogTicks.row(from: 1e-12, to: 1e12, count: 5)
    #expect(sparse.major.count <= 6 && sparse.major.contains(1))
    let ratios = zip(sparse.major, sparse.major.dropFirst()).map { $1 / $0 }
    #expect(ratios.allSatisfy { abs(log10($0) - log10(ratios[0])) < 1e-9 })
  }

  @Test func logarithmicTicksAreNeverFewerThanTwo() {
    for (lower, upper) in [(1.0, 1.2), (3, 40), (0.9, 11), (2e-7, 3e-7), (1, 1e9)] {
      #expect(LogTicks.row(from: lower, to: upper, count: 4).major.count >= 2, "\(lower)...\(upper)")
    }
  }

  @Test func logarithmicTicksAreNearTheEnds() {
    for lower in [1e-7, 0.027, 0.27, 0.9, 1, 3, 61, 1e5] {
      for ratio in [1.05, 1.4, 2, 2.6, 3.7, 5, 9, 15, 40, 99] {
        for count in 3...7 {
          let row = LogTicks.row(from: lower, to: lower * ratio, count: count).major
          let ends = [log(row[0] / lower) / log(ratio), log(lower * ratio / row[row.count - 1]) / log(ratio)]
          #expect(row.count >= 2 && row == row.sorted(), "\(row)")
          #expect(
            ends.allSatisfy { $0 > -1e-9 && $0 < (count < 5 ? 0.52 : 0.4) },
            "\(row) in \(lower)...\(lower * ratio), \(count)")
        }
      }
    }
    #expect(LogTicks.row(from: 0.256, to: 1.05, count: 4).major.first == 0.3)
    #expect(LogTicks.row(from: 0.266, to: 0.386, count: 4).major.count >= 3)
  }

  @Test func logarithmicTicksAreAsFewAsAskedFor() {
    #expect(LogTicks.row(from: 60, to: 2100, count: 6).major == [100, 200, 500, 1000, 2000])
    #expect(LogTicks.row(from: 60, to: 2100, count: 3).major == [100, 300, 1000])
    let fewest = LogTicks.row(from: 60, to: 2100, count: 2)
    #expect(fewest.major == [100, 1000] && fewest.minor.contains(200))
  }

  @Test func symlogTicksHoldZeroAndBothSigns() {
    let ticks = SymlogTicks.row(from: -20, to: 300, threshold: 0.1, count: 9).major
    #expect(ticks.contains(0) && ticks.contains { $0 < 0 } && ticks.contains { $0 > 0 })
    #expect(ticks == ticks.sorted())
  }

  @Test func wholeTicksOfALogarithmicAxisAreWhole() {
    #expect(LogTicks.row(from: 1, to: 4, count: 6, whole: true).major == [1, 2, 3, 4])
    #expect(LogTicks.row(from: 1, to: 12, count: 6, whole: true).major == [1, 2, 5, 10])
    for upper in 2...300 {
      for count in 2...10 {
        let row = LogTicks.row(from: 0.96, to: Double(upper) * 1.04, count: count, whole: true)
        #expect(row.major.count > 1 && (row.major + row.minor).allSatisfy { $0 == $0.rounded() }, "\(row)")
      }
    }
    let between = LogTicks.row(from: 1.1, to: 1.9, count: 4, whole: true)
    #expect(between.major.count > 1, "an axis that holds no two whole numbers")
  }

  /// Every axis of different values, however narrow, has two labels where two have room.
  @Test(arguments: [ScaleKind.linear, .log10]) func twoLabelsStandWhereTheyHaveRoom(scale: ScaleKind) throws {
    var noise = ExampleFigures.Noise(5)
    for index in 0..<150 {
      let lower = pow(10, 3 * noise.next())
      let upper = lower * (1.05 + pow(10, 1.5 * noise.next()))
      let axis = Axis(scale: scale, ticks: index % 3 == 0 && upper > 2 * lower + 2 ? .whole : .automatic)
      let panel = Panel(x: axis, y: axis, marks: [.line(x: [lower, upper], y: [lower, upper])])
      let size = FigureSize.panels(width: 24 + Double(index % 9) * 8, height: 18 + Double(index % 7) * 6)
      let drawing = try Figure(panel).draw(Preset.acl.sized(size))
      let frame = try #require(drawing.panels.first)
      let labels = drawing.elements.filter { $0.role == .tickLabel }.compactMap(\.textBounds)
      let under = labels.filter { $0.top >= frame.bottom }
      let beside = labels.filter { $0.right <= frame.left }
      let widest = under.map(\.width).max() ?? 0
      // Half of each outer label may stand beyond the end of the axis, but ticks need not be near the ends.
      #expect(under.count > 1 || frame.width < 3 * widest + 14, "\(lower)...\(upper) in \(frame.width)")
      #expect(beside.count > 1 || frame.height < 30, "\(lower)...\(upper) in \(frame.height)")
    }
  }
}
