import LinearAlgebra

/// A rating matrix seen by rows, in memory that kernels can point to, and its schedule.
struct RatingRows: ~Copyable {
  let rowStarts: [Int]
  let schedule: RowSchedule
  private let columnMemory: ScratchMemory<Int32>
  private let valueMemory: ScratchMemory<Float>

  /// - Parameters:
  ///   - matrix: ratings less their mean.
  ///   - rowCost: the work of a row that doesn't depend on its ratings, in ratings.
  ///   - longRowCount: see `RowSchedule`.
  init(_ matrix: SparseMatrix, rowCost: Int, longRowCount: Int? = nil) {
    rowStarts = matrix.rowStarts
    schedule = RowSchedule(of: matrix, rowCost: rowCost, longRowCount: longRowCount)
    columnMemory = ScratchMemory(copying: matrix.columnIndices)
    valueMemory = ScratchMemory(copying: matrix.values)
  }

  var rowCount: Int { rowStarts.count - 1 }
  /// The column of each rating.
  var columns: UnsafePointer<Int32> { UnsafePointer(columnMemory.pointer) }
  /// Each rating less the mean.
  var values: UnsafePointer<Float> { UnsafePointer(valueMemory.pointer) }

  func positions(ofRow row: Int) -> Range<Int> { rowStarts[row]..<rowStarts[row + 1] }
}
