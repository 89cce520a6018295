import COpenBLAS

// The only file that sees OpenBLAS. Matrices come row by row; LAPACK counts by column, for
// which the lower triangle is the upper triangle of ours.

/// OpenBLAS held to the calling thread, from first use on: our own loops are the parallel
/// ones, and a library that starts threads inside them would only get in their way.
private let singleThreaded: Void = openblas_set_num_threads(1)

/// A matrix that had to be positive definite isn't, to working precision.
public struct NotPositiveDefinite: Error, Equatable {
  /// The row, from zero, at which the factorization met a pivot that isn't positive; it
  /// depends linearly on the rows before it.
  public var pivot: Int
  /// Whether the pivot was finite; an infinite one, or NaN, tells of overflow instead.
  public var isFinite: Bool

  public init(pivot: Int, isFinite: Bool = true) {
    self.pivot = pivot
    self.isFinite = isFinite
  }
}

/// Reads what LAPACK says of a factorization: the only place that does.
///
/// A negative `info` says that an argument was wrong, which is our mistake; a positive one
/// says at which pivot, counted from one, the data weren't positive definite.
func checkFactorization(info: Int32) throws(NotPositiveDefinite) {
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  if info > 0 { throw NotPositiveDefinite(pivot: Int(info) - 1) }
}

/// LAPACK's iteration for eigenvalues or singular values did not converge, or was not begun,
/// because the matrix has numbers that are not finite.
public struct NotConverged: Error, Equatable {}

/// Reads what LAPACK says of an iteration; see `checkFactorization`.
func checkIteration(info: Int32) throws(NotConverged) {
  precondition(info >= 0, "LAPACK refused argument \(-info)")
  if info > 0 { throw NotConverged() }
}

/// The numbers that LAPACK computes with: `Float` and `Double`.
public protocol LAPACKScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Factors the upper triangle of a symmetric matrix, in place, by Cholesky: A = RᵀR.
  static func factorUpperTriangle(
    _ matrix: UnsafeMutablePointer<Self>, order: Int, stride: Int
  ) throws(NotPositiveDefinite)

  /// Solves Rᵀ·x = y, in place.
  static func solveTransposed(
    upperFactor: UnsafePointer<Self>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Self>)

  /// Solves R·x = y, in place.
  static func solveUntransposed(
    upperFactor: UnsafePointer<Self>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Self>)
}

extension LAPACKScalar {
  /// Solves RᵀR·x = y, in place.
  public static func solve(
    upperFactor: UnsafePointer<Self>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Self>
  ) {
    solveTransposed(upperFactor: upperFactor, order: order, stride: stride, y)
    solveUntransposed(upperFactor: upperFactor, order: order, stride: stride, y)
  }
}

extension Float: LAPACKScalar {
  public static func factorUpperTriangle(
    _ matrix: UnsafeMutablePointer<Float>, order: Int, stride: Int
  ) throws(NotPositiveDefinite) {
    _ = singleThreaded
    var (n, lda, info) = (Int32(order), Int32(stride), Int32(0))
    spotrf_("L", &n, matrix, &lda, &info)
    try checkFactorization(info: info)
  }

  public static func solveTransposed(
    upperFactor: UnsafePointer<Float>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    _ = singleThreaded
    cblas_strsv(
      CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, Int32(order), upperFactor,
      Int32(stride), y, 1)
  }

  public static func solveUntransposed(
    upperFactor: UnsafePointer<Float>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Float>
  ) {
    _ = singleThreaded
    cblas_strsv(
      CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(order), upperFactor,
      Int32(stride), y, 1)
  }
}

extension Double: LAPACKScalar {
  public static func factorUpperTriangle(
    _ matrix: UnsafeMutablePointer<Double>, order: Int, stride: Int
  ) throws(NotPositiveDefinite) {
    _ = singleThreaded
    var (n, lda, info) = (Int32(order), Int32(stride), Int32(0))
    dpotrf_("L", &n, matrix, &lda, &info)
    try checkFactorization(info: info)
  }

  public static func solveTransposed(
    upperFactor: UnsafePointer<Double>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Double>
  ) {
    _ = singleThreaded
    cblas_dtrsv(
      CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, Int32(order), upperFactor,
      Int32(stride), y, 1)
  }

  public static func solveUntransposed(
    upperFactor: UnsafePointer<Double>, order: Int, stride: Int, _ y: UnsafeMutablePointer<Double>
  ) {
    _ = singleThreaded
    cblas_dtrsv(
      CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(order), upperFactor,
      Int32(stride), y, 1)
  }
}

/// Adds PᵀP to the upper triangle of a symmetric matrix, for a panel P of `count` rows of
/// `width` numbers.
func addGramByBLAS(
  _ panel: UnsafePointer<Float>, count: Int, width: Int, to gram: UnsafeMutablePointer<Float>
) {
  _ = singleThreaded
  cblas_ssyrk(
    CblasRowMajor, CblasUpper, CblasTrans, Int32(width), Int32(count), 1, panel, Int32(width), 1,
    gram, Int32(width))
}

/// Sets C, of `rows` by `columns`, to op(A)·op(B) + `keep`·C, where op may transpose.
func multiplyByBLAS(
  _ a: UnsafePointer<Float>, transposed isATransposed: Bool, _ b: UnsafePointer<Float>,
  transposed isBTransposed: Bool, rows: Int, columns: Int, inner: Int, keep: Float,
  to c: UnsafeMutablePointer<Float>
) {
  _ = singleThreaded
  cblas_sgemm(
    CblasRowMajor, isATransposed ? CblasTrans : CblasNoTrans,
    isBTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1, a,
    Int32(isATransposed ? rows : inner), b, Int32(isBTransposed ? inner : columns), keep, c,
    Int32(columns))
}

/// Σ x_k·y_k.
public func dotProduct(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
  _ = singleThreaded
  return cblas_sdot(Int32(count), x, 1, y, 1)
}

/// Adds scale·x to y.
public func addMultiple(
  _ scale: Float, of x: UnsafePointer<Float>, count: Int, to y: UnsafeMutablePointer<Float>
) {
  _ = singleThreaded
  cblas_saxpy(Int32(count), scale, x, 1, y, 1)
}

/// The eigenvalues of a symmetric matrix in ascending order; its rows become the eigenvectors.
func symmetricEigenvalues(
  _ matrix: UnsafeMutablePointer<Double>, order: Int
) throws(NotConverged) -> [Double] {
  _ = singleThreaded
  try requireFinite(matrix, count: order * order)
  var (n, info, lwork, liwork) = (Int32(order), Int32(0), Int32(-1), Int32(-1))
  var values = [Double](repeating: 0, count: order)
  var size = 0.0
  var integerSize: Int32 = 0
  dsyevd_("V", "L", &n, matrix, &n, &values, &size, &lwork, &integerSize, &liwork, &info)
  (lwork, liwork) = (Int32(size), integerSize)
  var work = [Double](repeating: 0, count: Int(lwork))
  var integerWork = [Int32](repeating: 0, count: Int(liwork))
  dsyevd_("V", "L", &n, matrix, &n, &values, &work, &lwork, &integerWork, &liwork, &info)
  try checkIteration(info: info)
  return values
}

/// The singular values of a matrix in descending order, with their vectors: LAPACK sees the
/// transpose, whose left vectors are the right ones of ours.
///
/// - Parameters:
///   - matrix: rows x columns, row by row; destroyed.
///   - rows: how many rows there are.
///   - columns: how many columns there are.
/// - Returns: the values; the left vectors as a matrix of rows x values; the right vectors as one
///   of values x columns, both row by row.
/// - Throws: `NotConverged`.
func singularValues(
  _ matrix: UnsafeMutablePointer<Double>, rows: Int, columns: Int
) throws(NotConverged) -> (values: [Double], left: [Double], right: [Double]) {
  _ = singleThreaded
  try requireFinite(matrix, count: rows * columns)
  let count = min(rows, columns)
  var (m, n, k) = (Int32(columns), Int32(rows), Int32(count))
  var (info, lwork) = (Int32(0), Int32(-1))
  var values = [Double](repeating: 0, count: count)
  var right = [Double](repeating: 0, count: columns * count)
  var left = [Double](repeating: 0, count: rows * count)
  var integerWork = [Int32](repeating: 0, count: 8 * count)
  var size = 0.0
  dgesdd_(
    "S", &m, &n, matrix, &m, &values, &right, &m, &left, &k, &size, &lwork, &integerWork, &info)
  lwork = Int32(size)
  var work = [Double](repeating: 0, count: Int(lwork))
  dgesdd_(
    "S", &m, &n, matrix, &m, &values, &right, &m, &left, &k, &work, &lwork, &integerWork, &info)
  try checkIteration(info: info)
  return (values, left, right)
}

/// Makes sure that LAPACK gets to see finite numbers only: of others it complains to the
/// terminal, or never comes to an end.
private func requireFinite(
  _ numbers: UnsafeMutablePointer<Double>, count: Int
) throws(NotConverged) {
  for place in 0..<count where !numbers[place].isFinite { throw NotConverged() }
}

/// Writes XᵀX, of which only the upper triangle is filled, for X of `rows` x `columns`.
func gram(
  _ x: UnsafePointer<Double>, rows: Int, columns: Int, into gram: UnsafeMutablePointer<Double>
) {
  // BLAS takes no matrix without rows or columns, and nothing is to be written of one.
  guard rows > 0, columns > 0 else { return }
  _ = singleThreaded
  cblas_dsyrk(
    CblasRowMajor, CblasUpper, CblasTrans, Int32(columns), Int32(rows), 1, x, Int32(columns), 0,
    gram, Int32(columns))
}

/// Writes XXᵀ, of which only the upper triangle is filled, for X of `rows` x `columns`.
func outerGram(
  _ x: UnsafePointer<Double>, rows: Int, columns: Int, into gram: UnsafeMutablePointer<Double>
) {
  // BLAS takes no matrix without rows or columns, and nothing is to be written of one.
  guard rows > 0, columns > 0 else { return }
  _ = singleThreaded
  cblas_dsyrk(
    CblasRowMajor, CblasUpper, CblasNoTrans, Int32(rows), Int32(columns), 1, x, Int32(columns), 0,
    gram, Int32(rows))
}
