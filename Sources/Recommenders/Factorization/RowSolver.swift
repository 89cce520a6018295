import LinearAlgebra
import Synchronization

/// Solves the least-squares problems of one side, users or items, with the other held fixed.
///
/// For user i with features z_j = (u_j, 1) of the items rated and targets t_j = r_ij − c_j:
///
///     (Σ z_j z_jᵀ + λI) x = Σ t_j z_j,  x = (w_i, b_i)
///
/// This file goes through the rows, `RowSolver+Row.swift` solves one of them. All memory is
/// allocated beforehand, per thread.
struct RowSolver: ~Copyable {
  let configuration: ALS.Configuration
  let equations: NormalEquations
  private let threads: Int
  let panels: ScratchMemory<SIMD4<Float>>
  let grams: ScratchMemory<SIMD4<Float>>
  let coefficients: ScratchMemory<SIMD4<Float>>
  let scratch: ScratchMemory<Float>

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
      var sum = 0.0
      for row in schedule.chunks[number - segmentCount] {
        let positions = ratings.positions(ofRow: row)
        if positions.isEmpty || positions.count > schedule.longRowCount { continue }
        sum += sumOfSquaredResiduals(
          ratings, positions, rows, row, columns, thread, panelIsFilled: false)
      }
      pieces.pointer[number] = sum
    }
    return (0..<pieces.count).reduce(0) { $0 + pieces.pointer[$1] }
  }

  /// λ_i (‖w_i‖² + b_i²).
  func penalty(ofRow row: Int, _ table: borrowing FactorTable, count: Int) -> Double {
    regularization(count: count) * table.squaredNorm(ofRow: row)
  }

  /// λ_i of a row with a number of ratings.
  func regularization(count: Int) -> Double {
    switch configuration.regularizationScaling {
    case .none: configuration.regularization
    case .count: configuration.regularization * Double(count)
    }
  }
}
