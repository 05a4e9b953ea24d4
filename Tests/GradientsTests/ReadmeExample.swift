import Checkpoints
import Gradients
import TestSupport
import Testing

/// The example of `Sources/Gradients/README.md`.
@Suite struct ReadmeExample {
  @Test func takesTheSpectraOfOneSample() throws {
    let temporary = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: temporary.url)
    let folder = temporary.url
    // README example
    let checkpoint = try Checkpoint(folder: folder)
    let engine = GradientEngine(
      checkpoint: checkpoint, projections: [.q, .o], options: GradientOptions(spectrum: true), threads: 2)
    let sample = LabelledTokens(ids: [3, 17, 9, 30, 4, 12], start: 2)
    var spectra: [GradientPlace: [Double]] = [:]
    for case .computed(let result) in try engine.compute([sample]) {
      for gradient in result.gradients { spectra[gradient.place] = gradient.singularValues }
    }
    // end of example
    #expect(spectra.count == 4)
    // Five tokens are run, so no gradient has more than five singular values.
    for values in spectra.values { #expect(values.count == 5 && values.first ?? 0 > 0) }
  }
}
