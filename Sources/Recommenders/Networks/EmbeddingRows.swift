import LinearAlgebra

/// The embeddings of the users, or of the items, and the gradients that a batch gives them.
///
/// A row is (w, b, 0…): the factors, the bias if there is one, zeros.
struct EmbeddingRows: ~Copyable {
  let table: WeightTable
  let factors: Int
  let hasBiases: Bool
  /// The step in which each row was last touched, and its number among those of that step.
  private let touchedIn: ScratchMemory<Int>
  private let slots: ScratchMemory<Int32>
  /// The rows that the step has touched, and their gradients.
  private let touchedRows: ScratchMemory<Int32>
  private let gradients: ScratchMemory<SIMD4<Float>>
  private var touchedCount = 0

  /// - Parameters:
  ///   - matrix: the factors of each row.
  ///   - biases: one for each row, or none.
  ///   - batch: how many rows a step touches at most.
  ///   - optimizer: who updates them.
  init(factors matrix: Matrix<Float>, biases: [Float], batch: Int, optimizer: Optimizer) {
    let count = matrix.rowCount
    factors = matrix.columnCount
    hasBiases = !biases.isEmpty
    table = WeightTable(
      rowCount: count, columnCount: factors + (hasBiases ? 1 : 0), optimizer: optimizer)
    touchedIn = ScratchMemory(repeating: 0, count: count)
    slots = ScratchMemory(repeating: 0, count: count)
    touchedRows = ScratchMemory(repeating: 0, count: batch)
    gradients = ScratchMemory(repeating: .zero, count: batch * table.groups)
    for row in 0..<count {
      let numbers = table.numbers(ofRow: row)
      for factor in 0..<factors { numbers[factor] = matrix.elements[row * factors + factor] }
      if hasBiases { numbers[factors] = biases[row] }
    }
  }

  /// Makes a row ready for a step, with a zero gradient if it is new to it.
  ///
  /// - Returns: the row's number among those touched.
  @inline(__always)
  mutating func touch(_ row: Int, step: Int, by rule: UpdateRule) -> Int32 {
    if touchedIn.pointer[row] == step { return slots.pointer[row] }
    touchedIn.pointer[row] = step
    slots.pointer[row] = Int32(touchedCount)
    touchedRows.pointer[touchedCount] = Int32(row)
    (gradients.pointer + touchedCount * table.groups).update(
      repeating: .zero, count: table.groups)
    touchedCount += 1
    table.bringUpToDate(row: row, before: step, by: rule)
    return slots.pointer[row]
  }

  /// The gradient of a row that was touched, by its number among those.
  @inline(__always)
  func gradient(ofTouched slot: Int32) -> UnsafeMutablePointer<SIMD4<Float>> {
    gradients.pointer + Int(slot) * table.groups
  }

  /// Makes the step with all rows that were touched.
  mutating func update(step: Int, by rule: UpdateRule) {
    for slot in 0..<touchedCount {
      table.update(
        row: Int(touchedRows.pointer[slot]), gradient: gradient(ofTouched: Int32(slot)),
        step: step, by: rule)
    }
    touchedCount = 0
  }

  /// The factors as a matrix, and the biases; the rows must be up to date.
  func contents() -> (factors: Matrix<Float>, biases: [Float]) {
    var matrix = Matrix<Float>(rowCount: table.rowCount, columnCount: factors)
    var biases: [Float] = []
    for row in 0..<table.rowCount {
      let numbers = table.numbers(ofRow: row)
      for factor in 0..<factors { matrix.elements[row * factors + factor] = numbers[factor] }
      if hasBiases { biases.append(numbers[factors]) }
    }
    return (matrix, biases)
  }
}
