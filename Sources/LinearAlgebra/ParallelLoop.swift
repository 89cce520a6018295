import Synchronization

// POSIX threads rather than Dispatch: the loop below runs on as many threads as it is told,
// whatever pool it is called from, and its closure may write through pointers.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls a closure once for each number of `0..<count`, on several threads.
///
/// Numbers are handed out in ascending order to whichever thread is free, so the order in
/// which they *finish* varies. For a result that doesn't depend on the number of threads,
/// each call writes only what belongs to its number, and the caller adds up in order.
///
/// - Parameters:
///   - count: how many calls to make; unequal pieces of work should come largest first.
///   - threads: how many threads to use, the calling one included.
///   - body: receives the number, and the number of the thread that makes the call, in
///     `0..<threads`, for scratch memory. It must be safe to call from several threads.
public func parallelFor(
  _ count: Int, threads: Int, _ body: (_ number: Int, _ thread: Int) -> Void
) {
  precondition(threads > 0, "A loop needs a thread")
  let helpers = min(threads, count) - 1
  guard helpers > 0 else {
    for number in 0..<max(count, 0) { body(number, 0) }
    return
  }
  withoutActuallyEscaping(body) { body in
    let loop = UnsafeMutablePointer<ParallelLoop>.allocate(capacity: 1)
    loop.initialize(to: ParallelLoop(count: count, body: body))
    var started: [pthread_t] = []
    for _ in 0..<helpers {
      #if canImport(Darwin)
        var thread: pthread_t?
        let status = pthread_create(&thread, nil, enter, loop)
        if status == 0, let thread { started.append(thread) }
      #else
        var thread = pthread_t()
        // Without a thread to be had, the others do its work.
        if pthread_create(&thread, nil, enter, loop) == 0 { started.append(thread) }
      #endif
    }
    loop.pointee.work()
    for thread in started { pthread_join(thread, nil) }
    loop.deinitialize(count: 1)
    loop.deallocate()
  }
}

/// Where a helping thread begins.
#if canImport(Darwin)
  private func enter(_ loop: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    loop.assumingMemoryBound(to: ParallelLoop.self).pointee.work()
    return nil
  }
#else
  private func enter(_ loop: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    loop?.assumingMemoryBound(to: ParallelLoop.self).pointee.work()
    return nil
  }
#endif

/// What the threads of one loop share.
private struct ParallelLoop: ~Copyable {
  private let next = Atomic(0)
  private let threadsSeen = Atomic(0)
  private let count: Int
  private let body: (Int, Int) -> Void

  init(count: Int, body: @escaping (Int, Int) -> Void) {
    self.count = count
    self.body = body
  }

  /// Takes numbers until there are none left.
  borrowing func work() {
    let thread = threadsSeen.add(1, ordering: .relaxed).oldValue
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      if number >= count { return }
      body(number, thread)
    }
  }
}

/// Cuts rows into consecutive ranges of about equal work.
///
/// - Parameters:
///   - weights: the work of each row.
///   - count: about how many ranges to make; it must not depend on the number of threads
///     where sums over a range are to be the same for any number.
/// - Returns: ranges that cover all rows in order; a row is never cut.
public func chunksOfEqualWork(_ weights: [Int], count: Int) -> [Range<Int>] {
  precondition(count > 0, "Work is cut into at least one chunk")
  let share = max(1, (weights.reduce(0, +) + count - 1) / count)
  var chunks: [Range<Int>] = []
  var start = 0
  var work = 0
  for row in weights.indices {
    work += weights[row]
    if work >= share {
      chunks.append(start..<row + 1)
      start = row + 1
      work = 0
    }
  }
  if start < weights.count { chunks.append(start..<weights.count) }
  return chunks
}
