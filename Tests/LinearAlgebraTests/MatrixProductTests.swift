import LinearAlgebra
import Testing

struct MatrixProductTests {
  /// The product by its definition.
  private func product(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Matrix<Float> {
    var c = Matrix<Float>(rowCount: a.rowCount, columnCount: b.columnCount)
    for i in 0..<a.rowCount {
      for j in 0..<b.columnCount {
        for k in 0..<a.columnCount { c[i, j] += a[i, k] * b[k, j] }
      }
    }
    return c
  }

  private func transposed(_ a: Matrix<Float>) -> Matrix<Float> {
    var b = Matrix<Float>(rowCount: a.columnCount, columnCount: a.rowCount)
    for i in 0..<a.rowCount { for j in 0..<a.columnCount { b[j, i] = a[i, j] } }
    return b
  }

  @Test(arguments: [(1, 1, 1), (3, 4, 5), (17, 2, 9), (2, 0, 3), (0, 3, 2)])
  func productsAreThoseOfTheDefinition(rows: Int, inner: Int, columns: Int) {
    var random = RandomSource(seed: 1, purpose: "test.product").sequence()
    func matrix(_ rows: Int, _ columns: Int) -> Matrix<Float> {
      // Small whole numbers, so that sums are exact in any order.
      Matrix(
        rowCount: rows, columnCount: columns,
        elements: (0..<rows * columns).map { _ in Float(random.integer(below: 19) - 9) })
    }
    let (a, b, c) = (matrix(rows, inner), matrix(inner, columns), matrix(rows, columns))
    let expected = product(a, b)
    #expect(Matrix(productOf: a, b).elements == expected.elements)
    #expect(
      Matrix(productOf: transposed(a), b, transposing: .first).elements == expected.elements)
    #expect(
      Matrix(productOf: a, transposed(b), transposing: .second).elements == expected.elements)
    var sum = c
    sum.multiply(a, b, adding: true)
    #expect(sum.elements == zip(c.elements, expected.elements).map { $0 + $1 })
  }

  @Test func addsMultiplesAndTakesDotProducts() {
    let x: [Float] = [1, 2, 3, 4, 5]
    var y: [Float] = [1, 0, -1, 0, 2]
    #expect(dotProduct(x, y, count: 5) == 8)
    #expect(dotProduct(x, y, count: 3) == -2)
    addMultiple(-2, of: x, count: 4, to: &y)
    #expect(y == [-1, -4, -7, -8, 2])
  }

  @Test(arguments: 0..<10)
  func combinationsAreThoseOfTheDefinition(count: Int) {
    var random = RandomSource(seed: 1, purpose: "combinations").sequence(row: count)
    for width in [1, 4, 7, 33] {
      let rows = (0..<count).map { _ in
        (x: Float(random.normal()), w: (0..<width).map { _ in Float(random.normal()) })
      }
      let memory = ScratchMemory<Float>(repeating: 0, count: max(count, 1) * width)
      for (number, row) in rows.enumerated() {
        for k in 0..<width { memory.pointer[number * width + k] = row.w[k] }
      }
      var y = (0..<width).map { Float($0) }
      addCombination(count: count, width: width, to: &y) {
        (rows[$0].x, UnsafePointer(memory.pointer + $0 * width))
      }
      for k in 0..<width {
        let expected = rows.reduce(Double(k)) { $0 + Double($1.x) * Double($1.w[k]) }
        #expect(abs(Double(y[k]) - expected) < 1e-5 * (1 + Double(k)))
      }
    }
  }
}
