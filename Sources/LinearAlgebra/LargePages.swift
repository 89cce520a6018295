#if canImport(Glibc)
  import Glibc
#endif

/// Asks the system to back memory that is going to be filled by large pages where it can.
///
/// Touching memory for the first time costs about as much as filling it; with large pages it
/// costs little. Nothing else changes, and nothing happens on systems without them.
public func useLargePages(for memory: UnsafeRawBufferPointer) {
  #if canImport(Glibc)
    let pageSize = 2 << 20
    guard memory.count >= 2 * pageSize, let base = memory.baseAddress else { return }
    let start = (Int(bitPattern: base) + pageSize - 1) & ~(pageSize - 1)
    let end = (Int(bitPattern: base) + memory.count) & ~(pageSize - 1)
    madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
  #endif
}
