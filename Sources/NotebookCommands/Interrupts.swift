import Glibc
import Synchronization

/// A signal by which a person or a system asks the program to end.
package enum EndingSignal: Int32, CaseIterable {
  case hangup = 1
  case interrupt = 2
  case termination = 15

  /// What a shell says of a program that a signal has ended.
  var exitCode: Int32 { 128 + rawValue }
}

/// Hears the signals that ask the program to end.
///
/// They are blocked for all threads, and one thread waits for them: so none is lost, and nothing runs
/// at an unsuitable moment. While something is to be finished first, as the report of what was done
/// by then, the first signal only says so; a second one ends the program at once.
package final class Interrupts: Sendable {
  private struct State {
    var received: EndingSignal?
    /// What is told of the first signal; nil while it simply ends the program.
    var onSignal: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Begins to hear signals: before any thread is started, which would not have them blocked.
  init() {
    var signals = Self.signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // What is written into a pipe that nobody reads is an error like any other.
    signal(SIGPIPE, SIG_IGN)
  }

  /// What was received; nil for nothing.
  package var received: EndingSignal? { state.withLock { $0.received } }

  /// Waits for signals and acts on them, on a thread that has nothing else to do.
  func listen() -> Never {
    while true {
      var (signals, number) = (Self.signals, Int32(0))
      guard sigwait(&signals, &number) == 0, let signal = EndingSignal(rawValue: number) else {
        continue
      }
      let onSignal = state.withLock { state -> (@Sendable () -> Void)? in
        guard state.received == nil else { return nil }
        state.received = signal
        return state.onSignal
      }
      guard let onSignal else { _exit(signal.exitCode) }
      onSignal()
    }
  }

  /// From now on the first signal calls a closure, and doesn't end the program.
  package func hold(_ onSignal: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.onSignal = onSignal
      return state.received != nil
    }
    if isLate { onSignal() }
  }

  /// From now on a signal ends the program again.
  package func release() { state.withLock { $0.onSignal = nil } }

  /// The signals, except for a hangup that the program was told to ignore, as `nohup` does.
  private static let signals: sigset_t = {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in EndingSignal.allCases where signal != .hangup || !isIgnored(SIGHUP) {
      sigaddset(&signals, signal.rawValue)
    }
    return signals
  }()

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    // A handler is an address, and to ignore a signal is 1.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
