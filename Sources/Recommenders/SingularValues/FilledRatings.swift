import LinearAlgebra

/// A rating matrix without gaps, kept as S + p·1ᵀ + 1·qᵀ.
///
/// S holds what is known less what is filled in there; p and q say what is filled in, and what is
/// taken away to centre the matrix. So it takes no more room than the ratings do.
struct FilledRatings: LinearOperator {
  /// S by user, and by item.
  private let byUser: SparseMatrix
  private let byItem: SparseMatrix
  /// p and q.
  private(set) var userTerms: [Double]
  private(set) var itemTerms: [Double]
  /// What was taken away to centre the matrix, and has to be added to predictions.
  private(set) var userCentres: [Double]
  private(set) var itemCentres: [Double]
  let threads: Int
  private let configuration: SVD.Configuration
  /// μ, the mean of the ratings.
  private let mean: Double

  var rowCount: Int { byUser.rowCount }
  var columnCount: Int { byUser.columnCount }

  /// - Throws: `SVDError.missingEntries` if there are gaps and no rule to fill them.
  init(_ table: RatingTable, _ configuration: SVD.Configuration) throws(SVDError) {
    let (users, items) = (table.users.count, table.items.count)
    threads = configuration.threads
    self.configuration = configuration
    mean = table.mean ?? 0
    userTerms = Array(repeating: 0, count: users)
    itemTerms = Array(repeating: 0, count: items)
    switch configuration.missing {
    case .error:
      guard table.count == users * items else {
        throw .missingEntries(count: users * items - table.count, of: users * items)
      }
    case .zero: break
    case .mean: userTerms = Array(repeating: mean, count: users)
    case .userMean: userTerms = table.means(of: .users, otherwise: mean)
    case .itemMean: itemTerms = table.means(of: .items, otherwise: mean)
    }
    var residuals = table
    for row in 0..<table.count {
      let filling =
        userTerms[Int(table.userIndices[row])] + itemTerms[Int(table.itemIndices[row])]
      residuals.values[row] = Float(Double(table.values[row]) - filling)
    }
    byUser = residuals.matrix(rows: .users, threads: configuration.threads)
    byItem = byUser.transposed(threads: configuration.threads)
    userCentres = Array(repeating: 0, count: users)
    itemCentres = Array(repeating: 0, count: items)
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
      userCentres = Array(repeating: mean, count: rowCount)
    case .user:
      userCentres = times(Array(repeating: 1, count: columnCount)).map { $0 / Double(columnCount) }
    case .item:
      itemCentres = transposedTimes(Array(repeating: 1, count: rowCount))
        .map { $0 / Double(rowCount) }
    }
    for user in 0..<rowCount { userTerms[user] -= userCentres[user] }
    for item in 0..<columnCount { itemTerms[item] -= itemCentres[item] }
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
      case .global: userCentres.first ?? 0
      case .user: filling + itemTerms.reduce(0, +) / Double(columnCount)
      }
    return EmptyLine(term: filling - centre, centre: centre)
  }

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
      case .item: filling + userTerms.reduce(0, +) / Double(rowCount)
      }
    return EmptyLine(term: filling - centre, centre: centre)
  }

  /// What stands in a cell of such a row and such a column.
  var emptyCell: Double { configuration.missing == .zero ? 0 : mean }

  func times(_ v: [Double]) -> [Double] {
    product(byUser, v, adding: userTerms, itemTerms)
  }

  func transposedTimes(_ u: [Double]) -> [Double] {
    product(byItem, u, adding: itemTerms, userTerms)
  }

  /// S·v + p·(1ᵀv) + 1·(qᵀv).
  private func product(
    _ matrix: SparseMatrix, _ v: [Double], adding p: [Double], _ q: [Double]
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
              product += Double(matrix.values[position]) * v[Int(matrix.columnIndices[position])]
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
      for column in 0..<columnCount { matrix[row, column] = userTerms[row] + itemTerms[column] }
      for position in byUser.positions(ofRow: row) {
        matrix[row, Int(byUser.columnIndices[position])] += Double(byUser.values[position])
      }
    }
    return matrix
  }

  /// ‖X‖², the sum of the squares of all singular values.
  var squaredNorm: Double {
    // Σ (p + q)² over all cells, and over those of S (s + p + q)² − (p + q)².
    func sums(_ terms: [Double]) -> (sum: Double, squares: Double) {
      terms.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
    }
    let (p, q) = (sums(userTerms), sums(itemTerms))
    var total =
      p.squares * Double(columnCount) + 2 * p.sum * q.sum + q.squares * Double(rowCount)
    for row in 0..<rowCount {
      for position in byUser.positions(ofRow: row) {
        let s = Double(byUser.values[position])
        total += s * (s + 2 * (userTerms[row] + itemTerms[Int(byUser.columnIndices[position])]))
      }
    }
    return max(0, total)
  }
}

extension RatingTable {
  /// The mean rating of each user or item; another number for one without ratings.
  fileprivate func means(of side: RatingSide, otherwise mean: Double) -> [Double] {
    let counts = counts(of: side)
    var sums = Array(repeating: 0.0, count: counts.count)
    let indices = side == .users ? userIndices : itemIndices
    for row in 0..<count { sums[Int(indices[row])] += Double(values[row]) }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : mean }
  }
}
