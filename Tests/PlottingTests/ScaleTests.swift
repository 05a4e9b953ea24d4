import Foundation
import Plotting
import Testing

@Suite struct ScaleTests {
  @Test func linearPlaces() {
    let scale = Scale(transform: .linear, lower: 10, upper: 20, start: 100, end: 0)
    #expect(scale.place(10) == 100 && scale.place(20) == 0 && scale.place(15) == 50)
    #expect(scale.place(.nan) == nil && scale.place(.infinity) == nil)
    #expect(scale.holds(20) && !scale.holds(20.1))
  }

  @Test func logarithmicPlaces() throws {
    let scale = Scale(transform: .log10, lower: 1, upper: 100, start: 0, end: 10)
    #expect(abs(try #require(scale.place(10)) - 5) < 1e-12)
    #expect(scale.place(0) == nil && scale.place(-1) == nil)
  }

  @Test func symlogIsOddContinuousAndSmooth() throws {
    let transform = Scale.Transform.symlog(threshold: 0.5)
    for value in [0.1, 0.5, 3, 1e6] {
      let (plus, minus) = (try #require(transform.apply(value)), try #require(transform.apply(-value)))
      #expect(plus == -minus)
    }
    let step = 1e-7
    func at(_ value: Double) throws -> Double { try #require(transform.apply(value)) }
    let before = (try at(0.5) - at(0.5 - step)) / step
    let after = (try at(0.5 + step) - at(0.5)) / step
    // Finite differences of a function of size 1 over 1e-7 are good to about 1e-6.
    #expect(abs(before - after) < 1e-5)
  }

  @Test func spreadLabelsKeepTheirDistanceOrderAndBounds() {
    var noise = ExampleFigures.Noise(8)
    for count in 2...12 {
      let wanted = (0..<count).map { _ in 50 + 40 * noise.next() }.sorted()
      let places = LabelSpread.spread(wanted, spacing: 8, lower: 0, upper: 100)
      for (place, next) in zip(places, places.dropFirst()) { #expect(next - place >= 8 - 1e-9) }
      #expect(places.allSatisfy { $0 >= -1e-9 && $0 <= 100 + 1e-9 })
    }
  }

  @Test func spreadLabelsStayWhereTheyFit() {
    #expect(LabelSpread.spread([10, 30, 60], spacing: 8, lower: 0, upper: 100) == [10, 30, 60])
    #expect(LabelSpread.spread([50, 50], spacing: 8, lower: 0, upper: 100) == [46, 54])
    #expect(LabelSpread.spread([99], spacing: 8, lower: 0, upper: 90) == [90])
  }
}
