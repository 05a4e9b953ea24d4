import Kernels

/// Numbers for the tests of kernels.
enum Numbers {
  /// `count` numbers from −0.5 to 0.5, the same for a seed.
  static func random(_ count: Int, _ seed: UInt64) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 24) - 0.5
    }
  }

  /// A matrix in the memory of `values`, which must outlive the call that it is given to.
  static func source<Value>(
    _ values: [Value], _ stride: Int, format: Int = KERNELS_FLOAT32, transposed: Bool = false
  ) -> kernels_source {
    // Arrays of this size lie on the heap, and the tests hold them until their end.
    let address = values.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    return kernels_source(data: address, stride: stride, format: Int32(format), transposed: transposed)
  }

  /// IEEE half precision of a number that it can hold exactly.
  static func half(_ value: Float) -> UInt16 {
    guard value != 0 else { return 0 }
    let exponent = UInt16(Int(value.exponent) + 15) << 10
    return (value < 0 ? 0x8000 : 0) | exponent | UInt16(value.significandBitPattern >> 13)
  }
}
