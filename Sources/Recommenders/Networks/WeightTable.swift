import LinearAlgebra

/// Rows of weights of which each step touches few: an embedding, or the weights of a layer
/// that has an input or an output for each item.
///
/// The optimizer moves all rows at every step, as it would move a dense matrix; but a row is
/// only brought up to date when it is needed, see `UpdateRule`.
struct WeightTable: ~Copyable {
  let rowCount: Int
  /// The number of weights of a row.
  let columnCount: Int
  /// The number of vectors that hold them.
  let groups: Int
  /// How far apart rows are, in vectors: weights and moments lie side by side.
  let stride: Int
  private let memory: ScratchMemory<SIMD4<Float>>
  /// The step after which each row was last brought up to date.
  private let upToDate: ScratchMemory<Int>

  init(rowCount: Int, columnCount: Int, optimizer: Optimizer) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    groups = Pieces(of: columnCount, size: 4).count
    stride = groups * (1 + optimizer.momentCount)
    memory = ScratchMemory(repeating: .zero, count: rowCount * stride)
    upToDate = ScratchMemory(repeating: 0, count: rowCount)
  }

  /// The weights of a row in vectors, zeros behind the last; the moments follow.
  @inline(__always)
  func vectors(ofRow row: Int) -> UnsafeMutablePointer<SIMD4<Float>> {
    memory.pointer + row * stride
  }

  /// The weights of a row.
  @inline(__always)
  func numbers(ofRow row: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors(ofRow: row)).assumingMemoryBound(to: Float.self)
  }

  /// Makes the steps before one that a row has missed.
  @inline(__always)
  func bringUpToDate(row: Int, before step: Int, by rule: UpdateRule) {
    let missed = upToDate.pointer[row] + 1..<step
    let vectors = vectors(ofRow: row)
    rule.skip(vectors, vectors + groups, count: groups, skipped: missed)
    upToDate.pointer[row] = step - 1
  }

  /// Makes a step with a row that is up to date.
  @inline(__always)
  func update(
    row: Int, gradient: UnsafePointer<SIMD4<Float>>, step: Int, by rule: UpdateRule
  ) {
    let vectors = vectors(ofRow: row)
    rule.update(vectors, vectors + groups, gradient: gradient, count: groups, step: step)
    upToDate.pointer[row] = step
  }

  /// Brings all rows up to date.
  func finish(before step: Int, by rule: UpdateRule, threads: Int) {
    forEachChunk(threads: threads) { _, rows in
      for row in rows { bringUpToDate(row: row, before: step, by: rule) }
    }
  }

  /// Calls a closure with all rows, in chunks of a fixed size, on several threads.
  private func forEachChunk(threads: Int, _ body: (_ number: Int, _ rows: Range<Int>) -> Void) {
    let chunks = chunks
    parallelFor(chunks.count, threads: threads) { number, _ in body(number, chunks[number]) }
  }

  private var chunks: Pieces { Pieces(of: rowCount, size: 1024) }

  /// The weights as a matrix; the rows must be up to date.
  func contents() -> Matrix<Float> {
    let count = rowCount * columnCount
    let elements = [Float](unsafeUninitializedCapacity: count) { elements, initializedCount in
      guard let elements = elements.baseAddress else { return }
      for row in 0..<rowCount {
        (elements + row * columnCount).initialize(from: numbers(ofRow: row), count: columnCount)
      }
      initializedCount = count
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements)
  }

  /// Σ w² over all rows, which must be up to date.
  func sumOfSquares(threads: Int) -> Double {
    let sums = ScratchMemory(repeating: 0.0, count: chunks.count)
    forEachChunk(threads: threads) { number, rows in
      for row in rows {
        let vectors = vectors(ofRow: row)
        var rowSum = SIMD4<Float>.zero
        for group in 0..<groups { rowSum += vectors[group] * vectors[group] }
        sums.pointer[number] += Double(rowSum.sum())
      }
    }
    return sums.array.reduce(0, +)
  }
}
