/// A sparse matrix in compressed rows (CSR), with 32-bit column numbers and values.
public struct SparseMatrix: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// Where each row starts in `columnIndices` and `values`; `rowCount + 1` ascending positions.
  public let rowStarts: [Int]
  /// The column of each stored element.
  public let columnIndices: [Int32]
  /// The stored elements, row by row.
  public var values: [Float]

  /// Gathers triplets by row.
  ///
  /// The elements of a row keep the order in which they were given (a stable counting
  /// sort, O(count + rows)). Triplets with the same row and column stay separate elements.
  ///
  /// - Parameters:
  ///   - rowCount: the number of rows.
  ///   - columnCount: the number of columns.
  ///   - rows: the row of each triplet.
  ///   - columns: the column of each.
  ///   - values: the value of each.
  ///   - threads: how many threads may work; the matrix is the same for any number.
  public init(
    rowCount: Int, columnCount: Int, rows: [Int32], columns: [Int32], values: [Float],
    threads: Int = 1
  ) {
    precondition(
      rows.count == values.count && columns.count == values.count,
      "A triplet has a row, a column and a value")
    precondition(rowCount >= 0 && columnCount >= 0, "A matrix has a size")
    self.init(rowCount: rowCount, columnCount: columnCount, rows: rows, threads: threads) {
      positions, place in
      for position in positions { place(rows[position], columns[position], values[position]) }
    }
  }

  /// Places triplets by row.
  ///
  /// - Parameters:
  ///   - rowCount: the number of rows.
  ///   - columnCount: the number of columns.
  ///   - rows: the row of each triplet, in any order.
  ///   - threads: how many threads may work.
  ///   - placeAll: calls its argument with row, column and value of each triplet of a range, in
  ///     their order.
  @inline(__always)
  private init(
    rowCount: Int, columnCount: Int, rows: [Int32], threads: Int,
    placeAll: (_ positions: Range<Int>, _ place: (Int32, Int32, Float) -> Void) -> Void
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    let count = rows.count
    // Each thread takes a range of triplets, and knows for each row where its own begin; no more
    // threads than there are triplets to a row, or what they know is larger than the matrix.
    let threads = max(1, min(usableThreads(threads), count / max(rowCount, 1)))
    let ranges = (0..<threads).map { count * $0 / threads..<count * ($0 + 1) / threads }
    let next = ScratchMemory<Int>(repeating: 0, count: threads * rowCount)
    parallelFor(threads, threads: threads) { range, _ in
      let next = next.pointer + range * rowCount
      for position in ranges[range] {
        precondition(
          rows[position] >= 0 && rows[position] < rowCount, "A row lies in the matrix")
        next[Int(rows[position])] += 1
      }
    }
    var starts = Array(repeating: 0, count: rowCount + 1)
    var end = 0
    for row in 0..<rowCount {
      for range in 0..<threads {
        let elements = next.pointer[range * rowCount + row]
        next.pointer[range * rowCount + row] = end
        end += elements
      }
      starts[row + 1] = end
    }
    rowStarts = starts

    var columnIndices: [Int32] = []
    values = Array(unsafeUninitializedCapacity: count) { values, valueCount in
      let values = values.baseAddress
      columnIndices = Array(unsafeUninitializedCapacity: count) { columns, initializedCount in
        let columns = columns.baseAddress
        parallelFor(threads, threads: threads) { range, _ in
          guard let columns, let values else { return }
          let next = next.pointer + range * rowCount
          placeAll(ranges[range]) { row, column, value in
            precondition(column >= 0 && column < columnCount, "A column lies in the matrix")
            let target = next[Int(row)]
            next[Int(row)] = target + 1
            (columns + target).initialize(to: column)
            (values + target).initialize(to: value)
          }
        }
        initializedCount = count
      }
      valueCount = count
    }
    self.columnIndices = columnIndices
  }

  /// The number of stored elements.
  public var count: Int { values.count }

  /// The positions of a row's elements in `columnIndices` and `values`.
  public func positions(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

  /// The transpose, in compressed rows again; its rows have ascending columns.
  public func transposed(threads: Int = 1) -> SparseMatrix {
    SparseMatrix(
      rowCount: columnCount, columnCount: rowCount, rows: columnIndices, threads: threads
    ) { positions, place in
      guard !positions.isEmpty else { return }
      var row = rowIndex(of: positions.lowerBound)
      for position in positions {
        while position >= rowStarts[row + 1] { row += 1 }
        place(columnIndices[position], Int32(row), values[position])
      }
    }
  }

  /// The row of the element at a position, by bisection.
  private func rowIndex(of position: Int) -> Int {
    var rows = 0..<rowCount
    while rows.count > 1 {
      let middle = (rows.lowerBound + rows.upperBound) / 2
      rows = rowStarts[middle] <= position ? middle..<rows.upperBound : rows.lowerBound..<middle
    }
    return rows.lowerBound
  }
}
