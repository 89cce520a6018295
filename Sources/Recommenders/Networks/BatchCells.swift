import LinearAlgebra

/// The rated cells of a batch of rows, by column.
struct BatchCells {
  /// A cell of the batch.
  struct Cell {
    /// Its row among those of the batch.
    var row: Int32
    /// Its position in the rating matrix.
    var position: Int
  }

  /// The columns that have a cell, in the order in which they come.
  private(set) var columns: [Int32] = []
  /// Where the cells of each begin, and where those of the last end.
  private(set) var starts: [Int] = []
  /// Of each column in turn, in the order of the rows.
  private(set) var cells: [Cell] = []
  /// The number of each column of the matrix among those that have a cell; −1 for others.
  private var numbers: [Int32]

  init(columnCount: Int) { numbers = Array(repeating: -1, count: columnCount) }

  /// Gathers the cells of some rows.
  mutating func gather(_ rows: ArraySlice<Int32>, of matrix: SparseMatrix) {
    for column in columns { numbers[Int(column)] = -1 }
    columns.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    var count = 0
    for row in rows {
      for position in matrix.positions(ofRow: Int(row)) {
        let column = matrix.columnIndices[position]
        if numbers[Int(column)] < 0 {
          numbers[Int(column)] = Int32(columns.count)
          columns.append(column)
          starts.append(0)
        }
        starts[Int(numbers[Int(column)])] += 1
        count += 1
      }
    }
    // Where the next cell of each column goes: first its beginning, in the end its end.
    var end = 0
    for number in starts.indices {
      let length = starts[number]
      starts[number] = end
      end += length
    }
    if cells.count < count {
      cells = Array(repeating: Cell(row: 0, position: 0), count: count)
    }
    for (row, matrixRow) in rows.enumerated() {
      for position in matrix.positions(ofRow: Int(matrixRow)) {
        let number = Int(numbers[Int(matrix.columnIndices[position])])
        cells[starts[number]] = Cell(row: Int32(row), position: position)
        starts[number] += 1
      }
    }
    starts.insert(0, at: 0)
  }

  /// The number of cells.
  var count: Int { starts.last ?? 0 }

  /// The cells of the column with a number.
  func cells(ofColumn number: Int) -> ArraySlice<Cell> {
    cells[starts[number]..<starts[number + 1]]
  }
}
