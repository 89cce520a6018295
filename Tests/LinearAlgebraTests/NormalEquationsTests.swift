import Testing

@testable import LinearAlgebra

struct NormalEquationsTests {
  /// A panel of random observations, also as plain numbers.
  struct Problem {
    let equations: NormalEquations
    let z: [[Double]]
    let t: [Double]

    init(unknowns: Int, count: Int, method: NormalEquations.Method) {
      equations = NormalEquations(unknowns: unknowns, method: method)
      var random = RandomSource(seed: UInt64(1000 * unknowns + count), purpose: "panel").sequence()
      // Single precision, so that both computations start from the same numbers.
      z = (0..<count).map { _ in (0..<unknowns).map { _ in Double(Float(random.normal())) } }
      t = (0..<count).map { _ in Double(Float(random.normal())) }
    }

    var panel: [SIMD4<Float>] {
      zip(z, t).flatMap { z, t in
        var row = Array(repeating: Float(0), count: equations.width)
        for (unknown, z) in z.enumerated() { row[unknown] = Float(z) }
        row[equations.width - 1] = Float(t)
        return (0..<equations.groups).map { SIMD4(row[4 * $0..<4 * $0 + 4]) }
      }
    }

    /// Solves the problem by the kernels.
    func solve(regularization: Float) throws -> [Float] {
      let gram = ScratchMemory(
        repeating: SIMD4<Float>.zero, count: equations.width * equations.groups)
      let x = ScratchMemory(repeating: Float.nan, count: equations.width)
      let scratch = ScratchMemory(repeating: Float(0), count: 2 * equations.width)
      equations.addGram(of: panel, count: z.count, to: gram.pointer)
      try equations.solve(
        gram.pointer, regularization: regularization, into: x.pointer, scratch: scratch.pointer)
      return x.array
    }
  }

  static let orders = [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 16, 31, 32, 33, 40]

  @Test(arguments: orders, NormalEquations.Method.allCases)
  func solvesTheNormalEquations(unknowns: Int, method: NormalEquations.Method) throws {
    for count in [1, 3, 17, 200] {
      let problem = Problem(unknowns: unknowns, count: count, method: method)
      let x = try problem.solve(regularization: 0.5)
      // (ZᵀZ + λI) x = Zᵀt
      for row in 0..<unknowns {
        var left = 0.5 * Double(x[row])
        var right = 0.0
        for (z, t) in zip(problem.z, problem.t) {
          left += z[row] * zip(z, x).reduce(0) { $0 + $1.0 * Double($1.1) }
          right += z[row] * t
        }
        #expect(abs(left - right) < 2e-5 * Double(count + unknowns), "\(count) observations")
      }
      #expect(x[unknowns...].allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: [3, 4, 11, 33])
  func sumsSquaredResiduals(unknowns: Int) {
    for count in [1, 4, 6, 50] {
      let problem = Problem(unknowns: unknowns, count: count, method: .tiles)
      let equations = problem.equations
      var coefficients = (0..<equations.width).map { $0 < unknowns ? Float($0) / 8 : 0 }
      coefficients[equations.width - 1] = -1
      let x = (0..<equations.groups).map { SIMD4(coefficients[4 * $0..<4 * $0 + 4]) }
      let expected = zip(problem.z, problem.t).reduce(0.0) { sum, row in
        let residual =
          row.1 - zip(row.0, coefficients).reduce(0) { $0 + $1.0 * Double($1.1) }
        return sum + residual * residual
      }
      let actual = equations.sumOfSquaredResiduals(of: problem.panel, count: count, x)
      #expect(abs(actual - expected) < 1e-5 * expected)
    }
  }

  @Test(arguments: [5, 12, 40], NormalEquations.Method.allCases)
  func refusesDependentFeatures(unknowns: Int, method: NormalEquations.Method) {
    let problem = Problem(unknowns: unknowns, count: unknowns - 1, method: method)
    #expect(throws: NotPositiveDefinite.self) { try problem.solve(regularization: 0) }
  }

  @Test(arguments: NormalEquations.Method.allCases)
  func tellsOverflowFromDependence(method: NormalEquations.Method) {
    let problem = Problem(unknowns: 5, count: 9, method: method)
    let error = #expect(throws: NotPositiveDefinite.self) {
      try problem.solve(regularization: .infinity)
    }
    #expect(error?.isFinite == false)
  }
}
