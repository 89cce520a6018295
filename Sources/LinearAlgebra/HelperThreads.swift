import Glibc
import Synchronization

/// Threads that wait for loops to help with; see `parallelFor`.
///
/// A loop invites helpers and sets to work at once. A thread that comes before the loop has
/// run out of numbers helps; those that don't are no longer needed, and aren't waited for. So
/// loops may run side by side and inside one another: at worst each does its own work.
///
/// POSIX threads rather than Dispatch: a loop runs on as many threads as it is told, whatever
/// pool it is called from, and its closure may write through pointers.
final class HelperThreads: @unchecked Sendable {
  static let shared = HelperThreads()

  /// Held by whoever changes what follows, or `places` and `helpers` of a loop.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  /// That a loop has places, and that the last helper of a loop has left.
  private let invited: UnsafeMutablePointer<pthread_cond_t>
  private let left: UnsafeMutablePointer<pthread_cond_t>
  /// The loops that have places.
  private var loops: [UnsafePointer<ParallelLoop>] = []
  private var threadCount = 0
  private var sleeperCount = 0
  /// The number of loops that have places, to look at without the mutex.
  private let openings = Atomic(0)

  /// How often a thread looks for what it waits for before it goes to sleep: for some 50 µs,
  /// about as long as it takes to wake one.
  private static let patience = 100

  private init() {
    mutex = .allocate(capacity: 1)
    invited = .allocate(capacity: 1)
    left = .allocate(capacity: 1)
    precondition(
      pthread_mutex_init(mutex, nil) == 0 && pthread_cond_init(invited, nil) == 0
        && pthread_cond_init(left, nil) == 0, "The system has memory for a mutex")
  }

  /// Runs a loop on the calling thread and on those of up to so many helpers that come in time.
  func run(_ loop: UnsafePointer<ParallelLoop>, helpers count: Int) {
    pthread_mutex_lock(mutex)
    startThreads(upTo: count)
    let places = min(count, threadCount)
    if places > 0 {
      loop.pointee.places.store(places, ordering: .relaxed)
      loops.append(loop)
      openings.store(loops.count, ordering: .relaxed)
      for _ in 0..<min(places, sleeperCount) { pthread_cond_signal(invited) }
    }
    pthread_mutex_unlock(mutex)

    loop.pointee.work()

    pthread_mutex_lock(mutex)
    close(loop)
    let isHelped = loop.pointee.helpers.load(ordering: .relaxed) > 0
    pthread_mutex_unlock(mutex)
    guard isHelped else { return }
    lookOut { loop.pointee.helpers.load(ordering: .relaxed) == 0 }
    pthread_mutex_lock(mutex)
    while loop.pointee.helpers.load(ordering: .relaxed) > 0 { pthread_cond_wait(left, mutex) }
    pthread_mutex_unlock(mutex)
  }

  /// Starts threads until there are so many; without one to be had, the others do its work.
  private func startThreads(upTo count: Int) {
    while threadCount < count {
      var thread = pthread_t()
      guard pthread_create(&thread, nil, helpForever, nil) == 0 else { return }
      pthread_detach(thread)
      threadCount += 1
    }
  }

  /// Takes the places of a loop away, if it has any.
  private func close(_ loop: UnsafePointer<ParallelLoop>) {
    loops.removeAll { $0 == loop }
    openings.store(loops.count, ordering: .relaxed)
  }

  /// Helps with one loop after the other.
  fileprivate func help() -> Never {
    while true {
      lookOut { openings.load(ordering: .relaxed) > 0 }
      pthread_mutex_lock(mutex)
      while loops.isEmpty {
        sleeperCount += 1
        pthread_cond_wait(invited, mutex)
        sleeperCount -= 1
      }
      // The last one: where loops are nested, it is what the others wait for.
      let loop = loops[loops.count - 1]
      loop.pointee.helpers.add(1, ordering: .relaxed)
      if loop.pointee.places.subtract(1, ordering: .relaxed).newValue == 0 { close(loop) }
      pthread_mutex_unlock(mutex)

      loop.pointee.work()

      pthread_mutex_lock(mutex)
      if loop.pointee.helpers.subtract(1, ordering: .relaxed).newValue == 0 {
        pthread_cond_broadcast(left)
      }
      // Once this is unlocked the loop may be gone.
      pthread_mutex_unlock(mutex)
    }
  }

  /// Waits for a while until something is so.
  @inline(__always)
  private func lookOut(_ isSo: () -> Bool) {
    for _ in 0..<Self.patience {
      for _ in 0..<100 where isSo() { return }
      sched_yield()
    }
  }
}

/// Where a helping thread begins.
private func helpForever(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  HelperThreads.shared.help()
}
