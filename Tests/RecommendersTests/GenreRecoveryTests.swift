import LinearAlgebra
import Testing

@testable import Recommenders

/// Finding planted factors again.
///
/// A model is only known up to an invertible matrix A, for W·U = (W A⁻ᵀ)·(U A), and up to what
/// the biases can say as well. With A chosen so that items come to lie on the planted axes, the
/// factors of both sides must be the planted ones.
struct GenreRecoveryTests {
  @Test func findsTheFiveGenres() throws {
    let planted = try plantedRatings(users: 200, items: 120, ratings: 16_000, factors: 5)
    let configuration = ALS.Configuration.small(
      factors: 5, epochs: 12, regularization: 2, threads: 2)
    let model = try ALS(configuration).train(on: TrainingData(train: planted.table)).model
    func rows(_ matrix: Matrix<Float>) -> [[Double]] {
      (0..<matrix.rowCount).map { matrix.row($0).map { Double($0) } }
    }
    let found = centred(rows(model.itemFactors))
    let truth = centred(rows(planted.truth.itemFactors))
    // A is the least-squares solution of found · A = truth.
    let map = solve(
      product(transposed(found), found), product(transposed(found), truth))
    for (genre, r) in correlations(product(found, map), truth).enumerated() {
      #expect(r > 0.95, "items, \(planted.genres[genre])")
    }
    // W A⁻ᵀ, whose transpose solves A Xᵀ = Wᵀ.
    let users = transposed(solve(map, transposed(rows(model.userFactors))))
    for (genre, r) in correlations(users, rows(planted.truth.userFactors)).enumerated() {
      #expect(r > 0.95, "users, \(planted.genres[genre])")
    }
  }

  // MARK: Matrices, small and plain

  private func transposed(_ a: [[Double]]) -> [[Double]] {
    a[0].indices.map { column in a.map { $0[column] } }
  }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    let columns = transposed(b)
    return a.map { row in columns.map { zip(row, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  private func centred(_ a: [[Double]]) -> [[Double]] {
    let means = transposed(a).map { $0.reduce(0, +) / Double($0.count) }
    return a.map { zip($0, means).map { $0 - $1 } }
  }

  /// The solution of a X = b, by Gauss's and Jordan's elimination with pivots.
  private func solve(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    var rows = zip(a, b).map { $0 + $1 }
    for k in a.indices {
      let pivot = (k..<a.count).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
      rows.swapAt(k, pivot)
      let head = rows[k][k]
      rows[k] = rows[k].map { $0 / head }
      for i in a.indices where i != k {
        let multiple = rows[i][k]
        rows[i] = zip(rows[i], rows[k]).map { $0 - multiple * $1 }
      }
    }
    return rows.map { Array($0[a.count...]) }
  }

  /// Pearson's, column by column.
  private func correlations(_ a: [[Double]], _ b: [[Double]]) -> [Double] {
    zip(transposed(centred(a)), transposed(centred(b))).map { x, y in
      func dot(_ x: [Double], _ y: [Double]) -> Double {
        zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
    }
  }
}
