import Gradients
import Testing

/// Memory that matrices share, one after the other.
struct MemoryRegionTests {
  private func region() -> MemoryRegion { MemoryRegion(atLeast: 1 << 16, wanted: 1 << 16) }

  private func fill(_ region: MemoryRegion, _ range: Range<Int>, with byte: UInt8) throws {
    let start = try #require(UnsafeMutableRawPointer(bitPattern: region.start))
    (start + range.lowerBound).initializeMemory(as: UInt8.self, repeating: byte, count: range.count)
  }

  @Test func largeBlocksComeFromTheBeginningAndSmallOnesFromTheEnd() {
    var region = region()
    #expect(region.gap(of: 4096, atEnd: false) == 0..<4096)
    #expect(region.gap(of: 64, atEnd: true) == 65_472..<65_536)
    region.take(0..<4096)
    #expect(region.gap(of: 4096, atEnd: false) == 4096..<8192)
    #expect(region.gap(of: 61_441, atEnd: false) == nil)
  }

  /// A block of another size takes what was given back, and what lies behind it where that is too little.
  @Test func whatWasGivenBackIsUsedAgain() {
    var region = region()
    region.take(0..<8192)
    region.take(8192..<16_384)
    region.giveBack(0..<8192)
    #expect(region.gap(of: 4096, atEnd: false) == 0..<4096)
    #expect(region.fresh(in: 0..<4096) == 0)
    region.giveBack(8192..<16_384)
    #expect(region.gap(of: 20_000, atEnd: false) == 0..<20_000)
    #expect(region.fresh(in: 0..<20_000) == 20_000 - 16_384)
    region.take(4096..<12_288)
    #expect(
      region.gaps == [
        .init(range: 0..<4096, isHeld: true), .init(range: 12_288..<16_384, isHeld: true),
        .init(range: 16_384..<65_536, isHeld: false),
      ])
  }

  /// What is given to the system comes back as zeros, and what is in use stays as it is.
  @Test func releasesGapsAndNothingElse() throws {
    var region = region()
    region.take(0..<16_384)
    try fill(region, 0..<16_384, with: 7)
    region.giveBack(0..<4096)
    region.giveBack(8192..<16_384)
    #expect(region.release() == 12_288)
    #expect(region.fresh(in: 8192..<16_384) == 8192)
    let bytes = try #require(UnsafePointer<UInt8>(bitPattern: region.start))
    #expect((4096..<8192).allSatisfy { bytes[$0] == 7 })
    #if os(Linux)
      #expect((8192..<16_384).allSatisfy { bytes[$0] == 0 })
    #endif
    region.giveBack(4096..<8192)
    #expect(region.release() == 4096)
    #expect(region.gaps == [.init(range: 0..<65_536, isHeld: false)])
  }

  @Test func reservesWhatIsNeededWhereMoreIsNotToBeHad() {
    let region = MemoryRegion(atLeast: 5000, wanted: 1 << 60)
    #expect(region.gap(of: 8192, atEnd: false) == 0..<8192)
    #expect(region.gap(of: 8193, atEnd: false) == nil)
  }

  /// Matrices of sizes that come again need no more than the largest of them together.
  @Test func aSequenceOfMatricesHoldsNoMoreThanItsPeak() {
    var region = MemoryRegion(atLeast: 1 << 22, wanted: 1 << 22)
    var peak = 0
    for round in 0..<50 {
      var taken: [Range<Int>] = []
      for size in [300_000 + 64 * round, 90_048, 500_032 - 640 * round] {
        guard let range = region.gap(of: size / 64 * 64, atEnd: false) else {
          Issue.record("no room in round \(round)")
          return
        }
        region.take(range)
        taken.append(range)
        peak = max(peak, range.upperBound)
      }
      for range in taken { region.giveBack(range) }
    }
    #expect(peak < 900_000)
  }
}
