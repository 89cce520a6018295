import Glibc

/// A matrix of which only products with vectors are asked.
public protocol LinearOperator: Sendable {
  var rowCount: Int { get }
  var columnCount: Int { get }
  /// X·v.
  func times(_ v: [Double]) -> [Double]
  /// Xᵀ·u.
  func transposedTimes(_ u: [Double]) -> [Double]
}

/// The largest singular values of a matrix that is too large to be multiplied with itself.
///
/// Golub and Kahan, *Calculating the Singular Values and Pseudo-Inverse of a Matrix*, SIAM J.
/// Numer. Anal. 2(2), 1965: bidiagonalization X·V_L = U_L·B_L from a random start, with full
/// reorthogonalization of both bases. A value is good to ε·s₁ once its residual
/// |β_L·(last number of the left vector of B_L)| is.
public struct LanczosBidiagonalization: Sendable {
  public var decomposition: SingularValueDecomposition
  /// For each value ‖Xᵀu − s·v‖, as the iteration estimates it.
  public var residuals: [Double]
  /// L, how many steps were taken.
  public var stepCount: Int

  /// Finds singular values.
  ///
  /// - Parameters:
  ///   - x: the matrix.
  ///   - count: K, how many values at most; fewer only where there are no more.
  ///   - tolerance: the largest residual as a share of the largest value.
  ///   - stepLimit: how many steps at most, at least K.
  ///   - seed: chooses the start.
  ///   - threads: how many threads may work; the result is the same for any number.
  ///   - checkpoint: is told after each step how many there were; throws to cancel.
  /// - Throws: `NotConverged` of LAPACK, or what `checkpoint` throws.
  public init(
    of x: some LinearOperator, count: Int, tolerance: Double = 1e-10, stepLimit: Int,
    seed: UInt64, threads: Int = 1, checkpoint: (Int) throws -> Void = { _ in }
  ) throws {
    // The start lies in the smaller of the two spaces, which the steps can fill.
    if x.rowCount >= x.columnCount {
      try self.init(
        ofTall: x, count: count, tolerance: tolerance, stepLimit: stepLimit, seed: seed,
        threads: threads, checkpoint: checkpoint)
    } else {
      try self.init(
        ofTall: Transpose(x), count: count, tolerance: tolerance, stepLimit: stepLimit,
        seed: seed, threads: threads, checkpoint: checkpoint)
      swap(&decomposition.left, &decomposition.right)
    }
  }

  private init(
    ofTall x: some LinearOperator, count: Int, tolerance: Double, stepLimit: Int, seed: UInt64,
    threads: Int, checkpoint: (Int) throws -> Void
  ) throws {
    let most = min(x.rowCount, x.columnCount)
    let wanted = min(count, most)
    let limit = min(max(stepLimit, wanted), most)
    var lefts = OrthonormalBasis(dimension: x.rowCount, threads: threads)
    var rights = OrthonormalBasis(dimension: x.columnCount, threads: threads)
    let source = RandomSource(seed: seed, purpose: "lanczos")
    // B is upper bidiagonal: α on the diagonal, β above it.
    var (alphas, betas): ([Double], [Double]) = ([], [])
    var result: SingularValueDecomposition?
    var residuals: [Double] = []

    rights.appendRandom(source, attempt: 0)
    while alphas.count < limit {
      let step = alphas.count
      // u = X·v − β·u₋, then v = Xᵀ·u − α·v; orthogonalization takes care of the second terms.
      let alpha = lefts.append(x.times(rights.vector(step)), source, attempt: 2 * step + 1)
      alphas.append(alpha)
      let beta =
        alphas.count < most
        ? rights.append(x.transposedTimes(lefts.vector(step)), source, attempt: 2 * step + 2) : 0
      betas.append(beta)
      try checkpoint(step + 1)

      let isLast = alphas.count == limit
      guard isLast || (alphas.count >= wanted + 5 && alphas.count % 10 == 0) else { continue }
      let small = try SingularValueDecomposition(of: Self.bidiagonal(alphas, betas))
      residuals = (0..<wanted).map { abs(beta * small.left[$0, alphas.count - 1]) }
      result = small
      if residuals.allSatisfy({ $0 <= tolerance * (small.values.first ?? 0) }) { break }
    }

    let small = try result ?? SingularValueDecomposition(of: Self.bidiagonal(alphas, betas))
    decomposition = SingularValueDecomposition(
      values: Array(small.values.prefix(wanted)),
      left: lefts.combined(small.left, count: wanted),
      right: rights.combined(small.right, count: wanted))
    self.residuals = residuals
    stepCount = alphas.count
  }

  private static func bidiagonal(_ alphas: [Double], _ betas: [Double]) -> Matrix<Double> {
    var matrix = Matrix<Double>(rowCount: alphas.count, columnCount: alphas.count)
    for (step, alpha) in alphas.enumerated() {
      matrix[step, step] = alpha
      if step + 1 < alphas.count { matrix[step, step + 1] = betas[step] }
    }
    return matrix
  }
}

/// Xᵀ.
private struct Transpose<Operator: LinearOperator>: LinearOperator {
  private let x: Operator

  init(_ x: Operator) { self.x = x }

  var rowCount: Int { x.columnCount }
  var columnCount: Int { x.rowCount }
  func times(_ v: [Double]) -> [Double] { x.transposedTimes(v) }
  func transposedTimes(_ u: [Double]) -> [Double] { x.times(u) }
}

/// Vectors of length 1 at right angles to each other.
private struct OrthonormalBasis {
  let dimension: Int
  let threads: Int
  private var vectors: [[Double]] = []

  init(dimension: Int, threads: Int) {
    self.dimension = dimension
    self.threads = threads
  }

  func vector(_ number: Int) -> [Double] { vectors[number] }

  /// Adds the part of a vector at right angles to all others, and gives its length.
  ///
  /// If nothing is left of it, a random vector is added and the length is 0: then the vectors so
  /// far span a space that the matrix doesn't leave, and others may be found outside.
  mutating func append(_ vector: [Double], _ source: RandomSource, attempt: Int) -> Double {
    let before = norm(vector)
    let rest = orthogonalized(vector)
    let length = norm(rest)
    guard length > 1e-13 * before, before > 0 else {
      appendRandom(source, attempt: attempt)
      return 0
    }
    vectors.append(rest.map { $0 / length })
    return length
  }

  mutating func appendRandom(_ source: RandomSource, attempt: Int) {
    var random = source.sequence(row: attempt)
    let vector = (0..<dimension).map { _ in random.normal() }
    let rest = orthogonalized(vector)
    let length = norm(rest)
    vectors.append(rest.map { $0 / length })
  }

  /// Gram and Schmidt's way, twice where much is lost in the first pass, which is enough
  /// (Parlett, *The Symmetric Eigenvalue Problem*, 6.9).
  private func orthogonalized(_ vector: [Double]) -> [Double] {
    guard let last = vectors.last else { return vector }
    var rest = vector
    // In exact arithmetic this is all there is to take away, so that one pass mostly does.
    let product = dot(last, rest)
    for index in rest.indices { rest[index] -= product * last[index] }
    for _ in 0..<2 {
      let before = norm(rest)
      let products = ScratchMemory<Double>(repeating: 0, count: vectors.count)
      parallelFor(vectors.count, threads: threads) { number, _ in
        products.pointer[number] = dot(vectors[number], rest)
      }
      // Each thread takes some of the numbers, so that sums don't depend on how many there are.
      let chunks = Pieces(of: dimension, size: 8192)
      rest.withUnsafeMutableBufferPointer { rest in
        guard let base = rest.baseAddress else { return }
        parallelFor(chunks.count, threads: threads) { number, _ in
          let range = chunks[number]
          for (number, vector) in vectors.enumerated() {
            let product = products.pointer[number]
            vector.withUnsafeBufferPointer { vector in
              for index in range { base[index] -= product * vector[index] }
            }
          }
        }
      }
      if norm(rest) > 0.7 * before { break }
    }
    return rest
  }

  /// Sums of all vectors, with the numbers of each of the first rows of a matrix.
  func combined(_ matrix: Matrix<Double>, count: Int) -> Matrix<Double> {
    var sums = Matrix<Double>(rowCount: count, columnCount: dimension)
    sums.elements.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      parallelFor(count, threads: threads) { row, _ in
        let sum = base + row * dimension
        for number in 0..<matrix.columnCount {
          let factor = matrix[row, number]
          vectors[number].withUnsafeBufferPointer { vector in
            for index in 0..<dimension { sum[index] += factor * vector[index] }
          }
        }
      }
    }
    return sums
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      // Several sums that don't wait for each other.
      var sums = SIMD8<Double>.zero
      var index = 0
      while index + 8 <= a.count {
        let x = UnsafeRawPointer(a.baseAddress! + index).loadUnaligned(as: SIMD8<Double>.self)
        let y = UnsafeRawPointer(b.baseAddress! + index).loadUnaligned(as: SIMD8<Double>.self)
        sums += x * y
        index += 8
      }
      var sum = sums.sum()
      while index < a.count {
        sum += a[index] * b[index]
        index += 1
      }
      return sum
    }
  }
}

private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
