import Testing

@testable import LinearAlgebra

struct CholeskyTests {
  @Test(arguments: [1, 2, 3, 5, 16, 40])
  func solvesPositiveDefiniteSystems(order: Int) throws {
    let (matrix, y) = randomSystem(order: order)
    let x = try CholeskyFactorization(matrix).solve(y)
    for row in 0..<order {
      let product = (0..<order).reduce(0.0) { $0 + matrix[row, $1] * x[$1] }
      #expect(abs(product - y[row]) < 1e-9)
    }
  }

  @Test func solvesInSinglePrecision() throws {
    let (matrix, y) = randomSystem(order: 12)
    let single = Matrix(rowCount: 12, columnCount: 12, elements: matrix.elements.map { Float($0) })
    let x = try CholeskyFactorization(single).solve(y.map { Float($0) })
    let expected = try CholeskyFactorization(matrix).solve(y)
    for (x, expected) in zip(x, expected) { #expect(abs(Double(x) - expected) < 1e-4) }
  }

  @Test func readsTheUpperTriangleOnly() throws {
    let matrix = Matrix<Double>(rowCount: 2, columnCount: 2, elements: [4, 2, -99, 3])
    // [4 2; 2 3] x = [2, 5]
    let x = try CholeskyFactorization(matrix).solve([2, 5])
    #expect(abs(x[0] + 0.5) < 1e-12 && abs(x[1] - 2) < 1e-12)
  }

  @Test func tellsThePivotThatIsNotPositive() {
    let indefinite = Matrix<Double>(rowCount: 2, columnCount: 2, elements: [1, 2, 2, 1])
    #expect(throws: NotPositiveDefinite(pivot: 1)) { try CholeskyFactorization(indefinite) }
  }

  @Test(arguments: 0..<20)
  func refusesMatricesThatAreSingularButForRounding(seed: UInt64) {
    // A sum of four squares in six dimensions has rank four.
    var random = RandomSource(seed: seed, purpose: "singular").sequence()
    let factor = (0..<4).map { _ in (0..<6).map { _ in Float(random.normal()) } }
    var matrix = Matrix<Float>(rowCount: 6, columnCount: 6)
    for a in 0..<6 {
      for b in 0..<6 { matrix[a, b] = factor.reduce(0) { $0 + $1[a] * $1[b] } }
    }
    #expect(throws: NotPositiveDefinite.self) { try CholeskyFactorization(matrix) }
  }

  @Test(arguments: [Double.infinity, .nan])
  func tellsOverflowFromDependence(element: Double) {
    let matrix = Matrix<Double>(rowCount: 2, columnCount: 2, elements: [1, 0, 0, element])
    #expect(throws: NotPositiveDefinite(pivot: 1, isFinite: false)) {
      try CholeskyFactorization(matrix)
    }
  }

  @Test func takesPositiveInfoOfLAPACKAsTheDataSFault() {
    #expect(throws: NotPositiveDefinite(pivot: 2)) { try checkFactorization(info: 3) }
    #expect(throws: Never.self) { try checkFactorization(info: 0) }
  }

  @Test func takesNegativeInfoOfLAPACKAsOurs() async {
    await #expect(processExitsWith: .failure) { try checkFactorization(info: -4) }
  }

  /// A well-conditioned system.
  private func randomSystem(order: Int) -> (Matrix<Double>, [Double]) {
    var random = RandomSource(seed: UInt64(order), purpose: "cholesky").sequence()
    let factor = (0..<order).map { _ in (0..<order).map { _ in random.normal() } }
    var matrix = Matrix<Double>(rowCount: order, columnCount: order)
    for a in 0..<order {
      for b in 0..<order {
        matrix[a, b] = factor.reduce(a == b ? 1 : 0) { $0 + $1[a] * $1[b] }
      }
    }
    return (matrix, (0..<order).map { _ in random.normal() })
  }
}
