/// What is known of a matrix, in double precision and in no particular order.
public struct MatrixEntries: Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// The row of each entry, its column and its value; no two entries have the same place.
  public let rows: [Int32]
  public let columns: [Int32]
  public let values: [Double]

  public init(
    rowCount: Int, columnCount: Int, rows: [Int32], columns: [Int32], values: [Double]
  ) {
    precondition(
      rows.count == values.count && columns.count == values.count,
      "An entry has a row, a column and a value")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Ratings, with a row for each user and a column for each item.
  public init(_ table: RatingTable) {
    self.init(
      rowCount: table.users.count, columnCount: table.items.count, rows: table.userIndices,
      columns: table.itemIndices, values: table.values.map(Double.init))
  }

  public var count: Int { values.count }

  /// The mean of all entries; 0 of none.
  var mean: Double { count == 0 ? 0 : values.reduce(0) { $0 + $1 / Double(count) } }

  /// The largest power of two that is no larger than the largest magnitude; 1 for zeros.
  ///
  /// Divided by it entries keep their digits, and their squares neither overflow nor vanish.
  var scale: Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return largest > 0 && largest.isFinite ? largest.binade : 1
  }

  /// The mean of each row's entries, or of each column's; another number for one without any.
  func means(by numbers: [Int32], count: Int, otherwise mean: Double) -> [Double] {
    var counts = Array(repeating: 0, count: count)
    var sums = Array(repeating: 0.0, count: count)
    for (number, value) in zip(numbers, values) {
      counts[Int(number)] += 1
      sums[Int(number)] += value
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : mean }
  }

  /// All entries divided by a number.
  func divided(by scale: Double) -> MatrixEntries {
    MatrixEntries(
      rowCount: rowCount, columnCount: columnCount, rows: rows, columns: columns,
      values: values.map { $0 / scale })
  }
}

/// A sparse matrix in compressed rows, in double precision.
struct CompressedRows: Sendable {
  /// Where each row starts in the other two; one more than there are rows.
  private let starts: [Int]
  let columns: [Int32]
  let values: [Double]

  /// Gathers entries by row, in their order (a stable counting sort).
  init(rowCount: Int, rows: [Int32], columns: [Int32], values: [Double]) {
    var starts = Array(repeating: 0, count: rowCount + 1)
    for row in rows { starts[Int(row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var next = starts
    var sortedColumns = columns
    var sortedValues = values
    for (entry, row) in rows.enumerated() {
      let place = next[Int(row)]
      next[Int(row)] = place + 1
      sortedColumns[place] = columns[entry]
      sortedValues[place] = values[entry]
    }
    self.starts = starts
    self.columns = sortedColumns
    self.values = sortedValues
  }

  var rowCount: Int { starts.count - 1 }
  var count: Int { values.count }

  /// The positions of a row's entries in `columns` and `values`.
  func positions(ofRow row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
}
