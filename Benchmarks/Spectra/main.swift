// Time the spectra of one layer (q, k, v and o of one sample) by the engine's routes and by QR, in the same run, on one
// core, and say how far the two are apart. Arguments: numbers of tokens.
import Foundation
import GoldenSupport
import Gradients

/// Attention of a published model.
struct Shape {
  let name: String
  /// Hidden features, those of all queries, and those of all keys.
  let (hidden, query, key): (Int, Int, Int)
}

let shapes = [
  Shape(name: "SmolLM2-135M", hidden: 576, query: 576, key: 192),
  Shape(name: "Gemma 3 270M", hidden: 640, query: 1024, key: 256),
  Shape(name: "Qwen2-1.5B", hidden: 1536, query: 1536, key: 256),
]

/// Factors [tokens × features] whose directions fall off over three orders of magnitude, as those of real ones do; the same
/// in every run.
struct FactorSource {
  private var state: UInt64 = 7

  mutating func next(_ tokens: Int, _ features: Int) -> Matrix {
    let matrix = Matrix(rows: tokens, columns: features)
    let scales = (0..<features).map { pow(10, -3 * Float($0) / Float(features)) }
    for index in 0..<matrix.count { matrix.pointer[index] = number() * scales[index % features] }
    return matrix
  }

  /// From −1 to 1.
  private mutating func number() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}

/// Seconds that this thread has computed so far.
func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The best of a few trials, in milliseconds.
func time(_ body: () -> Void) -> Double {
  let times = (0..<4).map { _ in
    let start = seconds()
    body()
    return seconds() - start
  }
  return (times.min() ?? 0) * 1e3
}

// Sets BLAS to one thread, as the engine does.
_ = MachineSpeed.measure()
var source = FactorSource()
let tokens = CommandLine.arguments.dropFirst().compactMap { Int($0) }
print("| model | tokens | gradient | QR, ms | engine, ms | ratio | any sigma | nuclear norm |")
print("|---|---|---|---|---|---|---|---|")
for shape in shapes {
  for count in tokens.isEmpty ? [80, 160, 300, 516, 1024] : tokens {
    let x = source.next(count, shape.hidden)
    for (name, delta, input) in [
      ("q", source.next(count, shape.query), x), ("k", source.next(count, shape.key), x),
      ("o", source.next(count, shape.hidden), source.next(count, shape.query)),
    ] {
      let pair = FactorPair(delta: delta, input: input)
      var (slow, fast): ([Double], [Double]) = ([], [])
      let before = time { slow = QRSpectrum.values(of: pair) }
      let after = time { fast = GradientSpectrum(pair)?.values ?? [] }
      let sigma = (zip(slow, fast).map { abs($0 - $1) }.max() ?? .infinity) / slow[0]
      let nuclear = abs(fast.reduce(0, +) / slow.reduce(0, +) - 1)
      print(
        "| \(shape.name) | \(count) | \(name) |",
        String(
          format: "%.2f | %.2f | %.1f | %.1e | %.1e |", before, after, before / after, sigma, nuclear))
    }
  }
}
