import LinearAlgebra

/// The distribution of a row given everything else, by the formulas, in double precision.
///
/// For the row x of a user, ratings t_j = x·z_j + ε with ε ~ N(0, α⁻¹), and the prior
/// x ~ N(μ, Λ⁻¹):
///
///     x | … ~ N(Λ*⁻¹(Λμ + α Σ t_j z_j), Λ*⁻¹),  Λ* = Λ + α Σ z_j z_jᵀ
///
/// Salakhutdinov, Mnih, ICML 2008, equations 11 to 13. What the kernels of single precision
/// are compared with, and what takes their place where they can't tell a pivot from zero.
struct RowConditional {
  /// Λ*.
  private(set) var precision: Matrix<Double>
  /// Λμ + α Σ t_j z_j.
  private(set) var shift: [Double]
  private let noisePrecision: Double

  init(prior: NormalParameters, noisePrecision: Double) {
    precision = prior.precision
    shift = prior.shift
    self.noisePrecision = noisePrecision
  }

  /// Takes a rating into account.
  mutating func add(features: [Double], target: Double) {
    for a in features.indices {
      shift[a] += noisePrecision * target * features[a]
      for b in features.indices {
        precision[a, b] += noisePrecision * features[a] * features[b]
      }
    }
  }

  /// Draws a row, from as many standard normal numbers; the mean from zeros.
  func draw(noise: [Double]) throws(NotPositiveDefinite) -> [Double] {
    let factorization = try CholeskyFactorization(precision)
    return zip(factorization.solve(shift), factorization.solveFactor(noise)).map { $0 + $1 }
  }
}
