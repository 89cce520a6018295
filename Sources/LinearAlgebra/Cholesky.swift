/// The factorization A = RᵀR of a symmetric positive definite matrix, R upper triangular.
public struct CholeskyFactorization<Scalar: LAPACKScalar>: Sendable {
  /// R in its upper triangle; what is below the diagonal is not used.
  private var factor: Matrix<Scalar>

  /// Factors a matrix, of which only the upper triangle is read.
  ///
  /// - Throws: `NotPositiveDefinite` also if a pivot is positive by rounding alone, see
  ///   `isPositive(_:of:order:)`.
  public init(_ matrix: Matrix<Scalar>) throws(NotPositiveDefinite) {
    precondition(matrix.rowCount == matrix.columnCount, "A symmetric matrix is square")
    factor = matrix
    let order = matrix.rowCount
    try factorAndCheck(&factor.elements, order: order, stride: order)
  }

  /// The largest pivot over the smallest, which is at most the condition number of A.
  public var conditionEstimate: Scalar {
    let roots = (0..<order).map { factor[$0, $0] }
    guard let most = roots.max(), let least = roots.min() else { return 1 }
    return (most / least) * (most / least)
  }

  /// The number of rows of A.
  public var order: Int { factor.rowCount }

  /// The solution of A·x = y.
  public func solve(_ y: [Scalar]) -> [Scalar] { solving(y, Scalar.solve) }

  /// The solution of R·x = y; for a y of independent standard normal numbers, x has the
  /// covariance A⁻¹.
  public func solveFactor(_ y: [Scalar]) -> [Scalar] { solving(y, Scalar.solveUntransposed) }

  private func solving(
    _ y: [Scalar],
    _ solve: (UnsafePointer<Scalar>, _ order: Int, _ stride: Int, UnsafeMutablePointer<Scalar>) ->
      Void
  ) -> [Scalar] {
    precondition(y.count == order, "The right-hand side has a number for each row")
    var x = y
    factor.elements.withUnsafeBufferPointer { factor in
      x.withUnsafeMutableBufferPointer { x in
        guard let factor = factor.baseAddress, let x = x.baseAddress else { return }
        solve(factor, order, order, x)
      }
    }
    return x
  }
}

/// Whether a pivot is positive beyond what rounding may have left of zero.
///
/// Elimination of an exactly singular matrix leaves a pivot of about order·ε times the
/// diagonal element it started from, of either sign; below eight times that there is nothing
/// to divide by. NaN isn't positive.
@inline(__always)
func isPositive<Scalar: BinaryFloatingPoint>(
  _ pivot: Scalar, of diagonal: Scalar, order: Int
) -> Bool {
  pivot > Scalar(8 * order) * Scalar.ulpOfOne * diagonal && pivot.isFinite
}

/// Factors an upper triangle by LAPACK and looks at the pivots once more.
func factorAndCheck<Scalar: LAPACKScalar>(
  _ elements: inout [Scalar], order: Int, stride: Int
) throws(NotPositiveDefinite) {
  let diagonal = (0..<order).map { elements[$0 * stride + $0] }
  do throws(NotPositiveDefinite) {
    try elements.withUnsafeMutableBufferPointer {
      (buffer) throws(NotPositiveDefinite) in
      guard let base = buffer.baseAddress else { return }
      try Scalar.factorUpperTriangle(base, order: order, stride: stride)
    }
  } catch {
    throw NotPositiveDefinite(
      pivot: error.pivot, isFinite: diagonal.allSatisfy { $0.isFinite })
  }
  for row in 0..<order {
    let root = elements[row * stride + row]
    if !isPositive(root * root, of: diagonal[row], order: order) {
      throw NotPositiveDefinite(pivot: row, isFinite: diagonal.allSatisfy { $0.isFinite })
    }
  }
}
