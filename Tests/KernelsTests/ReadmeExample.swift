import Kernels
import Testing

/// The example of the module's README.
@Suite struct ReadmeExample {
  @Test func theExampleRuns() {
    // README example
    var eigenvalues = [2.0, 2, 2]
    let below = [-1.0, -1]
    let failed = strata_tridiagonal_eigenvalues(3, &eigenvalues, below)
    // end of example
    #expect(failed == 0)
    // 2 − 2 cos(kπ/4) for k of 1 to 3.
    for (found, expected) in zip(eigenvalues, [2 - 2.0.squareRoot(), 2, 2 + 2.0.squareRoot()]) {
      #expect(abs(found - expected) < 4e-15)
    }
  }
}
