import LinearAlgebra

/// The means of the users' and of the items' factors over samples, turned to agree.
///
/// No product w·u changes if all w and all u are turned by the same orthogonal matrix, and
/// samples differ by such turns. Each is turned by the one that brings it nearest to the last
/// (Schönemann, *A Generalized Solution of the Orthogonal Procrustes Problem*, Psychometrika
/// 31(1), 1966). Then factor k means the same in all of them.
struct AlignedFactors {
  private(set) var users: Matrix<Float>
  private(set) var items: Matrix<Float>

  /// How many samples are averaged at most; more would hardly change the means.
  private static let mostSamples = 50

  init(_ samples: [FactorModel]) {
    let count = min(samples.count, Self.mostSamples)
    // At equal distances, the last one among them.
    let chosen = (1...count).map { samples[$0 * samples.count / count - 1] }
    let last = chosen[count - 1]
    let factors = last.userFactors.columnCount
    var userSums = Array(repeating: 0.0, count: last.userFactors.elements.count)
    var itemSums = Array(repeating: 0.0, count: last.itemFactors.elements.count)
    for sample in chosen {
      // M = Σ x_s x_lastᵀ over users and items; the turn is its orthogonal polar factor.
      var products = Matrix<Double>(rowCount: factors, columnCount: factors)
      addProducts(sample.userFactors, last.userFactors, to: &products)
      addProducts(sample.itemFactors, last.itemFactors, to: &products)
      let turn = orthogonalPolarFactor(products)
      addRows(of: sample.userFactors, times: turn, to: &userSums)
      addRows(of: sample.itemFactors, times: turn, to: &itemSums)
    }
    users = Matrix(
      rowCount: last.userFactors.rowCount, columnCount: factors,
      elements: userSums.map { Float($0 / Double(count)) })
    items = Matrix(
      rowCount: last.itemFactors.rowCount, columnCount: factors,
      elements: itemSums.map { Float($0 / Double(count)) })
  }
}

/// Adds Σ a bᵀ over the rows of two matrices.
private func addProducts(
  _ a: Matrix<Float>, _ b: Matrix<Float>, to products: inout Matrix<Double>
) {
  let order = products.rowCount
  for row in 0..<a.rowCount {
    for i in 0..<order {
      let x = Double(a.elements[row * order + i])
      for j in 0..<order {
        products.elements[i * order + j] += x * Double(b.elements[row * order + j])
      }
    }
  }
}

/// Adds the rows of a matrix, each multiplied by another matrix.
private func addRows(
  of matrix: Matrix<Float>, times turn: Matrix<Double>, to sums: inout [Double]
) {
  let order = turn.rowCount
  for row in 0..<matrix.rowCount {
    for i in 0..<order {
      let x = Double(matrix.elements[row * order + i])
      for j in 0..<order { sums[row * order + j] += x * turn.elements[i * order + j] }
    }
  }
}

/// The orthogonal matrix nearest to M, by the iteration of Newton and Schulz,
/// X ← X(3I − XᵀX) / 2, which converges from any X of singular values in (0, √3).
private func orthogonalPolarFactor(_ matrix: Matrix<Double>) -> Matrix<Double> {
  let order = matrix.rowCount
  var x = matrix
  let norm = matrix.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
  // Without factors any turn is as good.
  if norm == 0 { return matrix }
  for place in x.elements.indices { x.elements[place] /= norm }
  for _ in 0..<100 {
    // S = (3I − XᵀX) / 2, and how far XᵀX is from I.
    var step = Matrix<Double>(rowCount: order, columnCount: order)
    var distance = 0.0
    for k in 0..<order {
      for i in 0..<order {
        let element = x.elements[k * order + i]
        for j in 0..<order {
          step.elements[i * order + j] -= element * x.elements[k * order + j] / 2
        }
      }
    }
    for i in 0..<order {
      step[i, i] += 1.5
      for j in 0..<order { distance = max(distance, abs(step[i, j] - (i == j ? 1 : 0))) }
    }
    if distance < 1e-12 { break }
    var next = Matrix<Double>(rowCount: order, columnCount: order)
    for i in 0..<order {
      for k in 0..<order {
        let element = x.elements[i * order + k]
        for j in 0..<order {
          next.elements[i * order + j] += element * step.elements[k * order + j]
        }
      }
    }
    x = next
  }
  return x
}
