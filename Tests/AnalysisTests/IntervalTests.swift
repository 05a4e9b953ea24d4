import Analysis
import Testing

struct StudentTTests {
  /// Quantiles from SciPy's `t.ppf(0.975, ν)`.
  @Test(arguments: [
    (1, 12.706204736174694), (2, 4.302652729749462), (3, 3.1824463052837078), (5, 2.5705818356363146),
    (10, 2.228138851986274), (30, 2.0422724563012378), (99, 1.9842169515864174), (499, 1.9647293909876886),
    (100_000, 1.9599877075346095),
  ])
  func givesTheCriticalValue(freedom: Double, expected: Double) {
    // The continued fraction is right to about 1e-13 in probability, 1e-11 in t where the density is low.
    #expect(abs(StudentT.critical95(freedom: freedom) - expected) < 1e-9)
  }

  /// From SciPy's `t.cdf`.
  @Test(arguments: [
    (0.5, 1, 0.6475836176504333), (1.3, 4, 0.868274201764388), (-2.1, 7.5, 0.035618535729039044),
    (30, 2, 0.9994453686590201), (-0.001, 50, 0.49960304738775085), (0, 3, 0.5),
  ])
  func givesTheDistribution(t: Double, freedom: Double, expected: Double) {
    #expect(abs(StudentT.distribution(t, freedom: freedom) - expected) < 1e-12)
  }

  @Test func isSymmetricAndMonotone() {
    var last = 0.0
    for step in -40...40 {
      let t = Double(step) / 4
      let value = StudentT.distribution(t, freedom: 6)
      #expect(value > last)
      #expect(abs(value + StudentT.distribution(-t, freedom: 6) - 1) < 1e-14)
      last = value
    }
  }

  @Test func narrowsWithMoreSamples() {
    let values = (1...200).map { StudentT.critical95(freedom: Double($0)) }
    for (wide, narrow) in zip(values, values.dropFirst()) { #expect(narrow < wide) }
  }
}
