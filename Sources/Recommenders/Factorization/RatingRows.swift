import LinearAlgebra

/// A rating matrix seen by rows, and how its rows are shared out among threads.
struct RatingRows {
  /// Ratings less their mean.
  let matrix: SparseMatrix
  let schedule: RowSchedule

  /// - Parameters:
  ///   - matrix: ratings less their mean.
  ///   - rowCost: the work of a row that doesn't depend on its ratings, in ratings.
  ///   - longRowCount: see `RowSchedule`.
  init(_ matrix: SparseMatrix, rowCost: Int, longRowCount: Int? = nil) {
    self.matrix = matrix
    schedule = RowSchedule(of: matrix, rowCost: rowCost, longRowCount: longRowCount)
  }

  /// The positions of a row's ratings in the matrix.
  func positions(ofRow row: Int) -> Range<Int> { matrix.positions(ofRow: row) }
}
