import Glibc

/// The limits of the system under which the program couldn't say what is wrong any more.
enum SystemLimits {
  private static let fewestFiles = 32
  private static let fewestThreads = 8
  private static let smallestStack = 512 << 10
  private static let smallestAddressSpace = 512 << 20

  /// What is too little to work with, and what to do about it; nil if there is enough.
  static var problem: String? {
    if raised(__rlimit_resource_t(RLIMIT_NOFILE.rawValue)) < fewestFiles {
      return "the system lets this program open too few files at once; "
        + "allow it \(fewestFiles) or more, as 'ulimit -n \(fewestFiles)' does"
    }
    // Threads have as large a stack as the first one.
    if limit(__rlimit_resource_t(RLIMIT_STACK.rawValue)).soft < smallestStack {
      return "the stack of this program is too small; "
        + "allow it \(smallestStack >> 10) kB or more, as 'ulimit -s 8192' does"
    }
    if limit(__rlimit_resource_t(RLIMIT_AS.rawValue)).soft < smallestAddressSpace {
      return "the system gives this program too little memory; "
        + "allow it \(smallestAddressSpace >> 20) MB or more, as 'ulimit -v unlimited' does"
    }
    if !canStartThreads {
      return "the system lets this program start no threads; "
        + "allow more processes, as 'ulimit -u unlimited' does"
    }
    return nil
  }

  private static func limit(_ resource: __rlimit_resource_t) -> (soft: Int, hard: Int) {
    var limits = rlimit()
    guard getrlimit(resource, &limits) == 0 else { return (.max, .max) }
    return (Int(exactly: limits.rlim_cur) ?? .max, Int(exactly: limits.rlim_max) ?? .max)
  }

  /// A limit, after it was raised as far as it goes where that is needed.
  private static func raised(_ resource: __rlimit_resource_t) -> Int {
    let (soft, hard) = limit(resource)
    guard soft < fewestFiles, soft < hard else { return soft }
    let wanted = min(hard, fewestFiles)
    var limits = rlimit(rlim_cur: rlim_t(wanted), rlim_max: rlim_t(exactly: hard) ?? .max)
    return setrlimit(resource, &limits) == 0 ? wanted : soft
  }

  /// Whether there can be as many threads at once as the program needs at least.
  ///
  /// A library that can't start one would try again for ever.
  private static var canStartThreads: Bool {
    var gate = pthread_mutex_t()
    pthread_mutex_init(&gate, nil)
    return withUnsafeMutablePointer(to: &gate) { gate in
      pthread_mutex_lock(gate)
      var threads: [pthread_t] = []
      while threads.count < fewestThreads {
        var thread = pthread_t()
        let isStarted = pthread_create(
          &thread, nil,
          { gate in
            if let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) {
              pthread_mutex_lock(gate)
              pthread_mutex_unlock(gate)
            }
            return nil
          }, gate)
        guard isStarted == 0 else { break }
        threads.append(thread)
      }
      pthread_mutex_unlock(gate)
      for thread in threads { pthread_join(thread, nil) }
      return threads.count == fewestThreads
    }
  }
}
