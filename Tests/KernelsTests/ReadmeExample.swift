import Kernels
import Testing

/// The example of `Sources/Kernels/README.md`.
@Suite struct ReadmeExample {
  @Test func multipliesWithAWeightOfTwoBytes() {
    // README example
    let x: [Float] = [1, 2, 3, 4, 5, 6]  // [2 × 3]
    let weight: [UInt16] = [0x3F80, 0, 0, 0, 0x4000, 0]  // [2 × 3] in bfloat16: (1, 0, 0) and (0, 2, 0)
    var y = [Float](repeating: 0, count: 4)  // [2 × 2]
    x.withUnsafeBytes { x in
      weight.withUnsafeBytes { weight in
        let a = kernels_source(
          data: x.baseAddress, stride: 3, format: Int32(KERNELS_FLOAT32), transposed: false)
        let b = kernels_source(
          data: weight.baseAddress, stride: 3, format: Int32(KERNELS_BFLOAT16), transposed: true)
        kernels_gemm(a, b, 2, 2, 3, 1, &y, 2, false)
      }
    }
    // end of example
    #expect(y == [1, 4, 4, 10])
  }
}
