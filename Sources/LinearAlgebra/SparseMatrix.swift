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
    self.rowCount = rowCount
    self.columnCount = columnCount
    var starts = Array(repeating: 0, count: rowCount + 1)
    for row in rows { starts[Int(row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    rowStarts = starts

    // From here on `starts[row]` is where the next element of the row goes.
    var sortedColumns: [Int32] = []
    self.values = Array(unsafeUninitializedCapacity: values.count) { sortedValues, valueCount in
      sortedColumns = Array(unsafeUninitializedCapacity: values.count) { sorted, columnsCount in
        for position in values.indices {
          let column = columns[position]
          precondition(column >= 0 && column < columnCount, "A column lies in the matrix")
          let row = Int(rows[position])
          let target = starts[row]
          starts[row] = target + 1
          sorted.initializeElement(at: target, to: column)
          sortedValues.initializeElement(at: target, to: values[position])
        }
        columnsCount = values.count
      }
      valueCount = values.count
    }
    columnIndices = sortedColumns
  }

  /// The number of stored elements.
  public var count: Int { values.count }

  /// The positions of a row's elements in `columnIndices` and `values`.
  public func positions(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }

  /// The row of each stored element.
  private func rowIndices() -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    for row in 0..<rowCount {
      rows.append(contentsOf: repeatElement(Int32(row), count: positions(ofRow: row).count))
    }
    return rows
  }

  /// The transpose, in compressed rows again; its rows have ascending columns.
  public func transposed() -> SparseMatrix {
    SparseMatrix(
      rowCount: columnCount, columnCount: rowCount, rows: columnIndices, columns: rowIndices(),
      values: values)
  }
}
