import Foundation

/// How a run uses the machine. None of it changes a number.
package struct RunOptions: Sendable {
  /// Threads that compute; at least one.
  package var threads: Int
  /// Bytes that a batch of samples may take, the engine's estimate.
  package var memory: Int

  /// All cores, and half of the machine's memory.
  package init(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    memory: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)
  ) {
    precondition(threads > 0, "a run needs a thread")
    self.threads = threads
    self.memory = memory
  }
}
