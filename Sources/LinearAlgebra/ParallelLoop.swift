import Glibc
import Synchronization

/// Calls a closure once for each number of `0..<count`, on several threads.
///
/// Numbers are handed out in ascending order to whichever thread is free, so the order in
/// which they *finish* varies. For a result that doesn't depend on the number of threads,
/// each call writes only what belongs to its number, and the caller adds up in order.
///
/// - Parameters:
///   - count: how many calls to make; unequal pieces of work should come largest first.
///   - threads: how many threads to use, the calling one included; see `usableThreads`.
///   - body: receives the number, and the number of the thread that makes the call, below
///     `usableThreads(threads)`, for scratch memory. It must be safe to call from several threads.
public func parallelFor(
  _ count: Int, threads: Int, _ body: (_ number: Int, _ thread: Int) -> Void
) {
  precondition(threads > 0, "A loop needs a thread")
  let helpers = min(usableThreads(threads), count) - 1
  guard helpers > 0 else {
    for number in 0..<max(count, 0) { body(number, 0) }
    return
  }
  withoutActuallyEscaping(body) { body in
    let loop = UnsafeMutablePointer<ParallelLoop>.allocate(capacity: 1)
    loop.initialize(to: ParallelLoop(count: count, body: body))
    HelperThreads.shared.run(loop, helpers: helpers)
    loop.deinitialize(count: 1)
    loop.deallocate()
  }
}

/// How many processors the machine has.
package let processorCount = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// How many threads a loop uses of those that it may: as many as the machine has processors, but
/// 256 wherever it has fewer, so that any number can be asked for.
///
/// What each thread needs for itself is allocated for so many.
public func usableThreads(_ wanted: Int) -> Int {
  min(wanted, max(256, processorCount))
}

/// What the threads of one loop share.
struct ParallelLoop: ~Copyable {
  /// How many more threads may come to help, and how many are helping; see `HelperThreads`.
  let places = Atomic(0)
  let helpers = Atomic(0)

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
  let share = max(1, Pieces(of: weights.reduce(0, +), size: count).count)
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
