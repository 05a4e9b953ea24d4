import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C and SIGTERM into a wish to stop, so that the work ends between two layers with everything
/// finished stored. A second Ctrl-C ends the process at once; even that loses only the batch in flight.
final class Interruption: Sendable {
  /// The signal that asked to stop, or 0.
  private let signal = Atomic<Int32>(0)

  /// Starts to watch for signals; `note` is called when the first one comes.
  init(note: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      Foundation.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // The source lives as long as its handler, which holds it; the process ends first.
      source.setEventHandler { [self] in
        _ = source
        if signal.exchange(number, ordering: .relaxed) == 0 { note() } else { _exit(128 + number) }
      }
      source.resume()
    }
  }

  /// The signal that asked to stop, if one came.
  var number: Int32? {
    let number = signal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
