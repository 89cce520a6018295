import LinearAlgebra

@testable import Recommenders

/// Alternating least squares by the formulas, in double precision and plain loops.
///
/// What the fast kernels are compared with; see `ALS` for the model and the parameters.
struct ReferenceALS {
  let configuration: ALS.Configuration
  let table: RatingTable
  let mean: Double
  /// W and U, a row for each user or item.
  var w: [[Double]]
  var u: [[Double]]
  /// b and c.
  var b: [Double]
  var c: [Double]
  /// J after each half-epoch.
  var objectives: [Double] = []

  init(_ configuration: ALS.Configuration, _ table: RatingTable, from start: FactorModel) {
    self.configuration = configuration
    self.table = table
    mean = table.values.reduce(0) { $0 + Double($1) } / Double(table.count)
    w = (0..<table.users.count).map { start.userFactors.row($0).map { Double($0) } }
    u = (0..<table.items.count).map { start.itemFactors.row($0).map { Double($0) } }
    b = start.userBiases.map { Double($0) }
    c = start.itemBiases.map { Double($0) }
    if configuration.biases == .none {
      b = b.map { _ in 0 }
      c = c.map { _ in 0 }
    }
    for i in w.indices where count(user: i) == 0 { (w[i], b[i]) = (w[i].map { _ in 0 }, 0) }
    for j in u.indices where count(item: j) == 0 { (u[j], c[j]) = (u[j].map { _ in 0 }, 0) }
  }

  private func count(user: Int) -> Int { table.userIndices.filter { $0 == user }.count }
  private func count(item: Int) -> Int { table.itemIndices.filter { $0 == item }.count }

  /// The prediction r̂_ij = μ + b_i + c_j + w_i·u_j.
  func prediction(user i: Int, item j: Int) -> Double { mean + b[i] + c[j] + dot(w[i], u[j]) }

  /// The sum of squared residuals Σ (r − r̂)².
  var squaredResiduals: Double {
    (0..<table.count).reduce(0) { sum, n in
      let residual =
        Double(table.values[n])
        - prediction(user: Int(table.userIndices[n]), item: Int(table.itemIndices[n]))
      return sum + residual * residual
    }
  }

  /// The objective J = Σ (r − r̂)² + Σ λ_i (‖w_i‖² + b_i²) + Σ λ_j (‖u_j‖² + c_j²).
  var objective: Double {
    let users = w.indices.map { lambda(count(user: $0)) * (dot(w[$0], w[$0]) + b[$0] * b[$0]) }
    let items = u.indices.map { lambda(count(item: $0)) * (dot(u[$0], u[$0]) + c[$0] * c[$0]) }
    return squaredResiduals + users.reduce(0, +) + items.reduce(0, +)
  }

  private func lambda(_ count: Int) -> Double {
    switch configuration.regularizationScaling {
    case .none: configuration.regularization
    case .count: configuration.regularization * Double(count)
    }
  }

  mutating func runEpoch() {
    let (oldW, oldU, oldB, oldC) = (w, u, b, c)
    let isJacobi = configuration.update == .previous
    for half in 0..<2 {
      if (half == 0) == (configuration.order == .usersFirst) {
        let (fixed, biases) = isJacobi ? (oldU, oldC) : (u, c)
        solve(table.userIndices, table.itemIndices, &w, &b, fixed: fixed, biases)
      } else {
        let (fixed, biases) = isJacobi ? (oldW, oldB) : (w, b)
        solve(table.itemIndices, table.userIndices, &u, &c, fixed: fixed, biases)
      }
      objectives.append(objective)
    }
  }

  /// Solves for each row x_i = w_i and its bias, with the other side's rows u_j, c_j fixed.
  private func solve(
    _ rows: [Int32], _ columns: [Int32], _ x: inout [[Double]], _ bias: inout [Double],
    fixed: [[Double]], _ fixedBiases: [Double]
  ) {
    let factors = configuration.factors
    for i in x.indices {
      let own = rows.indices.filter { rows[$0] == i }
      if own.isEmpty { continue }
      let lambda = lambda(own.count)
      let features = own.map { fixed[Int(columns[$0])] }
      // t_j = r_ij − μ − c_j
      let targets = own.map { Double(table.values[$0]) - mean - fixedBiases[Int(columns[$0])] }
      switch configuration.biases {
      case .none:
        x[i] = ridge(features, targets, lambda)
      case .joint:
        let solution = ridge(features.map { $0 + [1] }, targets, lambda)
        (x[i], bias[i]) = (Array(solution[..<factors]), solution[factors])
      case .separate:
        let (oldX, oldBias) = (x[i], bias[i])
        x[i] = ridge(features, targets.map { $0 - oldBias }, lambda)
        let residuals = zip(features, targets).map { $1 - dot($0, oldX) }
        bias[i] = residuals.reduce(0, +) / (Double(own.count) + lambda)
      }
    }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The solution of (ZᵀZ + λI) x = Zᵀt, by Gaussian elimination.
  private func ridge(_ z: [[Double]], _ t: [Double], _ lambda: Double) -> [Double] {
    let order = z[0].count
    var a = (0..<order).map { p in
      (0..<order).map { q in z.reduce(p == q ? lambda : 0) { $0 + $1[p] * $1[q] } }
    }
    var y = (0..<order).map { p in zip(z, t).reduce(0) { $0 + $1.0[p] * $1.1 } }
    for k in 0..<order {
      for i in k + 1..<order {
        let multiple = a[i][k] / a[k][k]
        for l in k..<order { a[i][l] -= multiple * a[k][l] }
        y[i] -= multiple * y[k]
      }
    }
    for k in stride(from: order - 1, through: 0, by: -1) {
      for i in k + 1..<order { y[k] -= a[k][i] * y[i] }
      y[k] /= a[k][k]
    }
    return y
  }
}
