/// A count cut into consecutive ranges of one size, the last of which may be shorter.
///
/// The pieces don't depend on the number of threads that work on them, so that sums which are
/// taken by piece, and then over the pieces in order, don't either.
public struct Pieces: RandomAccessCollection, Sendable {
  /// What is cut.
  private let total: Int
  private let size: Int
  /// How many pieces there are: the quotient rounded up.
  public let endIndex: Int

  public var startIndex: Int { 0 }

  /// - Parameters:
  ///   - total: how much there is, at least 0.
  ///   - size: how much a piece has, at least 1; any number is safe, however large.
  public init(of total: Int, size: Int) {
    precondition(total >= 0 && size >= 1, "A piece has a size")
    self.total = total
    self.size = Swift.min(size, Swift.max(total, 1))
    endIndex = total / self.size + (total % self.size == 0 ? 0 : 1)
  }

  public subscript(number: Int) -> Range<Int> {
    let start = number * size
    return start..<start + Swift.min(size, total - start)
  }
}
