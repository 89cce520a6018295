import LinearAlgebra
import Testing

struct SparseMatrixTests {
  @Test func gathersTripletsByRowInTheirOrder() {
    let matrix = SparseMatrix(
      rowCount: 4, columnCount: 3, rows: [2, 0, 2, 3, 0], columns: [1, 2, 0, 1, 0],
      values: [1, 2, 3, 4, 5])
    #expect(matrix.rowStarts == [0, 2, 2, 4, 5])
    #expect(matrix.columnIndices == [2, 0, 1, 0, 1])
    #expect(matrix.values == [2, 5, 1, 3, 4])
    #expect(matrix.positions(ofRow: 1).isEmpty)
  }

  @Test func keepsRepeatedElementsApart() {
    let matrix = SparseMatrix(
      rowCount: 1, columnCount: 1, rows: [0, 0], columns: [0, 0], values: [1, 2])
    #expect(matrix.values == [1, 2])
  }

  @Test(arguments: 0..<20)
  func transposesBackToItself(seed: UInt64) {
    var random = RandomSource(seed: seed, purpose: "sparse").sequence()
    let (rows, columns) = (random.integer(below: 20) + 1, random.integer(below: 20) + 1)
    // Different cells, so that sorting columns is all that transposing twice does.
    let cells = RandomSource(seed: seed, purpose: "cells").permutation(of: rows * columns)
      .prefix(random.integer(below: rows * columns + 1))
    let matrix = SparseMatrix(
      rowCount: rows, columnCount: columns, rows: cells.map { $0 / Int32(columns) },
      columns: cells.map { $0 % Int32(columns) }, values: cells.map { Float($0) })
    let sorted = matrix.transposed().transposed()
    #expect(matrix.transposed() == sorted.transposed())
    #expect(sorted.values == cells.sorted().map { Float($0) })
    #expect(sorted.rowStarts == matrix.rowStarts)
  }

  @Test(arguments: 0..<20)
  func isTheSameOnAnyNumberOfThreads(seed: UInt64) {
    var random = RandomSource(seed: seed, purpose: "sparse").sequence()
    let (rows, columns) = (random.integer(below: 20) + 1, random.integer(below: 20) + 1)
    let count = random.integer(below: 200)
    let triplets = (0..<count).map { _ in
      (Int32(random.integer(below: rows)), Int32(random.integer(below: columns)))
    }
    func matrix(threads: Int) -> SparseMatrix {
      SparseMatrix(
        rowCount: rows, columnCount: columns, rows: triplets.map(\.0), columns: triplets.map(\.1),
        values: (0..<count).map(Float.init), threads: threads)
    }
    for threads in 2...5 {
      #expect(matrix(threads: threads) == matrix(threads: 1))
      #expect(matrix(threads: 1).transposed(threads: threads) == matrix(threads: 1).transposed())
    }
  }

  @Test func holdsNothing() {
    let matrix = SparseMatrix(rowCount: 0, columnCount: 5, rows: [], columns: [], values: [])
    #expect(matrix.transposed().rowStarts == [0, 0, 0, 0, 0, 0])
  }
}
