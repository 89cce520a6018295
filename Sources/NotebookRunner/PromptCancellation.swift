import Dispatch
import Synchronization

/// Runs work on a thread of its own, and doesn't wait for it for long once the task is cancelled.
///
/// Work that is deaf to its cancellation, such as a call of a library that takes minutes, is left
/// alone: it goes on in the background until it hears or ends, and what comes of it is not used.
///
/// - Parameters:
///   - patience: how long cancelled work may take to end by itself.
///   - work: what to do.
/// - Returns: what the work returns.
/// - Throws: what the work throws, or `CancellationError`.
func runPromptly<Value: Sendable>(
  patience: DispatchTimeInterval = .milliseconds(100),
  _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let end = FirstResult<Value>()
  let task = Task(executorPreference: ThreadOfItsOwn()) {
    do {
      end.give(.success(try await work()))
    } catch {
      end.give(.failure(error))
    }
  }
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { end.wait($0) }
  } onCancel: {
    task.cancel()
    DispatchQueue(label: "patience").asyncAfter(deadline: .now() + patience) {
      end.give(.failure(CancellationError()))
    }
  }
}

/// The first of several results, for one who waits for it.
private final class FirstResult<Value: Sendable>: Sendable {
  private enum State {
    case nothing
    case waiting(CheckedContinuation<Value, any Error>)
    case given(Result<Value, any Error>)
    case over
  }

  private let state = Mutex(State.nothing)

  func wait(_ continuation: CheckedContinuation<Value, any Error>) {
    let result = state.withLock { state -> Result<Value, any Error>? in
      if case .given(let result) = state {
        state = .over
        return result
      }
      state = .waiting(continuation)
      return nil
    }
    if let result { continuation.resume(with: result) }
  }

  func give(_ result: Result<Value, any Error>) {
    let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
      switch state {
      case .nothing:
        state = .given(result)
        return nil
      case .waiting(let continuation):
        state = .over
        return continuation
      case .given, .over: return nil
      }
    }
    continuation?.resume(with: result)
  }
}

/// Runs what is done between two suspensions one after the other, on a thread that isn't one of the
/// few which all tasks share: long work would block them.
private final class ThreadOfItsOwn: TaskExecutor {
  private let queue = DispatchQueue(label: "cell")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
