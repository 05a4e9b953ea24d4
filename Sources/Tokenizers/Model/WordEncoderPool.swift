import Foundation

/// Word encoders that wait for the next call, so that calls from several threads do not wait for each other and
/// each finds warm memory.
final class WordEncoderPool: @unchecked Sendable {
  // Sendable because `idle` is only touched under `lock`.
  private let lock = NSLock()
  private var idle: [WordEncoder] = []
  private let model: BytePairModel
  private static let mostIdle = 8

  init(model: BytePairModel) {
    self.model = model
  }

  /// Lends an encoder to one call.
  func withEncoder<R>(_ body: (inout WordEncoder) -> R) -> R {
    var encoder = lock.withLock { idle.popLast() } ?? WordEncoder(model: model)
    let result = body(&encoder)
    lock.withLock {
      if idle.count < Self.mostIdle { idle.append(encoder) }
    }
    return result
  }
}
