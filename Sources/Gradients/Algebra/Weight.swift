import Checkpoints
internal import Kernels

/// A weight [m × n] as it lies in the checkpoint's file, or in a matrix; products decode it while they read it.
package struct Weight: Sendable {
  /// m, the output features.
  let rows: Int
  /// n, the input features.
  let columns: Int
  private let storage: Storage
  /// Index of the first row in the storage: other than 0 where several weights are stored as one.
  private let firstRow: Int

  private enum Storage: Sendable {
    case tensor(Tensor)
    case matrix(Matrix)
  }

  /// A tensor of two dimensions.
  init(_ tensor: Tensor) {
    precondition(tensor.shape.count == 2, "\(tensor.name) is no matrix")
    (rows, columns) = (tensor.shape[0], tensor.shape[1])
    storage = .tensor(tensor)
    firstRow = 0
  }

  /// The values of `matrix`, which stays theirs.
  package init(_ matrix: Matrix) {
    (rows, columns) = (matrix.rows, matrix.columns)
    storage = .matrix(matrix)
    firstRow = 0
  }

  private init(_ whole: Weight, rows range: Range<Int>) {
    precondition(range.upperBound <= whole.rows, "a part lies inside its weight")
    (rows, columns) = (range.count, whole.columns)
    storage = whole.storage
    firstRow = whole.firstRow + range.lowerBound
  }

  /// Output features `range` alone.
  func slice(_ range: Range<Int>) -> Weight { Weight(self, rows: range) }

  /// What is thrown when a product met a value that is NaN or infinite.
  var nonFinite: CheckpointError? {
    if case .tensor(let tensor) = storage { tensor.nonFinite } else { nil }
  }

  /// Calls `body` with the weight as kernels read it: [m × n], or its transpose.
  func withSource<Value>(transposed: Bool, _ body: (kernels_source) -> Value) -> Value {
    switch storage {
    case .matrix(let matrix):
      return body(matrix.source(row: firstRow, transposed: transposed))
    case .tensor(let tensor):
      return tensor.withBytes { bytes in
        let offset = firstRow * columns * tensor.type.byteCount
        return body(
          kernels_source(
            data: bytes.baseAddress.map { $0 + offset }, stride: columns, format: tensor.type.kernelFormat,
            transposed: transposed))
      }
    }
  }
}

extension ElementType {
  fileprivate var kernelFormat: Int32 {
    switch self {
    case .float32: Int32(KERNELS_FLOAT32)
    case .bfloat16: Int32(KERNELS_BFLOAT16)
    case .float16: Int32(KERNELS_FLOAT16)
    }
  }
}

/// y = x wᵀ + b, with the weight [m × n] and the optional bias [m] of one tensor of the checkpoint.
package struct Linear: Sendable {
  let weight: Weight
  let bias: Matrix?

  package init(weight: Weight, bias: Matrix?) {
    self.weight = weight
    self.bias = bias
  }

  /// The map to output features `range` alone: one of several that are stored as one matrix.
  func slice(_ range: Range<Int>) -> Linear {
    Linear(
      weight: weight.slice(range),
      bias: bias?.reshaped(columns: 1).slice(range).reshaped(columns: range.count))
  }
}
