import LinearAlgebra

/// Factors and biases, and σ² times the gradient of the log-posterior where they are.
struct PMFPoint: ~Copyable {
  let users: FactorTable
  let items: FactorTable
  /// For each row of a table as many vectors: the derivatives by its factors, then its bias.
  let userGradient: ScratchMemory<SIMD4<Float>>
  let itemGradient: ScratchMemory<SIMD4<Float>>
  /// Σ (r − r̂)² over the training ratings.
  private(set) var squaredResiduals = 0.0
  /// ‖W‖² + ‖U‖² + ‖b‖² + ‖c‖².
  private(set) var squaredNorm = 0.0

  init(users: Int, items: Int, factors: Int, hasBiases: Bool) {
    self.users = FactorTable(count: users, factors: factors, hasBiases: hasBiases)
    self.items = FactorTable(count: items, factors: factors, hasBiases: hasBiases)
    let groups = self.users.equations.groups
    userGradient = ScratchMemory(repeating: .zero, count: users * groups)
    itemGradient = ScratchMemory(repeating: .zero, count: items * groups)
  }

  /// Computes sums and gradients anew.
  mutating func evaluate(_ problem: PMFProblem) {
    let ofUsers = Self.evaluate(
      problem, problem.byUser, rows: users, columns: items, gradient: userGradient.pointer)
    let ofItems = Self.evaluate(
      problem, problem.byItem, rows: items, columns: users, gradient: itemGradient.pointer)
    squaredResiduals = ofUsers.squaredResiduals
    squaredNorm = ofUsers.squaredNorm + ofItems.squaredNorm
  }

  private struct Sums {
    var squaredResiduals = 0.0
    var squaredNorm = 0.0
  }

  /// The gradient of one side, Σ (r − r̂) z_j − λσ²·x with the features z_j = (u_j, 1) of what
  /// row x = (w_i, b_i) has rated.
  private static func evaluate(
    _ problem: PMFProblem, _ ratings: ChunkedRatings, rows: borrowing FactorTable,
    columns: borrowing FactorTable, gradient: UnsafeMutablePointer<SIMD4<Float>>
  ) -> Sums {
    let regularization = Float(problem.regularization)
    let threads = usableThreads(problem.threads)
    let groups = rows.equations.groups
    let sums = ScratchMemory(repeating: Sums(), count: ratings.chunks.count)
    let scratch = ScratchMemory(repeating: SIMD4<Float>.zero, count: 2 * threads * groups)
    parallelFor(ratings.chunks.count, threads: threads) { chunk, thread in
      let x = scratch.pointer + 2 * thread * groups
      let part = x + groups
      for row in ratings.chunks[chunk] {
        let total = gradient + row * groups
        rows.writeCoefficients(ofRow: row, to: x)
        total.update(repeating: .zero, count: groups)
        var start = ratings.matrix.positions(ofRow: row).lowerBound
        let end = ratings.matrix.positions(ofRow: row).upperBound
        // By parts, for a sum of many numbers of single precision loses less so.
        while start < end {
          let partEnd = min(start + 512, end)
          sums.pointer[chunk].squaredResiduals += addGradient(
            ratings.matrix, start..<partEnd, x, columns, groups, to: part)
          for group in 0..<groups { total[group] += part[group] }
          start = partEnd
        }
        sums.pointer[chunk].squaredNorm += rows.squaredNorm(ofRow: row)
        for group in 0..<groups { total[group] -= x[group] * regularization }
        let numbers = UnsafeMutableRawPointer(total).assumingMemoryBound(to: Float.self)
        for place in rows.factors + (rows.hasBiases ? 1 : 0)..<4 * groups { numbers[place] = 0 }
      }
    }
    return (0..<ratings.chunks.count).reduce(into: Sums()) {
      $0.squaredResiduals += sums.pointer[$1].squaredResiduals
      $0.squaredNorm += sums.pointer[$1].squaredNorm
    }
  }

  /// Σ (r − r̂) z_j over some ratings of a row.
  ///
  /// - Returns: Σ (r − r̂)².
  private static func addGradient(
    _ matrix: SparseMatrix, _ positions: Range<Int>, _ x: UnsafeMutablePointer<SIMD4<Float>>,
    _ columns: borrowing FactorTable, _ groups: Int, to sum: UnsafeMutablePointer<SIMD4<Float>>
  ) -> Double {
    sum.update(repeating: .zero, count: groups)
    var squares = 0.0
    let vectors = columns.vectors
    matrix.columnIndices.withUnsafeBufferPointer { indices in
      matrix.values.withUnsafeBufferPointer { values in
        for position in positions {
          // x ends in −1 and z in −c_j, so that x·z is r̂ − μ.
          let z = vectors + Int(indices[position]) * groups
          var product = SIMD4<Float>.zero
          for group in 0..<groups { product += x[group] * z[group] }
          let residual = values[position] - product.sum()
          squares += Double(residual) * Double(residual)
          for group in 0..<groups { sum[group] += residual * z[group] }
        }
      }
    }
    return squares
  }
}

/// What a gradient ascent is to climb.
struct PMFProblem {
  /// The training ratings less their mean.
  let byUser: ChunkedRatings
  let byItem: ChunkedRatings
  /// λσ², or zero without a prior.
  let regularization: Double
  let threads: Int

  /// J = Σ (r − r̂)² + λσ² (‖W‖² + ‖U‖² + ‖b‖² + ‖c‖²) at a point.
  func loss(at point: borrowing PMFPoint) -> Double {
    point.squaredResiduals + regularization * point.squaredNorm
  }
}

/// A rating matrix, its rows cut into pieces of about equal work.
struct ChunkedRatings {
  /// Ratings less their mean.
  let matrix: SparseMatrix
  /// They depend on the matrix alone.
  let chunks: [Range<Int>]

  init(_ matrix: SparseMatrix) {
    self.matrix = matrix
    chunks = chunksOfEqualWork(
      (0..<matrix.rowCount).map { matrix.positions(ofRow: $0).count + 2 }, count: 512)
  }
}
