import LinearAlgebra
import Synchronization

/// Solves the least-squares problems of one side, users or items, with the other held fixed.
///
/// For user i with features z_j = (u_j, 1) of the items rated and targets t_j = r_ij − c_j:
///
///     (Σ z_j z_jᵀ + λI) x = Σ t_j z_j,  x = (w_i, b_i)
///
/// All memory is allocated beforehand, per thread.
struct RowSolver: ~Copyable {
  let configuration: ALS.Configuration
  let equations: NormalEquations
  private let threads: Int
  private let panels: ScratchMemory<SIMD4<Float>>
  private let grams: ScratchMemory<SIMD4<Float>>
  private let coefficients: ScratchMemory<SIMD4<Float>>
  private let scratch: ScratchMemory<Float>

  init(_ configuration: ALS.Configuration) {
    self.configuration = configuration
    let hasBiases = configuration.biases != .none
    equations = NormalEquations(unknowns: configuration.factors + (hasBiases ? 1 : 0))
    threads = configuration.threads
    panels = ScratchMemory(
      repeating: .zero, count: threads * equations.panelCapacity * equations.groups)
    grams = ScratchMemory(repeating: .zero, count: threads * equations.width * equations.groups)
    coefficients = ScratchMemory(repeating: .zero, count: threads * equations.groups)
    scratch = ScratchMemory(repeating: 0, count: threads * 2 * equations.width)
  }

  /// The sums over all rows after a half-epoch.
  struct Sums {
    /// Σ (r − r̂)².
    var squaredResiduals = 0.0
    /// Σ λ_i (‖w_i‖² + b_i²).
    var penalty = 0.0

    static func + (a: Sums, b: Sums) -> Sums {
      Sums(
        squaredResiduals: a.squaredResiduals + b.squaredResiduals, penalty: a.penalty + b.penalty)
    }
  }

  /// Why a row has no solution.
  struct Failure: Error, Equatable {
    var row: Int
    /// Whether its equations were finite; if not, numbers have overflown.
    var isFinite: Bool
  }

  // MARK: One side

  /// Solves all rows.
  ///
  /// - Parameters:
  ///   - ratings: a row for each row to solve, a column for each of `fixed`; less the mean.
  ///   - old: the rows' present values.
  ///   - new: receives the solutions; may be the same memory as `old`.
  ///   - fixed: the other side.
  /// - Returns: the sums with `new` and `fixed`.
  /// - Throws: the failure of the first row that fails, long rows coming last.
  func solve(
    _ ratings: RatingRows, old: borrowing FactorTable, new: borrowing FactorTable,
    fixed: borrowing FactorTable
  ) throws(Failure) -> Sums {
    let schedule = ratings.schedule
    let segmentCount = schedule.segments.count
    let gramSize = equations.width * equations.groups
    let partGrams = ScratchMemory(repeating: SIMD4<Float>.zero, count: segmentCount * gramSize)
    let chunkSums = ScratchMemory(repeating: Sums(), count: schedule.chunks.count)
    let chunkFailures = ScratchMemory<Failure?>(repeating: nil, count: schedule.chunks.count)
    let hasFailed = Atomic(false)

    parallelFor(segmentCount + schedule.chunks.count, threads: threads) { number, thread in
      // Chunks before one that failed have at least begun, and are finished: so the first
      // failure is always the same.
      if hasFailed.load(ordering: .relaxed) { return }
      if number < segmentCount {
        addGram(
          ratings, schedule.segments[number].positions, fixed, thread,
          to: partGrams.pointer + number * gramSize)
        return
      }
      let chunk = number - segmentCount
      var sums = Sums()
      for row in schedule.chunks[chunk] {
        let positions = ratings.positions(ofRow: row)
        if positions.isEmpty || positions.count > schedule.longRowCount { continue }
        do throws(Failure) {
          let gram = grams.pointer + thread * gramSize
          gram.update(repeating: .zero, count: gramSize)
          addGram(ratings, positions, fixed, thread, to: gram)
          try solveRow(row, ratings, gram, old: old, new: new, fixed: fixed, thread)
          // The panel still holds the row, unless it was too long for it.
          sums.squaredResiduals += sumOfSquaredResiduals(
            ratings, positions, new, row, fixed, thread,
            panelIsFilled: positions.count <= equations.panelCapacity)
          sums.penalty += penalty(ofRow: row, new, count: positions.count)
        } catch {
          chunkFailures.pointer[chunk] = error
          hasFailed.store(true, ordering: .relaxed)
          return
        }
      }
      chunkSums.pointer[chunk] = sums
    }
    for chunk in schedule.chunks.indices {
      if let failure = chunkFailures.pointer[chunk] { throw failure }
    }
    let sums = schedule.chunks.indices.reduce(Sums()) { $0 + chunkSums.pointer[$1] }
    if schedule.longRows.isEmpty { return sums }
    return sums
      + (try solveLongRows(ratings, partGrams: partGrams, old: old, new: new, fixed: fixed))
  }

  /// Solves the long rows, whose Gram matrices come in parts.
  private func solveLongRows(
    _ ratings: RatingRows, partGrams: borrowing ScratchMemory<SIMD4<Float>>,
    old: borrowing FactorTable, new: borrowing FactorTable, fixed: borrowing FactorTable
  ) throws(Failure) -> Sums {
    let schedule = ratings.schedule
    let gramSize = equations.width * equations.groups
    let failures = ScratchMemory<Failure?>(repeating: nil, count: schedule.longRows.count)
    parallelFor(schedule.longRows.count, threads: threads) { longRow, thread in
      let gram = grams.pointer + thread * gramSize
      gram.update(repeating: .zero, count: gramSize)
      for (number, segment) in schedule.segments.enumerated() where segment.longRow == longRow {
        let part = partGrams.pointer + number * gramSize
        for place in 0..<gramSize { gram[place] += part[place] }
      }
      do throws(Failure) {
        try solveRow(
          schedule.longRows[longRow], ratings, gram, old: old, new: new, fixed: fixed, thread)
      } catch {
        failures.pointer[longRow] = error
      }
    }
    for longRow in schedule.longRows.indices {
      if let failure = failures.pointer[longRow] { throw failure }
    }
    let residuals = ScratchMemory(repeating: 0.0, count: schedule.segments.count)
    parallelFor(schedule.segments.count, threads: threads) { number, thread in
      let segment = schedule.segments[number]
      residuals.pointer[number] = sumOfSquaredResiduals(
        ratings, segment.positions, new, schedule.longRows[segment.longRow], fixed, thread,
        panelIsFilled: false)
    }
    var sums = Sums()
    for number in schedule.segments.indices { sums.squaredResiduals += residuals.pointer[number] }
    for row in schedule.longRows {
      sums.penalty += penalty(ofRow: row, new, count: ratings.positions(ofRow: row).count)
    }
    return sums
  }

  /// Σ (r − r̂)² over ratings, which needn't be those that were solved for.
  func sumOfSquaredResiduals(
    _ ratings: RatingRows, rows: borrowing FactorTable, columns: borrowing FactorTable
  ) -> Double {
    let schedule = ratings.schedule
    let segmentCount = schedule.segments.count
    let pieces = ScratchMemory(repeating: 0.0, count: segmentCount + schedule.chunks.count)
    parallelFor(pieces.count, threads: threads) { number, thread in
      if number < segmentCount {
        let segment = schedule.segments[number]
        pieces.pointer[number] = sumOfSquaredResiduals(
          ratings, segment.positions, rows, schedule.longRows[segment.longRow], columns, thread,
          panelIsFilled: false)
        return
      }
      for row in schedule.chunks[number - segmentCount] {
        let positions = ratings.positions(ofRow: row)
        if positions.isEmpty || positions.count > schedule.longRowCount { continue }
        pieces.pointer[number] += sumOfSquaredResiduals(
          ratings, positions, rows, row, columns, thread, panelIsFilled: false)
      }
    }
    return (0..<pieces.count).reduce(0) { $0 + pieces.pointer[$1] }
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

  // MARK: One row

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
  private func addGram(
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

  private func sumOfSquaredResiduals(
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
  private func solveRow(
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
