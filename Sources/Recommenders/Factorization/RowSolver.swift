import LinearAlgebra

/// Solves the least-squares problems of one side, users or items, with the other held fixed.
///
/// For user i with features z_j = (u_j, 1) of the items rated and targets t_j = r_ij − c_j:
///
///     (Σ z_j z_jᵀ + λI) x = Σ t_j z_j,  x = (w_i, b_i)
struct RowSolver: ~Copyable {
  let configuration: ALS.Configuration
  let systems: RowSystems
  private let scratch: ScratchMemory<Float>

  init(_ configuration: ALS.Configuration) {
    self.configuration = configuration
    let hasBiases = configuration.biases != .none
    systems = RowSystems(
      unknowns: configuration.factors + (hasBiases ? 1 : 0), threads: configuration.threads)
    scratch = ScratchMemory(
      repeating: 0, count: systems.threads * 2 * systems.equations.width)
  }

  /// Solves all rows.
  ///
  /// - Parameters:
  ///   - ratings: a row for each row to solve, a column for each of `fixed`; less the mean.
  ///   - old: the rows' present values.
  ///   - new: receives the solutions; may be the same memory as `old`.
  ///   - fixed: the other side.
  ///   - conditions: receives an estimate of the condition of each row's equations, from below.
  /// - Returns: the sums with `new` and `fixed`.
  /// - Throws: the failure of the first row that fails, long rows coming last.
  func solve(
    _ ratings: RatingRows, old: borrowing FactorTable, new: borrowing FactorTable,
    fixed: borrowing FactorTable, conditions: UnsafeMutablePointer<Float>
  ) throws(RowSystems.Failure) -> RowSystems.Sums {
    try systems.solve(RowSystems.Step(ratings: ratings), rows: new, fixed: fixed) {
      (row, gram, thread) throws(RowSystems.Failure) in
      conditions[row] = try solveRow(
        row, ratings, gram, old: old, new: new, fixed: fixed, thread)
      return penalty(ofRow: row, new, count: ratings.positions(ofRow: row).count)
    }
  }

  /// λ_i (‖w_i‖² + b_i²).
  func penalty(ofRow row: Int, _ table: borrowing FactorTable, count: Int) -> Double {
    regularization(count: count) * table.squaredNorm(ofRow: row)
  }

  /// λ_i of a row with a number of ratings.
  private func regularization(count: Int) -> Double {
    switch configuration.regularizationScaling {
    case .none: configuration.regularization
    case .count: configuration.regularization * Double(count)
    }
  }

  /// Solves a row from its augmented Gram matrix, which is destroyed.
  ///
  /// - Returns: an estimate of the condition of its equations.
  private func solveRow(
    _ row: Int, _ ratings: RatingRows, _ gram: UnsafeMutablePointer<SIMD4<Float>>,
    old: borrowing FactorTable, new: borrowing FactorTable, fixed: borrowing FactorTable,
    _ thread: Int
  ) throws(RowSystems.Failure) -> Float {
    let width = systems.equations.width
    let factors = configuration.factors
    let lambda = regularization(count: ratings.positions(ofRow: row).count)
    let elements = UnsafeMutableRawPointer(gram).assumingMemoryBound(to: Float.self)
    let x = UnsafeMutableRawPointer(
      systems.coefficients.pointer + thread * systems.equations.groups
    )
    .assumingMemoryBound(to: Float.self)
    var separateBias: Float?
    let condition: Float
    if configuration.biases == .separate {
      separateBias = uncoupleBias(
        elements, width: width, bias: old.bias(ofRow: row), factors: old.numbers(ofRow: row),
        lambda: Float(lambda))
    }
    do {
      condition = try systems.equations.solve(
        gram, regularization: Float(lambda), into: x,
        scratch: scratch.pointer + thread * 2 * width)
    } catch {
      if !error.isFinite { throw RowSystems.Failure(row: row, isFinite: false) }
      // Single precision can't tell the pivot from zero; double precision may.
      (separateBias, condition) = try solveRowInDouble(
        row, ratings, old: old, fixed: fixed, lambda, into: x)
    }
    let target = new.numbers(ofRow: row)
    target.update(from: x, count: factors)
    if new.hasBiases { new.setBias(separateBias ?? x[factors], ofRow: row) }
    return condition
  }

  /// Takes the bias out of the equations of a row, to be found apart from the factors.
  ///
  /// Leaves (Σ u uᵀ) w = Σ (t − b) u with the old b, and an equation for the bias that
  /// has nothing to do with it.
  ///
  /// - Returns: the new bias, b = Σ (t − w·u) / (n + λ) with the old w.
  private func uncoupleBias<Scalar: BinaryFloatingPoint>(
    _ gram: UnsafeMutablePointer<Scalar>, width: Int, bias: Scalar,
    factors old: UnsafePointer<Float>, lambda: Scalar
  ) -> Scalar {
    let factors = configuration.factors
    let target = width - 1
    var sum = gram[factors * width + target]
    for factor in 0..<factors {
      let featureSum = gram[factor * width + factors]
      sum -= Scalar(old[factor]) * featureSum
      gram[factor * width + target] -= bias * featureSum
      gram[factor * width + factors] = 0
    }
    let newBias = sum / (gram[factors * width + factors] + lambda)
    gram[factors * width + target] = 0
    return newBias
  }

  /// Solves a row whose equations single precision can't solve, by plain loops.
  ///
  /// - Returns: the bias, if it is found apart from the factors, and an estimate of the condition.
  private func solveRowInDouble(
    _ row: Int, _ ratings: RatingRows, old: borrowing FactorTable,
    fixed: borrowing FactorTable, _ lambda: Double, into x: UnsafeMutablePointer<Float>
  ) throws(RowSystems.Failure) -> (bias: Float?, condition: Float) {
    let unknowns = systems.equations.unknowns
    // The augmented Gram matrix, the target in the last column.
    let width = unknowns + 1
    let gram = ScratchMemory(repeating: 0.0, count: width * width)
    let observation = ScratchMemory(repeating: 0.0, count: width)
    for position in ratings.positions(ofRow: row) {
      let column = Int(ratings.matrix.columnIndices[position])
      let features = fixed.numbers(ofRow: column)
      for unknown in 0..<unknowns { observation.pointer[unknown] = Double(features[unknown]) }
      observation.pointer[unknowns] =
        Double(ratings.matrix.values[position]) - Double(fixed.bias(ofRow: column))
      for a in 0..<unknowns {
        for b in a..<width {
          gram.pointer[a * width + b] += observation.pointer[a] * observation.pointer[b]
        }
      }
    }
    var separateBias: Double?
    if configuration.biases == .separate {
      separateBias = uncoupleBias(
        gram.pointer, width: width, bias: Double(old.bias(ofRow: row)),
        factors: old.numbers(ofRow: row), lambda: lambda)
    }
    var matrix = Matrix<Double>(rowCount: unknowns, columnCount: unknowns)
    for a in 0..<unknowns {
      for b in a..<unknowns { matrix[a, b] = gram.pointer[a * width + b] }
      matrix[a, a] += lambda
    }
    do {
      let factorization = try CholeskyFactorization(matrix)
      let solution = factorization.solve((0..<unknowns).map { gram.pointer[$0 * width + unknowns] })
      for unknown in 0..<unknowns { x[unknown] = Float(solution[unknown]) }
      return (separateBias.map { Float($0) }, Float(factorization.conditionEstimate))
    } catch {
      throw RowSystems.Failure(row: row, isFinite: error.isFinite)
    }
  }
}
