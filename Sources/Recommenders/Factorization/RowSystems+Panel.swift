import LinearAlgebra

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

  /// Σ (r − r̂)² over some ratings of a row, which may still be in the thread's panel, and the
  /// residuals at their positions.
  func sumOfSquaredResiduals(
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
