import LinearAlgebra
import Synchronization

/// The normal equations of the rows of one side, users or items, with the other held fixed.
///
/// For user i with features z_j = (u_j, 1) of the items rated and targets t_j = r_ij − c_j,
/// the augmented Gram matrix of Σ z_j z_jᵀ and Σ t_j z_j. What is done with it, a step of
/// alternating least squares or of Gibbs sampling, is for the caller to say.
///
/// All memory is allocated beforehand, per thread.
struct RowSystems: ~Copyable {
  let equations: NormalEquations
  let threads: Int
  private let panels: ScratchMemory<SIMD4<Float>>
  let coefficients: ScratchMemory<SIMD4<Float>>
  private let grams: ScratchMemory<SIMD4<Float>>

  init(unknowns: Int, threads: Int) {
    equations = NormalEquations(unknowns: unknowns)
    let threads = usableThreads(threads)
    self.threads = threads
    panels = ScratchMemory(
      repeating: .zero, count: threads * equations.panelCapacity * equations.groups)
    coefficients = ScratchMemory(repeating: .zero, count: threads * equations.groups)
    grams = ScratchMemory(repeating: .zero, count: threads * equations.width * equations.groups)
  }

  /// The sums over all rows after they were solved.
  struct Sums {
    /// Σ (r − r̂)².
    var squaredResiduals = 0.0
    /// The sum of what the rows' solutions cost besides, such as Σ λ_i (‖w_i‖² + b_i²).
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

  /// What a call of `solve` is about.
  struct Step {
    /// A row for each row to solve, a column for each of the fixed side; less the mean.
    var ratings: RatingRows
    /// The augmented Gram matrix to start each row's from; without it, it starts from zero and
    /// rows without ratings are left as they are.
    var start: UnsafePointer<SIMD4<Float>>? = nil
    /// Receives r − r̂ of each rating, at its position in the matrix, if they are wanted.
    var residuals: UnsafeMutablePointer<Float>? = nil

    /// Whether a row with so many ratings is to be solved whole, by one thread.
    fileprivate func solvesWhole(_ count: Int) -> Bool {
      count <= ratings.schedule.longRowCount && (count > 0 || start != nil)
    }
  }

  /// Solves all rows.
  ///
  /// - Parameters:
  ///   - step: the ratings, and what is wanted of them.
  ///   - rows: the side to solve for.
  ///   - fixed: the other side.
  ///   - solveRow: solves a row from its augmented Gram matrix, which it may destroy, on a
  ///     thread, and writes it to `rows`; gives the row's penalty.
  /// - Returns: the sums with the new `rows` and `fixed`.
  /// - Throws: the failure of the first row that fails, long rows coming last.
  func solve(
    _ step: Step, rows: borrowing FactorTable, fixed: borrowing FactorTable,
    _ solveRow: (_ row: Int, _ gram: UnsafeMutablePointer<SIMD4<Float>>, _ thread: Int)
      throws(Failure) -> Double
  ) throws(Failure) -> Sums {
    let ratings = step.ratings
    let schedule = ratings.schedule
    let segmentCount = schedule.segments.count
    let gramSize = equations.width * equations.groups
    let partGrams = ScratchMemory(repeating: SIMD4<Float>.zero, count: segmentCount * gramSize)
    let chunkSums = ScratchMemory(repeating: Sums(), count: schedule.chunks.count)
    let chunkFailures = ScratchMemory<Failure?>(repeating: nil, count: schedule.chunks.count)
    let firstFailure = Atomic(Int.max)

    parallelFor(segmentCount + schedule.chunks.count, threads: threads) { number, thread in
      // What comes before a failure is done all the same: so the first one is always found.
      if number > firstFailure.load(ordering: .relaxed) { return }
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
        if !step.solvesWhole(positions.count) { continue }
        do throws(Failure) {
          let gram = startGram(step, thread)
          addGram(ratings, positions, fixed, thread, to: gram)
          sums.penalty += try solveRow(row, gram, thread)
          // The panel still holds the row, unless it was too long for it.
          sums.squaredResiduals += sumOfSquaredResiduals(
            ratings, positions, rows, row, fixed, thread,
            panelIsFilled: positions.count <= equations.panelCapacity, residuals: step.residuals)
        } catch {
          chunkFailures.pointer[chunk] = error
          firstFailure.min(number, ordering: .relaxed)
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
      + (try solveLongRows(step, partGrams: partGrams, rows: rows, fixed: fixed, solveRow))
  }

  /// The thread's Gram matrix, as it is before the first rating of a row.
  private func startGram(_ step: Step, _ thread: Int) -> UnsafeMutablePointer<SIMD4<Float>> {
    let gramSize = equations.width * equations.groups
    let gram = grams.pointer + thread * gramSize
    if let start = step.start {
      gram.update(from: start, count: gramSize)
    } else {
      gram.update(repeating: .zero, count: gramSize)
    }
    return gram
  }

  /// Solves the long rows, whose Gram matrices come in parts.
  private func solveLongRows(
    _ step: Step, partGrams: borrowing ScratchMemory<SIMD4<Float>>,
    rows: borrowing FactorTable, fixed: borrowing FactorTable,
    _ solveRow: (_ row: Int, _ gram: UnsafeMutablePointer<SIMD4<Float>>, _ thread: Int)
      throws(Failure) -> Double
  ) throws(Failure) -> Sums {
    let schedule = step.ratings.schedule
    let gramSize = equations.width * equations.groups
    let failures = ScratchMemory<Failure?>(repeating: nil, count: schedule.longRows.count)
    let penalties = ScratchMemory(repeating: 0.0, count: schedule.longRows.count)
    parallelFor(schedule.longRows.count, threads: threads) { longRow, thread in
      let gram = startGram(step, thread)
      for (number, segment) in schedule.segments.enumerated() where segment.longRow == longRow {
        let part = partGrams.pointer + number * gramSize
        for place in 0..<gramSize { gram[place] += part[place] }
      }
      do throws(Failure) {
        penalties.pointer[longRow] = try solveRow(schedule.longRows[longRow], gram, thread)
      } catch {
        failures.pointer[longRow] = error
      }
    }
    for longRow in schedule.longRows.indices {
      if let failure = failures.pointer[longRow] { throw failure }
    }
    let squares = ScratchMemory(repeating: 0.0, count: schedule.segments.count)
    parallelFor(schedule.segments.count, threads: threads) { number, thread in
      let segment = schedule.segments[number]
      squares.pointer[number] = sumOfSquaredResiduals(
        step.ratings, segment.positions, rows, schedule.longRows[segment.longRow], fixed, thread,
        panelIsFilled: false, residuals: step.residuals)
    }
    var sums = Sums()
    for number in schedule.segments.indices { sums.squaredResiduals += squares.pointer[number] }
    for longRow in schedule.longRows.indices { sums.penalty += penalties.pointer[longRow] }
    return sums
  }

  /// Looks at the residuals of ratings, which needn't be those that were solved for.
  ///
  /// - Parameters:
  ///   - ratings: less the mean.
  ///   - rows: the side of the matrix's rows.
  ///   - columns: the side of its columns.
  ///   - residuals: receives r − r̂ of each rating, at its position in the matrix.
  /// - Returns: Σ (r − r̂)².
  func sumOfSquaredResiduals(
    _ ratings: RatingRows, rows: borrowing FactorTable, columns: borrowing FactorTable,
    residuals: UnsafeMutablePointer<Float>? = nil
  ) -> Double {
    let schedule = ratings.schedule
    let segmentCount = schedule.segments.count
    let pieces = ScratchMemory(repeating: 0.0, count: segmentCount + schedule.chunks.count)
    parallelFor(pieces.count, threads: threads) { number, thread in
      if number < segmentCount {
        let segment = schedule.segments[number]
        pieces.pointer[number] = sumOfSquaredResiduals(
          ratings, segment.positions, rows, schedule.longRows[segment.longRow], columns, thread,
          panelIsFilled: false, residuals: residuals)
        return
      }
      var sum = 0.0
      for row in schedule.chunks[number - segmentCount] {
        let positions = ratings.positions(ofRow: row)
        if positions.isEmpty || positions.count > schedule.longRowCount { continue }
        sum += sumOfSquaredResiduals(
          ratings, positions, rows, row, columns, thread, panelIsFilled: false,
          residuals: residuals)
      }
      pieces.pointer[number] = sum
    }
    return (0..<pieces.count).reduce(0) { $0 + pieces.pointer[$1] }
  }
}

// MARK: - Panels of ratings

extension RowSystems {
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

  /// Σ (r − r̂)² over some ratings of a row, which may still be in the thread's panel, and the
  /// residuals at their positions.
  private func sumOfSquaredResiduals(
    _ ratings: RatingRows, _ positions: Range<Int>, _ rows: borrowing FactorTable,
    _ row: Int, _ fixed: borrowing FactorTable, _ thread: Int, panelIsFilled: Bool,
    residuals: UnsafeMutablePointer<Float>?
  ) -> Double {
    let capacity = equations.panelCapacity
    let panel = panels.pointer + thread * capacity * equations.groups
    let x = coefficients.pointer + thread * equations.groups
    rows.writeCoefficients(ofRow: row, to: x)
    if panelIsFilled {
      return equations.sumOfSquaredResiduals(
        of: panel, count: positions.count, x, residuals: residuals.map { $0 + positions.lowerBound }
      )
    }
    var sum = 0.0
    var start = positions.lowerBound
    while start < positions.upperBound {
      let end = min(start + capacity, positions.upperBound)
      fillPanel(ratings, start..<end, fixed, panel)
      sum += equations.sumOfSquaredResiduals(
        of: panel, count: end - start, x, residuals: residuals.map { $0 + start })
      start = end
    }
    return sum
  }
}
