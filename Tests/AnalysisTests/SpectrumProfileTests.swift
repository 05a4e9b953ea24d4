import Analysis
import Store
import Studies
import Testing

struct SpectrumProfileTests {
  private func spectra(_ rows: [[Double]]) -> [SampleSpectrum] {
    rows.enumerated().map { SampleSpectrum(index: $0, values: $1) }
  }

  @Test func comparesByIndex() throws {
    let profile = try #require(SpectrumProfile(spectra([[4, 2, 1], [8, 4, 3], [3, 0, 2]])))
    #expect(profile.means == [5, 2, 2])
    #expect(profile.medians == [4, 2, 2])
    // Type 7 of three values: one fifth of the way from the first to the second.
    #expect(abs(profile.lower[0] - 3.2) < 1e-15)
    #expect(abs(profile.upper[0] - 7.2) < 1e-15)
    #expect(profile.sampleCount == 3)
  }

  @Test func countsValuesBeyondTheRankAsZero() throws {
    let profile = try #require(SpectrumProfile(spectra([[4, 2], [2]])))
    #expect(profile.means == [3, 1])
    #expect(profile.reaching == [2, 1])
  }

  @Test func comparesFormsOnTheRelativeScale() throws {
    let profile = try #require(SpectrumProfile(spectra([[4, 2], [8, 2], [0, 0]]), scale: .relative))
    #expect(profile.means == [1, 0.375])
    #expect(profile.leftOut == 1)
  }

  @Test func leavesOutWhatIsNotFinite() throws {
    let profile = try #require(SpectrumProfile(spectra([[4, 2], [.nan, 2], [.infinity]])))
    #expect(profile.means == [4, 2])
    #expect(profile.leftOut == 2)
  }

  @Test(arguments: [[[Double]](), [[]], [[.nan]]])
  func isNilWithoutASpectrum(rows: [[Double]]) { #expect(SpectrumProfile(spectra(rows)) == nil) }
}
