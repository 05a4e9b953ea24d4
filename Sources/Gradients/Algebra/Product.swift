import Checkpoints
internal import Kernels
import Synchronization

/// Matrix products of many tokens with the weights of a checkpoint, shared out over threads.
///
/// All matrices are row-major; letters: T tokens of all samples of a batch, n input and m output features. Weights are
/// decoded while they are read, once for all tokens that a task has, and never stand in memory as `Float`.
///
/// An element of a result is a sum over k in an order that is fixed (see `Kernels.h`). So results depend neither on the tokens
/// beside a token, nor on how a product is cut into tasks.
enum Product {
  /// y [T × m] = x [T × n] · wᵀ + b for each of `maps`, which share their input.
  ///
  /// Throws `CheckpointError` when a weight is NaN or infinite.
  static func forward(_ x: Matrix, _ maps: [Linear], _ workers: Workers) throws -> [Matrix] {
    let packed = PackedRows(x, workers)
    let results = maps.map { Matrix(uninitialized: x.rows, $0.weight.rows) }
    let tiles = zip(maps, results).map { Tiles(rows: x.rows, columns: $1.columns, depth: x.columns, workers) }
    let isBad = maps.map { _ in Flag() }
    forEach(tiles, workers) { map, tile in
      let (linear, y) = (maps[map], results[map])
      let isFinite = linear.weight.withSource(transposed: true) {
        packed.multiply($0, tile, into: y, adding: false)
      }
      if !isFinite { isBad[map].raise() }
      if let bias = linear.bias { add(bias, to: y, tile) }
    }
    for (map, flag) in zip(maps, isBad) where flag.isRaised {
      if let error = map.weight.nonFinite { throw error }
    }
    return results
  }

  /// dx [T × n] = Σ dy · w over maps that share their input: the backward of `forward`.
  ///
  /// In the forward pass y = x wᵀ + b, so dx = dy w. The gradient of w itself, dyᵀ x, is never formed.
  static func backward(_ gradients: [(dy: Matrix, map: Linear)], _ workers: Workers) -> Matrix {
    let dx = Matrix(uninitialized: gradients[0].dy.rows, gradients[0].map.weight.columns)
    let terms = gradients.map { Term(dy: $0.dy, weight: $0.map.weight, features: 0..<$0.dy.columns) }
    let depth = terms.reduce(0) { $0 + $1.features.count }
    if depth <= deepest || terms.count > 1 {
      add(terms, to: dx, adding: false, workers)
      return dx
    }
    for start in stride(from: 0, to: depth, by: deepest) {
      let features = start..<min(start + deepest, depth)
      add(
        [Term(dy: terms[0].dy, weight: terms[0].weight, features: features)], to: dx, adding: start > 0,
        workers)
    }
    return dx
  }

  /// Output features of one map that are packed at a time: those of a head are hundreds of thousands, and packed they are as large as the
  /// logits. A multiple of the blocks of k in which kernels add up, so that sums are the same.
  static let deepest = 1 << 14

  /// dy · w over some of the output features.
  private struct Term: Sendable {
    let dy: Matrix
    let weight: Weight
    let features: Range<Int>
  }

  /// dx = Σ of `terms`, or dx += the same.
  private static func add(_ terms: [Term], to dx: Matrix, adding: Bool, _ workers: Workers) {
    let packed = terms.map { PackedRows($0.dy, columns: $0.features, workers) }
    let depth = terms.reduce(0) { $0 + $1.features.count }
    forEach([Tiles(rows: dx.rows, columns: dx.columns, depth: depth, workers)], workers) { _, tile in
      for (index, term) in terms.enumerated() {
        term.weight.slice(term.features).withSource(transposed: false) {
          _ = packed[index].multiply($0, tile, into: dx, adding: adding || index > 0)
        }
      }
    }
  }

  /// c [M × N] = scale · a · b, or c += the same, on the thread that calls: the small products of attention.
  static func gemm(
    _ a: kernels_source, _ b: kernels_source, sizes: (m: Int, n: Int, k: Int), scale: Float = 1,
    into c: UnsafeMutablePointer<Float>, stride: Int, adding: Bool = false
  ) {
    guard sizes.m > 0, sizes.n > 0 else { return }
    kernels_gemm(a, b, sizes.m, sizes.n, sizes.k, scale, c, stride, adding)
  }

  private static func add(_ bias: Matrix, to y: Matrix, _ tile: Tiles.Tile) {
    for row in tile.rows {
      let start = tile.columns.lowerBound
      kernels_add(y.row(row) + start, bias.pointer + start, tile.columns.count)
    }
  }

  /// Calls `body` with each tile of each product.
  private static func forEach(
    _ products: [Tiles], _ workers: Workers, _ body: @escaping @Sendable (Int, Tiles.Tile) -> Void
  ) {
    let places = products.enumerated().flatMap { index, tiles in tiles.all.map { (index, $0) } }
    workers.forEach(places.count) { body(places[$0].0, places[$0].1) }
  }
}

/// A flag that any thread may raise.
private final class Flag: Sendable {
  private let value = Atomic(false)

  func raise() { value.store(true, ordering: .relaxed) }
  var isRaised: Bool { value.load(ordering: .relaxed) }
}

/// The tasks that a product [rows × columns] is cut into.
struct Tiles {
  /// A rectangle of the result.
  struct Tile {
    let rows: Range<Int>
    let columns: Range<Int>
  }

  let all: [Tile]

  /// Columns of a panel of the weight, at which tasks may begin: `PANEL` of product.h.
  private static let width = 32
  /// Tasks for each thread at the least, so that the last to finish is not waited for long.
  private static let tasksPerThread = 4
  /// Multiplications below which a task costs more to hand out than it takes.
  private static let smallest = 1 << 20

  /// Cuts columns, since every cut of the rows decodes the weight once more; the rows too where columns are too few.
  init(rows: Int, columns: Int, depth: Int, _ workers: Workers) {
    let most = max(rows * columns * depth / Self.smallest, 1)
    let wanted = min(workers.count == 1 ? 1 : workers.count * Self.tasksPerThread, most)
    let panels = max((columns + Self.width - 1) / Self.width, 1)
    let panel = kernels_panel_rows()
    let rowPanels = max((rows + panel - 1) / panel, 1)
    let rowParts = panels >= wanted ? 1 : min(wanted / panels, max(rowPanels / 6, 1))
    let parts =
      panels > wanted && wanted > 1
      ? Self.falling(panels, threads: workers.count, most: most) : Self.cut(panels, min(panels, wanted))
    all = parts.flatMap { part in
      Self.cut(rowPanels, rowParts).map { rowRange in
        Tile(
          rows: rowRange.lowerBound * panel..<min(rowRange.upperBound * panel, rows),
          columns: part.lowerBound * Self.width..<min(part.upperBound * Self.width, columns))
      }
    }
  }

  /// 0..<count in so many parts of about the same length.
  private static func cut(_ count: Int, _ parts: Int) -> [Range<Int>] {
    (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// 0..<count in parts that become shorter, each a share of what is left: threads that begin late or are slow still end
  /// together (guided self-scheduling, Polychronopoulos and Kuck 1987). There are `most` parts at most.
  private static func falling(_ count: Int, threads: Int, most: Int) -> [Range<Int>] {
    let least = max(count / (threads * 32), (count + most - 1) / most)
    var parts: [Range<Int>] = []
    var start = 0
    while start < count {
      let length = min(max((count - start) / (threads * 2), least), count - start)
      parts.append(start..<start + length)
      start += length
    }
    return parts
  }
}

/// Rows of a matrix in the order in which products read them.
struct PackedRows: Sendable {
  private let values: Matrix
  private let depth: Int

  /// Panels that one task packs.
  private static let panelsPerTask = 8

  /// Packs x [T × k], or `columns` of it alone.
  init(_ x: Matrix, columns: Range<Int>? = nil, _ workers: Workers) {
    let columns = columns ?? 0..<x.columns
    let depth = columns.count
    self.depth = depth
    let panel = kernels_panel_rows()
    let panels = (x.rows + panel - 1) / panel
    let values = Matrix(uninitialized: 1, kernels_packed_count(x.rows, depth))
    workers.forEach((panels + Self.panelsPerTask - 1) / Self.panelsPerTask) { task in
      let first = task * Self.panelsPerTask
      kernels_pack(
        x.source(column: columns.lowerBound), x.rows, depth, 1, values.pointer, first,
        min(first + Self.panelsPerTask, panels))
    }
    self.values = values
  }

  /// A tile of y = x · b. False when an element of b that was met is NaN or infinite.
  func multiply(_ b: kernels_source, _ tile: Tiles.Tile, into y: Matrix, adding: Bool) -> Bool {
    kernels_multiply(
      values.pointer, tile.rows.lowerBound, tile.rows.upperBound, depth, b, tile.columns.lowerBound,
      tile.columns.upperBound, y.pointer, y.columns, adding)
  }
}
