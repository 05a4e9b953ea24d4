import Analysis
import Foundation
import Support
import Testing

/// What is kept of claims changes no number, whatever happens to it.
@Suite struct ClaimCacheTests {
  private static let few = Bootstrap(resamples: 50, seed: 2)

  private func claims(_ study: StoredStudy, isKept: Bool = true) throws -> StudyClaims {
    try study.analysis(isKept: isKept).claims(by: Self.few)
  }

  private func file(_ study: StoredStudy) -> URL { study.folder.file("study.sqlite.claims.cache") }

  private func written() throws -> StoredStudy {
    let study = try StoredStudy()
    try study.write()
    return study
  }

  @Test func claimsAreTheSameWithoutWithAndFromWhatIsKept() throws {
    let study = try written()
    let plain = try claims(study, isKept: false)
    #expect(!FileManager.default.fileExists(atPath: file(study).path))
    #expect(plain.results.flatMap(\.cells).contains { $0.effect(.raw)?.interval != nil })
    #expect(try claims(study) == plain)
    let stamp = try #require(FileStamp(of: file(study).path))
    #expect(try claims(study) == plain)
    #expect(FileStamp(of: file(study).path) == stamp)
  }

  @Test func otherSamplesAndOtherResamplesAreNoticed() throws {
    var study = try written()
    let before = try claims(study)
    #expect(try study.analysis().claims(by: Bootstrap(resamples: 60, seed: 2)) != before)
    study.seed = 2
    try study.write()
    let after = try claims(study)
    #expect(after != before)
    #expect(after == (try claims(study, isKept: false)))
  }

  @Test(arguments: [0.3, 0.6, 0.99])
  func aDamagedByteChangesNothingAndIsMended(place: Double) throws {
    let study = try written()
    let plain = try claims(study)
    var bytes = try Data(contentsOf: file(study))
    let whole = bytes
    bytes[Int(place * Double(bytes.count - 1))] ^= 0x10
    try bytes.write(to: file(study))
    #expect(try claims(study) == plain)
    #expect(try Data(contentsOf: file(study)) == whole)
  }
}
