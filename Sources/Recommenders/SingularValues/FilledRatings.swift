import LinearAlgebra

/// A matrix without gaps, kept as S + p·1ᵀ + 1·qᵀ, all divided by a power of two.
///
/// S holds what is known less what is filled in there; p and q say what is filled in, and what is
/// taken away to centre the matrix. So it takes no more room than what is known does.
struct FilledRatings: LinearOperator {
  /// What the matrix is divided by, so that no square overflows.
  let scale: Double
  /// S by row, and by column.
  private let byRow: CompressedRows
  private let byColumn: CompressedRows
  /// p and q.
  private(set) var rowTerms: [Double]
  private(set) var columnTerms: [Double]
  /// What was taken away to centre the matrix, and has to be added to predictions.
  private(set) var rowCentres: [Double]
  private(set) var columnCentres: [Double]
  /// What rounding may leave of a singular value that is zero.
  private(set) var noise = 0.0
  let threads: Int
  private let configuration: SVD.Configuration
  /// μ, the mean of what is known.
  private let mean: Double

  var rowCount: Int { byRow.rowCount }
  var columnCount: Int { byColumn.rowCount }

  /// - Throws: `SVDError.missingEntries` if there are gaps and no rule to fill them.
  init(_ entries: MatrixEntries, _ configuration: SVD.Configuration) throws(SVDError) {
    let (rows, columns) = (entries.rowCount, entries.columnCount)
    threads = configuration.threads
    self.configuration = configuration
    scale = entries.scale
    let scaled = entries.divided(by: scale)
    mean = scaled.mean
    rowTerms = Array(repeating: 0, count: rows)
    columnTerms = Array(repeating: 0, count: columns)
    switch configuration.missing {
    case .error:
      guard entries.count == rows * columns else {
        throw .missingEntries(count: rows * columns - entries.count, of: rows * columns)
      }
    case .zero: break
    case .mean: rowTerms = Array(repeating: mean, count: rows)
    case .userMean: rowTerms = scaled.means(by: scaled.rows, count: rows, otherwise: mean)
    case .itemMean:
      columnTerms = scaled.means(by: scaled.columns, count: columns, otherwise: mean)
    }
    var residuals = scaled.values
    for entry in residuals.indices {
      residuals[entry] -= rowTerms[Int(scaled.rows[entry])]
      residuals[entry] -= columnTerms[Int(scaled.columns[entry])]
    }
    byRow = CompressedRows(
      rowCount: rows, rows: scaled.rows, columns: scaled.columns, values: residuals)
    byColumn = CompressedRows(
      rowCount: columns, rows: scaled.columns, columns: scaled.rows, values: residuals)
    rowCentres = Array(repeating: 0, count: rows)
    columnCentres = Array(repeating: 0, count: columns)
    noise = Double(max(rows, columns)) * Double.ulpOfOne * squaredNorm.squareRoot()
    centre(configuration.center)
  }

  /// Takes away means of the matrix as it is filled.
  private mutating func centre(_ centering: SVD.Centering) {
    guard rowCount > 0, columnCount > 0 else { return }
    switch centering {
    case .none: return
    case .global:
      let sums = times(Array(repeating: 1, count: columnCount))
      let mean = sums.reduce(0, +) / Double(rowCount) / Double(columnCount)
      rowCentres = Array(repeating: mean, count: rowCount)
    case .user:
      rowCentres = times(Array(repeating: 1, count: columnCount)).map { $0 / Double(columnCount) }
    case .item:
      columnCentres = transposedTimes(Array(repeating: 1, count: rowCount))
        .map { $0 / Double(rowCount) }
    }
    for row in 0..<rowCount { rowTerms[row] -= rowCentres[row] }
    for column in 0..<columnCount { columnTerms[column] -= columnCentres[column] }
  }

  /// What a row or a column is made of that has no rating: p or q of it, and its centre.
  struct EmptyLine {
    var term: Double
    var centre: Double
  }

  /// The row of a user without ratings.
  var emptyRow: EmptyLine {
    let filling =
      switch configuration.missing {
      case .zero, .itemMean: 0.0
      case .error, .mean, .userMean: mean
      }
    let centre =
      switch configuration.center {
      case .none, .item: 0.0
      case .global: rowCentres.first ?? 0
      case .user: filling + columnTerms.reduce(0, +) / Double(columnCount)
      }
    return EmptyLine(term: filling - centre, centre: centre)
  }

  /// The columns in which nothing is known.
  var emptyColumns: [Int] { (0..<columnCount).filter { byColumn.positions(ofRow: $0).isEmpty } }

  /// The column of an item without ratings.
  var emptyColumn: EmptyLine {
    let filling =
      switch configuration.missing {
      case .zero, .mean, .userMean: 0.0
      case .error, .itemMean: mean
      }
    let centre =
      switch configuration.center {
      case .none, .global, .user: 0.0
      case .item: filling + rowTerms.reduce(0, +) / Double(rowCount)
      }
    return EmptyLine(term: filling - centre, centre: centre)
  }

  /// What stands in a cell of such a row and such a column.
  var emptyCell: Double { configuration.missing == .zero ? 0 : mean }

  func times(_ v: [Double]) -> [Double] {
    product(byRow, v, adding: rowTerms, columnTerms)
  }

  func transposedTimes(_ u: [Double]) -> [Double] {
    product(byColumn, u, adding: columnTerms, rowTerms)
  }

  /// S·v + p·(1ᵀv) + 1·(qᵀv).
  private func product(
    _ matrix: CompressedRows, _ v: [Double], adding p: [Double], _ q: [Double]
  ) -> [Double] {
    let sum = v.reduce(0, +)
    let constant = zip(q, v).reduce(0) { $0 + $1.0 * $1.1 }
    let counts = (0..<matrix.rowCount).map { matrix.positions(ofRow: $0).count + 1 }
    let chunks = chunksOfEqualWork(counts, count: 64)
    return [Double](unsafeUninitializedCapacity: matrix.rowCount) { result, count in
      let base = result.baseAddress
      v.withUnsafeBufferPointer { v in
        parallelFor(chunks.count, threads: threads) { chunk, _ in
          for row in chunks[chunk] {
            var product = 0.0
            for position in matrix.positions(ofRow: row) {
              product += matrix.values[position] * v[Int(matrix.columns[position])]
            }
            (base! + row).initialize(to: product + p[row] * sum + constant)
          }
        }
      }
      count = matrix.rowCount
    }
  }

  /// All of it, for what fits.
  var dense: Matrix<Double> {
    var matrix = Matrix<Double>(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { matrix[row, column] = rowTerms[row] + columnTerms[column] }
      for position in byRow.positions(ofRow: row) {
        matrix[row, Int(byRow.columns[position])] += byRow.values[position]
      }
    }
    return matrix
  }

  /// ‖X‖², the sum of the squares of all singular values.
  var squaredNorm: Double {
    // Σ (s + p + q)² over the cells of S, and Σ (p + q)² over all others: over all cells less
    // over those of S, which leaves rounding errors where there are no others.
    func sums(_ terms: [Double]) -> (sum: Double, squares: Double) {
      terms.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    }
    let (p, q) = (sums(rowTerms), sums(columnTerms))
    let hasGaps = byRow.count < rowCount * columnCount
    var total =
      hasGaps
      ? p.squares * Double(columnCount) + 2 * p.sum * q.sum + q.squares * Double(rowCount) : 0
    for row in 0..<rowCount {
      for position in byRow.positions(ofRow: row) {
        let term = rowTerms[row] + columnTerms[Int(byRow.columns[position])]
        let value = byRow.values[position] + term
        total += value * value - (hasGaps ? term * term : 0)
      }
    }
    return max(0, total)
  }
}
