public import Bounds
import LinearAlgebra

/// Factorization of a rating matrix by its singular values, X = U S Vᵀ.
///
/// By `eigen` as a lecture has it: the right vectors are the eigenvectors of XᵀX, the left ones
/// those of XXᵀ, the values the square roots of the eigenvalues that both have in common. An
/// eigenvalue of XᵀX carries an error of about ε·s₁², so that a singular value s is good to
/// about ε·s₁²/s only: values below about 10⁻⁸·s₁ are lost in it and taken for zero.
public struct SVD: Sendable {
  public var configuration: Configuration

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  public struct Configuration: TrainingSettings, Hashable {
    /// K, how many singular values to keep.
    @Bounded(in: Limits.factors) public var factors = 10
    public var missing = Missing.error
    public var center = Centering.none
    public var method = Method.auto
    /// Chooses the start of `lanczos`.
    public var seed: UInt64 = 1
    /// How many threads may work; the result is the same for any number.
    @Bounded(in: 1...) public var threads = 1
    /// How many bytes of memory it may take; nil for all that there are.
    public var memory: Int?

    public init() {}
  }

  /// What is put where there is no rating.
  public enum Missing: String, Sendable, Hashable, CaseIterable {
    /// Nothing: a matrix with gaps is refused.
    case error
    case zero
    /// The mean of all ratings.
    case mean
    case userMean = "user-mean"
    case itemMean = "item-mean"
  }

  /// Which means are taken away first, of the matrix as it is filled.
  public enum Centering: String, Sendable, Hashable, CaseIterable {
    case none
    case global
    case user
    case item
  }

  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// `eigen` up to 2,000 rows and columns, else `lanczos`.
    case auto
    case eigen
    case lanczos
  }

  /// More rows or columns than this make XᵀX or XXᵀ too large.
  public static let mostLinesForEigen = 10_000
  private static let usualLinesForEigen = 2_000

  /// Factors a rating matrix.
  ///
  /// The sign of a pair of vectors is free. By any method it is such that of the numbers of the
  /// left one that are largest in magnitude, the first is positive.
  ///
  /// - Parameters:
  ///   - entries: what is known of the matrix: with a row for each user, a column for each item.
  ///   - checkpoint: is told after each step of `lanczos` how many there were; throws to cancel.
  /// - Returns: the model, with K factors or as many as the matrix has.
  /// - Throws: `SVDError`, `MemoryShortage`, or what `checkpoint` throws.
  public func factor(
    _ entries: MatrixEntries, checkpoint: (Int) throws -> Void = { _ in }
  ) throws -> SVDModel {
    if let name = configuration.outOfBounds { throw SVDError.parameterOutOfRange(name) }
    guard entries.count > 0 else { throw SVDError.noRatings }
    let lines = max(entries.rowCount, entries.columnCount)
    let isEigen =
      switch configuration.method {
      case .auto: lines <= Self.usualLinesForEigen
      case .eigen: true
      case .lanczos: false
      }
    guard !isEigen || lines <= Self.mostLinesForEigen else {
      throw SVDError.tooLargeForEigen(lines: lines)
    }
    try requireMemory(memoryNeed(of: entries, isEigen: isEigen), of: configuration.memory)
    let filled = try FilledRatings(entries, configuration)
    do {
      let model = isEigen ? try eigen(filled) : try lanczos(filled, checkpoint: checkpoint)
      guard model.fitsSinglePrecision else { throw SVDError.tooLarge }
      return model
    } catch is NotConverged {
      throw SVDError.notConverged
    }
  }

  /// Factors a rating matrix.
  ///
  /// - Throws: `SVDError`, `MemoryShortage`, or what `checkpoint` throws.
  public func factor(
    _ table: RatingTable, checkpoint: (Int) throws -> Void = { _ in }
  ) throws -> SVDModel {
    try factor(MatrixEntries(table), checkpoint: checkpoint)
  }

  /// About how many bytes it takes to factor a matrix.
  private func memoryNeed(of entries: MatrixEntries, isEigen: Bool) -> Double {
    let (users, items) = (Double(entries.rowCount), Double(entries.columnCount))
    let ratings = 40 * Double(entries.count) + 64 * (users + items)
    let factors = 20 * (users + items) * Double(configuration.factors)
    if isEigen {
      // The matrix; XᵀX and XXᵀ, each twice and with what LAPACK works in.
      return ratings + factors + 8 * users * items
        + 8 * (2 * (users * users + items * items) + 3 * max(users, items) * max(users, items))
    }
    let steps = min(Double(stepLimit), users, items)
    return ratings + factors + 8 * (users + items) * steps + 48 * steps * steps
  }

  /// How many steps of `lanczos` are taken at most.
  private var stepLimit: Int { 8 * configuration.factors + 100 }

  private func eigen(_ filled: FilledRatings) throws(NotConverged) -> SVDModel {
    let x = filled.dense
    let gram = try SymmetricEigenvalues(ofGramOf: x)
    let outer = try SymmetricEigenvalues(ofOuterGramOf: x)
    let common = min(x.rowCount, x.columnCount)
    let lines = Double(max(x.rowCount, x.columnCount))
    // What is left of zero by rounding, here and where means were taken away.
    let noise = max(
      lines * Double.ulpOfOne * max(gram.values.first ?? 0, 0), filled.noise * filled.noise)
    let rank = (0..<common).prefix { gram.values[$0] > noise }.count
    let count = min(configuration.factors, rank)
    let values = gram.values.prefix(count).map { $0.squareRoot() }
    let right = Matrix(
      rowCount: count, columnCount: x.columnCount,
      elements: Array(gram.vectors.elements.prefix(count * x.columnCount)))
    var left = Matrix(
      rowCount: count, columnCount: x.rowCount,
      elements: Array(outer.vectors.elements.prefix(count * x.rowCount)))
    let turned = matchLeftVectors(&left, to: right, values, of: filled)
    return SVDModel(
      SingularValueDecomposition(values: values, left: left, right: right), of: filled,
      course: .eigen(
        .init(
          gram: Array(gram.values.prefix(common)), outer: Array(outer.values.prefix(common)),
          turnedCount: turned)))
  }

  /// Makes left vectors match the right ones, so that X·v = s·u; how many it had to replace.
  ///
  /// Both matrices leave the sign of their eigenvectors open, and where several eigenvalues are
  /// equal, any rotation among theirs too. A sign is turned; a vector that is another one
  /// altogether is replaced by X·v/s.
  private func matchLeftVectors(
    _ left: inout Matrix<Double>, to right: Matrix<Double>, _ values: [Double],
    of filled: FilledRatings
  ) -> Int {
    var replaced = 0
    for (k, value) in values.enumerated() {
      let image = filled.times(Array(right.row(k)))
      let product = zip(image, left.row(k)).reduce(0) { $0 + $1.0 * $1.1 }
      let range = k * left.columnCount..<(k + 1) * left.columnCount
      if abs(product) < (1 - 1e-6) * value {
        replaced += 1
        left.elements.replaceSubrange(range, with: image.map { $0 / value })
      } else if product < 0 {
        for index in range { left.elements[index].negate() }
      }
    }
    return replaced
  }

  private func lanczos(
    _ filled: FilledRatings, checkpoint: (Int) throws -> Void
  ) throws -> SVDModel {
    let found = try LanczosBidiagonalization(
      of: filled, count: configuration.factors, stepLimit: stepLimit,
      seed: configuration.seed, threads: configuration.threads, checkpoint: checkpoint)
    let values = found.decomposition.values
    // What is left of zero by rounding is no factor.
    let noise = max(1e-13 * (values.first ?? 0), filled.noise)
    let rank = values.prefix { $0 > noise }.count
    func leading(_ matrix: Matrix<Double>) -> Matrix<Double> {
      Matrix(
        rowCount: rank, columnCount: matrix.columnCount,
        elements: Array(matrix.elements.prefix(rank * matrix.columnCount)))
    }
    return SVDModel(
      SingularValueDecomposition(
        values: Array(values.prefix(rank)), left: leading(found.decomposition.left),
        right: leading(found.decomposition.right)), of: filled,
      course: .lanczos(.init(steps: found.stepCount, residuals: found.residuals)))
  }
}

/// Why a rating matrix has no singular value decomposition here.
public enum SVDError: Error, Hashable, Sendable {
  case noRatings
  /// A setting lies outside its bounds, by the name that notebooks have for it.
  case parameterOutOfRange(String)
  /// So many cells of the matrix are empty, and there is no rule to fill them.
  case missingEntries(count: Int, of: Int)
  /// The matrix has so many rows or columns that its products with itself don't fit.
  case tooLargeForEigen(lines: Int)
  /// LAPACK's iteration did not converge.
  case notConverged
  /// A singular value is larger than what predictions of single precision can be made of.
  case tooLarge
}
