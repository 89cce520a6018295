public import Bounds
import LinearAlgebra

/// The prior of the mean μ and the precision Λ that the rows of a factor matrix have in common.
///
///     Λ ~ W(W₀, ν₀),  μ | Λ ~ N(μ₀, (β₀Λ)⁻¹)
///
/// Salakhutdinov, Mnih, *Bayesian Probabilistic Matrix Factorization using Markov Chain Monte
/// Carlo*, ICML 2008, equation 5; here with μ₀ = (m, …, m) and W₀ = sI.
public struct NormalWishart: Settings, Hashable {
  /// m.
  @Bounded(in: Interval()) public var mean = 0.0
  /// β₀, how many rows the mean counts for.
  @Bounded(in: .above(0)) public var strength = 2.0
  /// ν₀, the degrees of freedom, at least the number of factors K; nil for K.
  @Bounded(in: .above(0)) public var degrees: Double? = nil
  /// s.
  @Bounded(in: .above(0)) public var scale = 1.0

  public init() {}

  /// A prior of which only some numbers are not as they are by default.
  public init(
    mean: Double = NormalWishart().mean, strength: Double = NormalWishart().strength,
    degrees: Double? = nil, scale: Double = NormalWishart().scale
  ) {
    self.mean = mean
    self.strength = strength
    self.degrees = degrees
    self.scale = scale
  }

  /// The prior of biases: the same in one dimension, with as many degrees of freedom more than
  /// it takes.
  func ofBiases(factors: Int) -> NormalWishart {
    var prior = self
    prior.degrees = degrees.map { $0 - Double(factors) + 1 }
    return prior
  }

  /// The distribution of μ and Λ given rows, which has the same form (ibid., equation 14).
  func conditional(given rows: RowMoments) -> Conditional {
    let order = rows.sum.count
    let count = Double(rows.count)
    // β* = β₀ + N,  ν* = ν₀ + N,  μ* = (β₀μ₀ + Σx) / β*
    let newStrength = strength + count
    let newMean = rows.sum.map { (strength * mean + $0) / newStrength }
    // W*⁻¹ = W₀⁻¹ + Σxxᵀ + β₀μ₀μ₀ᵀ − β*μ*μ*ᵀ
    var inverseScale = rows.products
    for a in 0..<order {
      for b in a..<order {
        inverseScale[a, b] += strength * mean * mean - newStrength * newMean[a] * newMean[b]
        if a == b { inverseScale[a, b] += 1 / scale }
      }
    }
    return Conditional(
      mean: newMean, strength: newStrength, degrees: (degrees ?? Double(order)) + count,
      inverseScale: inverseScale)
  }

  /// A Normal–Wishart distribution with any μ* and W*.
  struct Conditional {
    var mean: [Double]
    var strength: Double
    var degrees: Double
    /// W*⁻¹, its upper triangle.
    var inverseScale: Matrix<Double>

    /// Draws Λ, and μ given Λ.
    func draw(_ random: inout RandomSequence) throws(NotPositiveDefinite) -> NormalParameters {
      let precision = random.wishart(
        inverseScale: try CholeskyFactorization(inverseScale), degrees: degrees)
      return NormalParameters(
        mean: random.normal(
          mean: mean, precision: try CholeskyFactorization(precision), scale: strength),
        precision: precision)
    }
  }
}

/// A normal distribution of rows.
struct NormalParameters: Sendable {
  /// μ.
  var mean: [Double]
  /// Λ, the inverse of the covariance.
  var precision: Matrix<Double>

  /// Λμ.
  var shift: [Double] {
    mean.indices.map { a in
      mean.indices.reduce(0) { $0 + precision[a, $1] * mean[$1] }
    }
  }

  /// The distribution of (x, y) for independent x and y.
  func joined(_ other: NormalParameters) -> NormalParameters {
    let (size, otherSize) = (mean.count, other.mean.count)
    var joint = Matrix<Double>(rowCount: size + otherSize, columnCount: size + otherSize)
    for a in 0..<size {
      for b in 0..<size { joint[a, b] = precision[a, b] }
    }
    for a in 0..<otherSize {
      for b in 0..<otherSize { joint[size + a, size + b] = other.precision[a, b] }
    }
    return NormalParameters(mean: mean + other.mean, precision: joint)
  }

  /// ‖μ‖.
  var meanNorm: Double { mean.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// tr Λ.
  var precisionTrace: Double { mean.indices.reduce(0) { $0 + precision[$1, $1] } }
}

/// What a Normal–Wishart prior has to know of rows x.
struct RowMoments: Sendable {
  var count: Int
  /// Σx.
  var sum: [Double]
  /// Σxxᵀ, its upper triangle.
  var products: Matrix<Double>

  /// Of no rows.
  init(order: Int) {
    count = 0
    sum = Array(repeating: 0, count: order)
    products = Matrix(rowCount: order, columnCount: order)
  }
}
