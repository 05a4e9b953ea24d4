import COpenBLAS
import Foundation

/// What one free core of this machine does in a second, measured by doing it.
public struct MachineSpeed: Sendable {
  /// Operations of matrix products in `Float`.
  public let products: Double
  /// Operations of QR and singular values in `Double`.
  public let decompositions: Double
  /// Exponentials in `Float`.
  public let elements: Double

  /// Measures for about a quarter of a second, in the thread's own time, so that what else runs is not counted. Sets
  /// BLAS to one thread, as the engine does.
  public static func measure() -> MachineSpeed {
    openblas_set_num_threads(1)
    return MachineSpeed(
      products: measureProducts(), decompositions: measureDecompositions(), elements: measureElements())
  }

  /// Seconds that a sample takes on one core; decoding the weights, which a whole pack shares, comes to it.
  public func seconds(of cost: SampleCost) -> Double {
    cost.products / products + cost.decompositions / decompositions + cost.elements / elements
  }

  private static func measureProducts() -> Double {
    let (x, weight) = (filled(rows: 256, columns: 768), filled(rows: 768, columns: 768))
    return rate(operations: 2 * 256 * 768 * 768) { _ = Product.forward(x, weight: weight) }
  }

  /// As much QR as singular values, which are slower, as in a real layer.
  private static func measureDecompositions() -> Double {
    let (tokens, features) = (192.0, 768.0)
    let f = filled(rows: Int(tokens), columns: Int(features))
    let operations =
      2 * (2 * tokens * tokens * (features - tokens / 3)) + (2 + 8 / 3) * tokens * tokens * tokens
    return rate(operations: operations) {
      _ = GradientSpectrum(delta: ReducedFactor(f), input: ReducedFactor(f))
    }
  }

  private static func measureElements() -> Double {
    let scores = filled(rows: 256, columns: 256)
    let softmax = Softmax(window: nil, softCap: nil)
    return rate(operations: 256 * 256 / 2) { softmax.forward(Matrix(copying: scores)) }
  }

  /// Operations a second of `body`, the best of a few trials after a first that warms up.
  private static func rate(operations: Double, _ body: () -> Void) -> Double {
    body()
    let times = (0..<4).map { _ in
      let start = seconds()
      body()
      return seconds() - start
    }
    return operations / max(times.min() ?? 0, 1e-9)
  }

  /// Seconds that this thread has computed so far.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func filled(rows: Int, columns: Int) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for index in 0..<matrix.count { matrix.pointer[index] = Float((index * 7919) % 1009) / 1009 - 0.5 }
    return matrix
  }
}
