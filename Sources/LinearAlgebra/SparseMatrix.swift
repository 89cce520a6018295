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
  public init(
    rowCount: Int, columnCount: Int, rows: [Int32], columns: [Int32], values: [Float]
  ) {
    precondition(
      rows.count == values.count && columns.count == values.count,
      "A triplet has a row, a column and a value")
    self.init(rowCount: rowCount, columnCount: columnCount, rows: rows) { place in
      for position in values.indices {
        place(rows[position], columns[position], values[position])
      }
    }
  }

  /// Places triplets by row.
  ///
  /// - Parameters:
  ///   - rowCount: the number of rows.
  ///   - columnCount: the number of columns.
  ///   - rows: the row of each triplet, in any order.
  ///   - placeAll: calls its argument with row, column and value of each triplet once.
  @inline(__always)
  private init(
    rowCount: Int, columnCount: Int, rows: [Int32],
    placeAll: (_ place: (Int32, Int32, Float) -> Void) -> Void
  ) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    let count = rows.count
    var starts = Array(repeating: 0, count: rowCount + 1)
    for row in rows { starts[Int(row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    rowStarts = starts

    // From here on `starts[row]` is where the next element of the row goes.
    var columnIndices: [Int32] = []
    values = Array(unsafeUninitializedCapacity: count) { values, valueCount in
      columnIndices = Array(unsafeUninitializedCapacity: count) { columns, initializedCount in
        starts.withUnsafeMutableBufferPointer { starts in
          placeAll { row, column, value in
            precondition(column >= 0 && column < columnCount, "A column lies in the matrix")
            let target = starts[Int(row)]
            starts[Int(row)] = target + 1
            columns.initializeElement(at: target, to: column)
            values.initializeElement(at: target, to: value)
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
  public func transposed() -> SparseMatrix {
    SparseMatrix(rowCount: columnCount, columnCount: rowCount, rows: columnIndices) { place in
      for row in 0..<rowCount {
        for position in positions(ofRow: row) {
          place(columnIndices[position], Int32(row), values[position])
        }
      }
    }
  }
}
