import CDeflate
import Plotting
import Testing

/// What the packer writes is what any other program unpacks.
@Suite struct PicturePackerTests {
  /// Packs `rows` and has libdeflate unpack them.
  private func unpacked(_ rows: [[UInt8]], channels: Int = 3) -> [UInt8]? {
    var packer = PicturePacker(width: rows[0].count, channels: channels)
    for row in rows { packer.add(row) }
    let packed = packer.finish()
    var output = [UInt8](repeating: 0, count: rows.count * rows[0].count)
    let decompressor = libdeflate_alloc_decompressor()
    defer { libdeflate_free_decompressor(decompressor) }
    let result = libdeflate_zlib_decompress(
      decompressor, packed, packed.count, &output, output.count, nil)
    return result == LIBDEFLATE_SUCCESS ? output : nil
  }

  private struct Noise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  @Test(arguments: [3, 4], [0.0, 0.01, 0.1, 0.5, 1])
  func picturesOfAnyNoiseComeBack(channels: Int, density: Double) {
    let seed = channels * 1000 + Int(100 * density)
    var noise = Noise(state: UInt64(seed))
    for trial in 0..<40 {
      let width = 1 + channels * Int.random(in: 1...300, using: &noise)
      let most = UInt8([1, 2, 5, 255][trial % 4])
      var rows: [[UInt8]] = []
      for _ in 0..<Int.random(in: 1...30, using: &noise) {
        // Some rows are like the one above, as in figures.
        if let last = rows.last, Bool.random(using: &noise) {
          rows.append(last)
          continue
        }
        var row = [UInt8](repeating: 0, count: width)
        row[0] = 2
        for place in 1..<width where Double.random(in: 0..<1, using: &noise) < density {
          row[place] = UInt8.random(in: 0...most, using: &noise)
        }
        rows.append(row)
      }
      #expect(unpacked(rows, channels: channels) == Array(rows.joined()))
    }
  }

  @Test func theSmallestAndTheWidestPicturesComeBack() {
    #expect(unpacked([[2]]) == [2])
    // Wider than what can be looked back over.
    let wide = [[UInt8](repeating: 7, count: 40_000), [UInt8](repeating: 7, count: 40_000)]
    #expect(unpacked(wide) == Array(wide.joined()))
    let blank = [[UInt8]](repeating: [UInt8](repeating: 0, count: 32_768), count: 40)
    #expect(unpacked(blank) == Array(blank.joined()))
  }

  /// Bytes as frequent as the numbers of Fibonacci want codes of one bit more each, beyond the 15 that there are.
  @Test func codesThatWouldBeTooLongAreCut() {
    var (count, next) = (1, 1)
    var bytes: [UInt8] = []
    for byte in UInt8(1)...24 {
      bytes += [UInt8](repeating: byte, count: count)
      (count, next) = (next, count + next)
    }
    var noise = Noise(state: 5)
    bytes.shuffle(using: &noise)
    #expect(unpacked([bytes]) == bytes)
  }

  @Test func aRowLikeTheOneAboveTakesAFewBytes() {
    var noise = Noise(state: 9)
    let row: [UInt8] = (0..<6000).map { _ in UInt8.random(in: 0...255, using: &noise) }
    let sizes = [1, 101].map { count in
      var packer = PicturePacker(width: row.count, channels: 3)
      for _ in 0..<count { packer.add(row) }
      return packer.finish().count
    }
    // Two dozen matches, whose codes are no shorter than those of bytes that are all as frequent.
    #expect(sizes[1] - sizes[0] < 100 * 60)
  }
}
