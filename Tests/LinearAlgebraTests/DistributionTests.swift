import Foundation
import Testing

@testable import LinearAlgebra

/// Moments, and Kolmogorov's and Smirnov's test, of everything that is drawn.
struct DistributionTests {
  @Test func normalNumbersAreNormal() {
    var random = RandomSource(seed: 1, purpose: "normal").sequence()
    expect((0..<3000).map { _ in random.normal() }, follow: normalProbability)
  }

  @Test(arguments: [(0.1, 1.0), (0.5, 2), (1, 1), (2.5, 0.3), (40, 7), (50_000, 20_000)])
  func gammaNumbersAreGamma(shape: Double, rate: Double) {
    var random = RandomSource(seed: 2, purpose: "gamma").sequence()
    let numbers = (0..<3000).map { _ in random.gamma(shape: shape, rate: rate) }
    expect(numbers, haveMean: shape / rate, variance: shape / (rate * rate))
    // The sum for a large shape takes long, and the normal distribution is near.
    if shape < 1000 {
      expect(numbers) { gammaProbability(shape: shape, upTo: rate * $0) }
    } else {
      expect(numbers) { normalProbability(($0 * rate - shape) / shape.squareRoot()) }
    }
  }

  @Test(arguments: [1.0, 2, 3.5, 30])
  func chiSquaredNumbersAreChiSquared(degrees: Double) {
    var random = RandomSource(seed: 3, purpose: "chi-squared").sequence()
    let numbers = (0..<3000).map { _ in random.chiSquared(degrees: degrees) }
    expect(numbers, haveMean: degrees, variance: 2 * degrees)
    expect(numbers) { gammaProbability(shape: degrees / 2, upTo: $0 / 2) }
  }

  @Test func chiSquaredNumbersOfWholeDegreesAreSumsOfSquares() {
    var random = RandomSource(seed: 4, purpose: "squares").sequence()
    let sums = (0..<3000).map { _ in
      (0..<3).reduce(0.0) { sum, _ in
        let z = random.normal()
        return sum + z * z
      }
    }
    expect(sums) { gammaProbability(shape: 1.5, upTo: $0 / 2) }
  }

  @Test(arguments: [(1, 1.0), (2, 2), (3, 3), (3, 4.5), (5, 40)])
  func wishartMatricesAreWishart(order: Int, degrees: Double) throws {
    let inverseScale = positiveDefinite(order: order, seed: 5)
    let factorization = try CholeskyFactorization(inverseScale)
    // V, by the columns of the identity.
    let scale = (0..<order).map { column in
      factorization.solve((0..<order).map { $0 == column ? 1 : 0 })
    }
    var random = RandomSource(seed: 6, purpose: "wishart").sequence()
    let matrices = (0..<2000).map { _ in
      random.wishart(inverseScale: factorization, degrees: degrees)
    }
    for a in 0..<order {
      for b in a..<order {
        // Mean νV, variance ν(V_ab² + V_aa V_bb).
        let variance = degrees * (scale[a][b] * scale[a][b] + scale[a][a] * scale[b][b])
        expect(
          matrices.map { $0[a, b] }, haveMean: degrees * scale[a][b], variance: variance)
        #expect(matrices.allSatisfy { $0[a, b] == $0[b, a] })
      }
      // S_aa / V_aa is χ² with ν degrees of freedom …
      expect(matrices.map { $0[a, a] / scale[a][a] }) {
        gammaProbability(shape: degrees / 2, upTo: $0 / 2)
      }
      // … and (V⁻¹)_aa / (S⁻¹)_aa with ν − K + 1.
      let inverses = try matrices.map { matrix in
        try CholeskyFactorization(matrix).solve((0..<order).map { $0 == a ? 1 : 0 })[a]
      }
      expect(inverses.map { inverseScale[a, a] / $0 }) {
        gammaProbability(shape: (degrees - Double(order - 1)) / 2, upTo: $0 / 2)
      }
    }
  }

  @Test(arguments: [1, 2, 5])
  func normalVectorsHaveTheirMeanAndPrecision(order: Int) throws {
    let precision = positiveDefinite(order: order, seed: 7)
    let factorization = try CholeskyFactorization(precision)
    let mean = (0..<order).map { Double($0) - 1 }
    var random = RandomSource(seed: 8, purpose: "vectors").sequence()
    let vectors = (0..<2000).map { _ in
      random.normal(mean: mean, precision: factorization, scale: 3)
    }
    for a in 0..<order {
      let covariance = factorization.solve((0..<order).map { $0 == a ? 1 : 0 })
      let deviation = (covariance[a] / 3).squareRoot()
      expect(vectors.map { ($0[a] - mean[a]) / deviation }, follow: normalProbability)
      for b in 0..<order {
        let other = factorization.solve((0..<order).map { $0 == b ? 1 : 0 })
        let products = vectors.map { ($0[a] - mean[a]) * ($0[b] - mean[b]) }
        let variance = (covariance[a] * other[b] + covariance[b] * covariance[b]) / 9
        expect(products, haveMean: covariance[b] / 3, variance: variance)
      }
    }
    // (x − μ)ᵀ 3Λ (x − μ) is χ² with K degrees of freedom.
    let distances = vectors.map { vector in
      let x = zip(vector, mean).map { $0 - $1 }
      return 3
        * (0..<order).reduce(0) { sum, a in
          sum + (0..<order).reduce(0) { $0 + x[a] * precision[a, $1] * x[$1] }
        }
    }
    expect(distances) { gammaProbability(shape: Double(order) / 2, upTo: $0 / 2) }
  }

  /// The kernels' draws against Cholesky's factor in double precision, for the same noise.
  @Test(arguments: [1, 2, 3, 4, 7, 11, 24, 60], NormalEquations.Method.allCases)
  func kernelsDrawFromTheirEquations(unknowns: Int, method: NormalEquations.Method) throws {
    let equations = NormalEquations(unknowns: unknowns, method: method)
    let width = equations.width
    let precision = positiveDefinite(order: unknowns, seed: 9)
    var random = RandomSource(seed: 10, purpose: "kernel").sequence()
    let shift = (0..<unknowns).map { _ in random.normal() }
    let noise = (0..<unknowns).map { _ in random.normal() }
    let gram = ScratchMemory(repeating: SIMD4<Float>.zero, count: width * equations.groups)
    let elements = UnsafeMutableRawPointer(gram.pointer).assumingMemoryBound(to: Float.self)
    for a in 0..<unknowns {
      for b in a..<unknowns { elements[a * width + b] = Float(precision[a, b]) }
      elements[a * width + width - 1] = Float(shift[a])
    }
    let x = ScratchMemory(repeating: Float(0), count: width)
    let scratch = ScratchMemory(repeating: Float(0), count: 2 * width)
    _ = try noise.map { Float($0) }.withUnsafeBufferPointer { noise in
      try equations.solve(
        gram.pointer, regularization: 0.5, noise: noise.baseAddress, into: x.pointer,
        scratch: scratch.pointer)
    }
    var regularized = precision
    for a in 0..<unknowns { regularized[a, a] += 0.5 }
    let factorization = try CholeskyFactorization(regularized)
    let expected = zip(factorization.solve(shift), factorization.solveFactor(noise))
      .map { $0 + $1 }
    for (a, expected) in expected.enumerated() {
      #expect(abs(Double(x.pointer[a]) - expected) < 1e-3, "\(a)")
    }
  }

  @Test func drawsDependOnNothingButTheirAddress() {
    let source = RandomSource(seed: 1, purpose: "draws")
    func draws(row: Int) -> [Double] {
      var random = source.sequence(epoch: 3, row: row)
      return [random.gamma(shape: 0.3), random.chiSquared(degrees: 5), random.normal()]
    }
    let first = draws(row: 1)
    #expect(draws(row: 2) != first)
    #expect(draws(row: 1) == first)
  }

  // MARK: Statistics

  /// Expects a mean and a variance, within five standard errors; that of the variance is taken
  /// from the numbers.
  private func expect(
    _ numbers: [Double], haveMean mean: Double, variance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let count = Double(numbers.count)
    let found = numbers.reduce(0, +) / count
    #expect(
      abs(found - mean) <= 5 * (variance / count).squareRoot(), sourceLocation: sourceLocation)
    let squares = numbers.map { ($0 - mean) * ($0 - mean) }
    let foundVariance = squares.reduce(0, +) / count
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / count
    let error = ((fourth - foundVariance * foundVariance) / count).squareRoot()
    #expect(abs(foundVariance - variance) <= 5 * error, sourceLocation: sourceLocation)
  }

  /// Expects that the distribution function is nowhere too far from the share of the numbers:
  /// further than 1.95 / √n is one case in a thousand.
  private func expect(
    _ numbers: [Double], sourceLocation: SourceLocation = #_sourceLocation,
    follow probability: (Double) -> Double
  ) {
    let count = Double(numbers.count)
    var distance = 0.0
    for (rank, number) in numbers.sorted().enumerated() {
      let p = probability(number)
      distance = max(distance, abs(p - Double(rank) / count), abs(p - Double(rank + 1) / count))
    }
    #expect(distance < 1.95 / count.squareRoot(), sourceLocation: sourceLocation)
  }

  private func normalProbability(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }

  /// The regularized incomplete gamma function, by its series
  /// x^a e^−x / Γ(a + 1) · (1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …).
  private func gammaProbability(shape: Double, upTo x: Double) -> Double {
    if x <= 0 { return 0 }
    var (term, sum, n) = (1.0, 1.0, shape)
    while term > 1e-16 * sum {
      n += 1
      term *= x / n
      sum += term
    }
    return exp(shape * log(x) - x - lgamma(shape + 1)) * sum
  }

  private func positiveDefinite(order: Int, seed: UInt64) -> Matrix<Double> {
    var random = RandomSource(seed: seed, purpose: "matrix").sequence()
    let factor = (0..<order + 2).map { _ in (0..<order).map { _ in random.normal() } }
    var matrix = Matrix<Double>(rowCount: order, columnCount: order)
    for a in 0..<order {
      for b in 0..<order { matrix[a, b] = factor.reduce(0) { $0 + $1[a] * $1[b] } }
      matrix[a, a] += 1
    }
    return matrix
  }
}
