/// Uninitialised memory of a fixed size for a trivial type, freed with its owner.
///
/// For the insides of kernels, where several threads write parts of it that are disjoint.
public struct ScratchMemory<Element: BitwiseCopyable>: ~Copyable {
  public let pointer: UnsafeMutablePointer<Element>
  public let count: Int

  /// Allocates memory and fills it with one value.
  public init(repeating element: Element, count: Int) {
    precondition(count >= 0, "Memory has a size")
    pointer = .allocate(capacity: max(count, 1))
    pointer.initialize(repeating: element, count: count)
    self.count = count
  }

  /// A copy of the memory.
  public var array: [Element] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

  deinit { pointer.deallocate() }
}
