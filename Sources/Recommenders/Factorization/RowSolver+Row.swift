import LinearAlgebra

extension RowSolver {
  /// Copies the features and targets of some ratings to the thread's panel.
  private func fillPanel(
    _ ratings: RatingRows, _ positions: Range<Int>, _ fixed: borrowing FactorTable,
    _ panel: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let groups = equations.groups
    let source = fixed.vectors
    var target = panel
    ratings.matrix.columnIndices.withUnsafeBufferPointer { columns in
      ratings.matrix.values.withUnsafeBufferPointer { values in
        for position in positions {
          let features = source + Int(columns[position]) * groups
          for group in 0..<groups - 1 { target[group] = features[group] }
          target[groups - 1] = features[groups - 1] + SIMD4(0, 0, 0, values[position])
          target += groups
        }
      }
    }
  }

  /// Adds the augmented Gram matrix of some ratings, panel by panel.
  func addGram(
    _ ratings: RatingRows, _ positions: Range<Int>, _ fixed: borrowing FactorTable,
    _ thread: Int, to gram: UnsafeMutablePointer<SIMD4<Float>>
  ) {
    let capacity = equations.panelCapacity
    let panel = panels.pointer + thread * capacity * equations.groups
    var start = positions.lowerBound
    while start < positions.upperBound {
      let end = min(start + capacity, positions.upperBound)
      fillPanel(ratings, start..<end, fixed, panel)
      equations.addGram(of: panel, count: end - start, to: gram)
      start = end
    }
  }

  /// Σ (r − r̂)² over some ratings of a row, which may still be in the thread's panel.
  func sumOfSquaredResiduals(
    _ ratings: RatingRows, _ positions: Range<Int>, _ rows: borrowing FactorTable,
    _ row: Int, _ fixed: borrowing FactorTable, _ thread: Int, panelIsFilled: Bool
  ) -> Double {
    let capacity = equations.panelCapacity
    let panel = panels.pointer + thread * capacity * equations.groups
    let x = coefficients.pointer + thread * equations.groups
    rows.writeCoefficients(ofRow: row, to: x)
    if panelIsFilled {
      return equations.sumOfSquaredResiduals(of: panel, count: positions.count, x)
    }
    var sum = 0.0
    var start = positions.lowerBound
    while start < positions.upperBound {
      let end = min(start + capacity, positions.upperBound)
      fillPanel(ratings, start..<end, fixed, panel)
      sum += equations.sumOfSquaredResiduals(of: panel, count: end - start, x)
      start = end
    }
    return sum
  }

  /// Solves a row from its augmented Gram matrix, which is destroyed.
  func solveRow(
    _ row: Int, _ ratings: RatingRows, _ gram: UnsafeMutablePointer<SIMD4<Float>>,
    old: borrowing FactorTable, new: borrowing FactorTable, fixed: borrowing FactorTable,
    _ thread: Int
  ) throws(Failure) {
    let width = equations.width
    let factors = configuration.factors
    let lambda = regularization(count: ratings.positions(ofRow: row).count)
    let elements = UnsafeMutableRawPointer(gram).assumingMemoryBound(to: Float.self)
    let x = UnsafeMutableRawPointer(coefficients.pointer + thread * equations.groups)
      .assumingMemoryBound(to: Float.self)
    var separateBias: Float?
    if configuration.biases == .separate {
      separateBias = uncoupleBias(
        elements, width: width, bias: old.bias(ofRow: row), factors: old.numbers(ofRow: row),
        lambda: Float(lambda))
    }
    do {
      try equations.solve(
        gram, regularization: Float(lambda), into: x,
        scratch: scratch.pointer + thread * 2 * width)
    } catch {
      if !error.isFinite { throw Failure(row: row, isFinite: false) }
      // Single precision can't tell the pivot from zero; double precision may.
      separateBias = try solveRowInDouble(row, ratings, old: old, fixed: fixed, lambda, into: x)
    }
    let target = new.numbers(ofRow: row)
    target.update(from: x, count: factors)
    if new.hasBiases { new.setBias(separateBias ?? x[factors], ofRow: row) }
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
  /// - Returns: the bias, if it is found apart from the factors.
  private func solveRowInDouble(
    _ row: Int, _ ratings: RatingRows, old: borrowing FactorTable,
    fixed: borrowing FactorTable, _ lambda: Double, into x: UnsafeMutablePointer<Float>
  ) throws(Failure) -> Float? {
    let unknowns = equations.unknowns
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
      let solution = try CholeskyFactorization(matrix)
        .solve((0..<unknowns).map { gram.pointer[$0 * width + unknowns] })
      for unknown in 0..<unknowns { x[unknown] = Float(solution[unknown]) }
    } catch {
      throw Failure(row: row, isFinite: error.isFinite)
    }
    return separateBias.map { Float($0) }
  }
}
