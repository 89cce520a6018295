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

/// The rows of a rating matrix cut into pieces of about equal work.
///
/// The pieces depend on the matrix alone. So sums that are taken by piece, and then over
/// the pieces in order, are the same for any number of threads.
struct RowSchedule {
  /// Ranges of rows that one thread does together, long rows in them excepted.
  var chunks: [Range<Int>]
  /// The rows with so many ratings that several threads share them.
  var longRows: [Int]
  /// Pieces of the long rows: which one, and which positions in the matrix.
  var segments: [Segment]
  /// The number of ratings beyond which a row is long, and the length of its segments.
  var longRowCount: Int

  struct Segment {
    var longRow: Int
    var positions: Range<Int>
  }

  /// - Parameters:
  ///   - matrix: its rows.
  ///   - rowCost: the work of a row that doesn't depend on its ratings, in ratings.
  ///   - longRowCount: nil for a number that suits the size of the matrix.
  init(of matrix: SparseMatrix, rowCost: Int, longRowCount: Int? = nil) {
    // At most 128 rows can be long, which bounds the memory for their parts.
    let limit = longRowCount ?? max(16_384, matrix.count / 128)
    let counts = (0..<matrix.rowCount).map { matrix.positions(ofRow: $0).count }
    let longRows = counts.indices.filter { counts[$0] > limit }
    self.longRowCount = limit
    self.longRows = longRows
    segments = longRows.indices.flatMap { longRow in
      let positions = matrix.positions(ofRow: longRows[longRow])
      return stride(from: positions.lowerBound, to: positions.upperBound, by: limit).map {
        Segment(longRow: longRow, positions: $0..<min($0 + limit, positions.upperBound))
      }
    }
    chunks = chunksOfEqualWork(
      counts.map { $0 == 0 || $0 > limit ? 0 : $0 + rowCost }, count: 512)
  }
}
