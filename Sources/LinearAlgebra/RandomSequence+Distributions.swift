import Glibc

// The distributions that Bayesian models of normal data are made of.

extension RandomSequence {
  /// Draws from the gamma distribution, of the density x^(shape − 1)·e^(−rate·x).
  ///
  /// Marsaglia, Tsang, *A Simple Method for Generating Gamma Variables*, ACM Transactions on
  /// Mathematical Software 26(3), 2000. For a shape far below one, numbers that are too small
  /// for double precision become zero.
  ///
  /// - Parameters:
  ///   - shape: above 0.
  ///   - rate: above 0; the mean is shape / rate.
  /// - Returns: the number.
  public mutating func gamma(shape: Double, rate: Double = 1) -> Double {
    precondition(shape > 0 && rate > 0, "A gamma distribution has a positive shape and rate")
    // Below one, from a shape larger by one: G(a) = G(a + 1)·U^(1/a), with U in (0, 1].
    if shape < 1 {
      let larger = gamma(shape: shape + 1, rate: rate)
      return larger * pow(1 - uniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      // log U < x²/2 + d − dv + d·log v, where U in (0, 1] has a finite logarithm.
      if log(1 - uniform()) < x * x / 2 + d * (1 - v + log(v)) { return d * v / rate }
    }
  }

  /// A number with the χ² distribution: the sum of the squares of so many standard normal
  /// numbers, or what lies between for degrees of freedom that are not whole.
  public mutating func chiSquared(degrees: Double) -> Double {
    gamma(shape: degrees / 2, rate: 0.5)
  }

  /// Draws from the normal distribution of a mean and a precision, the inverse of the
  /// covariance: μ + R⁻¹z for the precision RᵀR.
  ///
  /// - Parameters:
  ///   - mean: μ.
  ///   - precision: of as many rows as μ has numbers.
  ///   - scale: a factor of the precision, above 0.
  /// - Returns: the vector.
  public mutating func normal(
    mean: [Double], precision: CholeskyFactorization<Double>, scale: Double = 1
  ) -> [Double] {
    let z = mean.map { _ in normal() }
    let deviation = 1 / scale.squareRoot()
    return zip(mean, precision.solveFactor(z)).map { $0 + deviation * $1 }
  }

  /// Draws from the Wishart distribution W(V, ν), whose mean is νV.
  ///
  /// By the decomposition of Bartlett (1933): for a lower triangular A with √χ²_(ν−i) in row
  /// i = 0, 1, … of its diagonal and standard normal numbers below it, AAᵀ ~ W(I, ν). With
  /// V⁻¹ = RᵀR, that is V = R⁻¹R⁻ᵀ, the product R⁻¹A·(R⁻¹A)ᵀ ~ W(V, ν).
  ///
  /// - Parameters:
  ///   - inverseScale: V⁻¹, of K rows.
  ///   - degrees: ν, above K − 1.
  /// - Returns: a symmetric matrix, positive definite but for rounding.
  public mutating func wishart(
    inverseScale: CholeskyFactorization<Double>, degrees: Double
  ) -> Matrix<Double> {
    let order = inverseScale.order
    precondition(degrees > Double(order - 1), "A Wishart distribution has K degrees of freedom")
    var rows = Matrix<Double>(rowCount: order, columnCount: order)
    for i in 0..<order {
      for j in 0..<i { rows[i, j] = normal() }
      rows[i, i] = chiSquared(degrees: degrees - Double(i)).squareRoot()
    }
    // The columns of R⁻¹A.
    let columns = (0..<order).map { j in
      inverseScale.solveFactor((0..<order).map { rows[$0, j] })
    }
    var product = Matrix<Double>(rowCount: order, columnCount: order)
    for a in 0..<order {
      for b in a..<order {
        let element = columns.reduce(0) { $0 + $1[a] * $1[b] }
        product[a, b] = element
        product[b, a] = element
      }
    }
    return product
  }
}
