import LinearAlgebra

/// The factors and biases of the users, or of the items, as the kernels want them.
///
/// A row is both a row of coefficients and, seen from the other side, a row of features: for
/// item j it is (u_j, 1, 0…, −c_j), as many `SIMD4` as `NormalEquations` asks for. Added to
/// (0, …, 0, r) its last place is the target r − c_j. Without biases there is no 1, and the
/// last place is zero.
struct FactorTable: ~Copyable {
  let count: Int
  let factors: Int
  let hasBiases: Bool
  let equations: NormalEquations
  /// `count` rows of `equations.groups` vectors.
  private let memory: ScratchMemory<SIMD4<Float>>

  init(count: Int, factors: Int, hasBiases: Bool) {
    self.count = count
    self.factors = factors
    self.hasBiases = hasBiases
    equations = NormalEquations(unknowns: hasBiases ? factors + 1 : factors)
    memory = ScratchMemory(repeating: .zero, count: count * equations.groups)
    if hasBiases {
      for row in 0..<count { numbers(ofRow: row)[factors] = 1 }
    }
  }

  /// The vectors of all rows.
  var vectors: UnsafeMutablePointer<SIMD4<Float>> { memory.pointer }

  /// The vectors of a row.
  func vectors(ofRow row: Int) -> UnsafeMutablePointer<SIMD4<Float>> {
    memory.pointer + row * equations.groups
  }

  /// The numbers of a row.
  func numbers(ofRow row: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors(ofRow: row)).assumingMemoryBound(to: Float.self)
  }

  func bias(ofRow row: Int) -> Float { -numbers(ofRow: row)[equations.width - 1] }

  func setBias(_ bias: Float, ofRow row: Int) {
    if hasBiases { numbers(ofRow: row)[equations.width - 1] = -bias }
  }

  /// ‖w‖² + b² of a row.
  func squaredNorm(ofRow row: Int) -> Double {
    let numbers = numbers(ofRow: row)
    var sum = Double(bias(ofRow: row)) * Double(bias(ofRow: row))
    for factor in 0..<factors { sum += Double(numbers[factor]) * Double(numbers[factor]) }
    return sum
  }

  /// Writes a row as coefficients for the other side's features: (w, b, 0…, −1).
  func writeCoefficients(ofRow row: Int, to x: UnsafeMutablePointer<SIMD4<Float>>) {
    x.update(from: vectors(ofRow: row), count: equations.groups)
    let numbers = UnsafeMutableRawPointer(x).assumingMemoryBound(to: Float.self)
    if hasBiases { numbers[factors] = bias(ofRow: row) }
    numbers[equations.width - 1] = -1
  }

  /// Takes over factors and biases, except for rows without ratings, which are zero.
  func fill(factors matrix: Matrix<Float>, biases: [Float], rated: SparseMatrix) {
    for row in 0..<count where !rated.positions(ofRow: row).isEmpty {
      let numbers = numbers(ofRow: row)
      for factor in 0..<factors { numbers[factor] = matrix.elements[row * factors + factor] }
      setBias(biases[row], ofRow: row)
    }
  }

  /// Takes over all rows of a table of the same size.
  func copy(_ other: borrowing FactorTable) {
    memory.pointer.update(from: other.memory.pointer, count: memory.count)
  }

  /// The factors as a matrix, and the biases.
  func contents() -> (factors: Matrix<Float>, biases: [Float]) {
    var matrix = Matrix<Float>(rowCount: count, columnCount: factors)
    for row in 0..<count {
      let numbers = numbers(ofRow: row)
      for factor in 0..<factors { matrix.elements[row * factors + factor] = numbers[factor] }
    }
    return (matrix, (0..<count).map { bias(ofRow: $0) })
  }
}

extension FactorModel {
  init(mean: Float, users: borrowing FactorTable, items: borrowing FactorTable) {
    let (userFactors, userBiases) = users.contents()
    let (itemFactors, itemBiases) = items.contents()
    self.init(
      mean: mean, userFactors: userFactors, itemFactors: itemFactors, userBiases: userBiases,
      itemBiases: itemBiases)
  }
}
