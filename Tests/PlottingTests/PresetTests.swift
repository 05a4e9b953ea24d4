import Plotting
import Testing

/// Presets against the sizes of the venues' style files.
@Suite struct PresetTests {
  /// Inches of one column and of the full width, nil where the venue has none, and points of the letters: tueplots'
  /// `figsizes.py` and `fontsizes.py`; for ACL, acl.sty (7.7 cm and 16.0 cm).
  @Test(
    arguments: [
      ("acl", 7.7 / 2.54, 16.0 / 2.54, 8), ("neurips", nil, 5.5, 9), ("iclr", nil, 5.5, 9),
      ("icml", 3.25, 6.75, 8),
      ("aistats", 3.25, 6.75, 9), ("uai", 3.25, 6.75, 9), ("cvpr", 3.25, 6.875, 8), ("aaai", 3.3, 6.975, 9),
      ("eccv", nil, 4.8, 8), ("tmlr", nil, 6.5, 9), ("jmlr", nil, 6.0, 9.95),
    ] as [(String, Double?, Double, Double)])
  func isAsWideAsTheVenue(name: String, column: Double?, full: Double, letters: Double) throws {
    let presets = column == nil ? [(name, full)] : [(name, column ?? 0), ("\(name)-full", full)]
    for (name, inches) in presets {
      let preset = try Preset.named(name)
      guard case .width(let width, _) = preset.size else {
        Issue.record("\(name) has no width")
        return
      }
      // ACL's widths are given in inches to two decimals.
      #expect(abs(width / 72 - inches) < 0.005, "\(name)")
      #expect(preset.fontSize == letters, "\(name)")
      let year = try #require(preset.year, "\(name) has no year")
      #expect((2020...2030).contains(year))
    }
  }

  @Test func saysWhatItIs() throws {
    #expect(try Preset.named("acl").summary == "3.03 in wide, letters of 8 pt, style of 2025")
    #expect(try Preset.named("slide").summary == "12 × 6 in, letters of 18 pt")
    #expect(try Preset.named("jmlr").summary == "6 in wide, letters of 9.95 pt, style of 2023")
    #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
  }
}
