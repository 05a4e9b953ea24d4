import Checkpoints
import Gradients
import TestSupport
import Testing

/// The estimate of a sample's work.
@Suite struct SampleCostTests {
  private let decoder: DecoderDescription

  init() throws {
    let folder = try TemporaryFolder()
    try SyntheticCheckpoint().write(to: folder.url)
    decoder = try Checkpoint(folder: folder.url).decoder
  }

  private func cost(
    _ tokens: Int, _ projections: [Projection] = Projection.attention, options: GradientOptions = .init()
  ) -> SampleCost {
    SampleCost(decoder, projections: projections, options: options, tokens: tokens)
  }

  /// One layer holds 12·12 + 6·12 + 6·12 + 12·12 + 3·20·12 = 1152 weights; four operations for each, over 4 tokens, in two
  /// layers; attention 7·4·(4 + 112)·12 a layer; the head 4·4·31·12; the cores of k and v 4·4·6 each, since 3·4 > 6.
  @Test func productsAreCountedByHand() {
    let (maps, attention, head) = (4.0 * 4 * 1152, 7.0 * 4 * 116 * 12, 4.0 * 4 * 31 * 12)
    #expect(cost(5).products == 2 * (maps + attention + 2 * 4 * 4 * 6) + head)
  }

  @Test func whatIsAskedForCosts() {
    let plain = cost(9)
    #expect(cost(9, options: GradientOptions(extrema: true)).products > plain.products)
    #expect(cost(9, options: GradientOptions(cosines: .adjacent)).products > plain.products)
    #expect(cost(9, Projection.allCases).decompositions > plain.decompositions)
    #expect(cost(10).elements > plain.elements)
  }

  /// The head, of 31 words and a width of 12, runs at labelled positions only: 8 where nothing else is said, 2 here.
  @Test func theHeadCostsWhatIsLabelled() {
    let (all, some) = (
      cost(9),
      SampleCost(decoder, projections: Projection.attention, options: .init(), tokens: 9, labelled: 2)
    )
    #expect(all.products - some.products == 6.0 * 4 * 31 * 12)
    #expect(all.elements - some.elements == 6.0 * 31)
    #expect(all.decompositions == some.decompositions)
  }

  /// No timed assertion: only that the machine was measured at all.
  @Test func aMachineHasASpeed() {
    let speed = MachineSpeed.measure()
    #expect(speed.products > 0 && speed.decompositions > 0 && speed.elements > 0)
    #expect(speed.seconds(of: cost(5)) > 0)
  }
}
