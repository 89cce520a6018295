/// The elements of a sparse matrix as `scipy.sparse.save_npz` keeps it.
///
/// Read are CSR, CSC and COO, with or without compression, of any type of numbers.
struct SparseArrays {
  var rowCount: Int
  var columnCount: Int
  /// The row, the column and the value of each element, in the order of the file.
  var rows: [Int32]
  var columns: [Int32]
  var values: [Float]

  /// More rows or columns than this are taken for a mistake.
  static let mostLines = 1 << 26
  /// How many characters the name of a format may have.
  private static let longestFormat = 16

  /// How many rows or columns a matrix of so many values may have.
  ///
  /// Rows without a value cost memory in all that is computed of it. Where users are numbered with
  /// gaps there are some, but not many times the values.
  static func mostLines(ofValues count: Int) -> Int { min(mostLines, max(1 << 22, 64 * count)) }

  init(_ file: NPZFile) throws(ArrayFileError) {
    let format = try file.read("format") { (array) throws(ArrayProblem) in
      guard array.count == 1, array.header.type.length <= Self.longestFormat else {
        throw .shape(expected: "a single short text", found: array.header.shape)
      }
      return try array.texts()[0]
    }
    let shape = try file.read("shape") { (array) throws(ArrayProblem) in
      try array.requireShape([2], "two lengths, of rows and columns")
      let lengths = try array.integers()
      for (element, length) in lengths.enumerated()
      where !(0...Int64(Self.mostLines)).contains(length) {
        throw .outOfRange(
          element: element, found: String(length), expected: "0 to \(Self.mostLines)")
      }
      return lengths.map { Int($0) }
    }
    (rowCount, columnCount) = (shape[0], shape[1])
    values = try Self.values("data", in: file)
    let count = values.count
    let most = Self.mostLines(ofValues: count)
    for length in [rowCount, columnCount] where length > most {
      throw .badArray(
        path: file.path, array: "shape", .outOfProportion(length: length, limit: most))
    }
    switch format {
    case "csr":
      rows = try Self.lines("indptr", in: file, lineCount: rowCount, elementCount: count)
      columns = try Self.indices("indices", in: file, below: columnCount, count: count)
    case "csc":
      columns = try Self.lines("indptr", in: file, lineCount: columnCount, elementCount: count)
      rows = try Self.indices("indices", in: file, below: rowCount, count: count)
    case "coo" where file.contains("row") || !file.contains("coords"):
      rows = try Self.indices("row", in: file, below: rowCount, count: count)
      columns = try Self.indices("col", in: file, below: columnCount, count: count)
    case "coo":
      (rows, columns) = try Self.coordinates(
        in: file, rowCount: rowCount, columnCount: columnCount, count: count)
    default: throw .sparseFormat(path: file.path, format)
    }
  }

  /// Reads a matrix in compressed rows whose lengths are known, and whose arrays are called
  /// `data`, `indices` and `indptr` with something before it.
  init(
    rowsOf file: NPZFile, prefix: String, rowCount: Int, columnCount: Int
  ) throws(ArrayFileError) {
    (self.rowCount, self.columnCount) = (rowCount, columnCount)
    values = try Self.values(prefix + "data", in: file)
    rows = try Self.lines(
      prefix + "indptr", in: file, lineCount: rowCount, elementCount: values.count)
    columns = try Self.indices(
      prefix + "indices", in: file, below: columnCount, count: values.count)
  }

  private static func values(_ name: String, in file: NPZFile) throws(ArrayFileError) -> [Float] {
    try file.read(name) { (array) throws(ArrayProblem) in
      try array.requireShape([nil], "one dimension")
      let values = try array.floats()
      let most = RatingTable.largestValue
      if let element = values.firstIndex(where: { !($0.magnitude <= most) }) {
        throw .outOfRange(
          element: element, found: String(values[element]), expected: "a number up to \(most)")
      }
      return values
    }
  }

  /// Checks that indices are in range.
  private static func checked(
    _ indices: some Collection<Int64>, below bound: Int
  ) throws(ArrayProblem) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(indices.count)
    for index in indices {
      guard index >= 0, index < bound else {
        throw .outOfRange(
          element: result.count, found: String(index), expected: "0 to \(bound - 1)")
      }
      result.append(Int32(index))
    }
    return result
  }

  private static func indices(
    _ name: String, in file: NPZFile, below bound: Int, count: Int
  ) throws(ArrayFileError) -> [Int32] {
    try file.read(name) { (array) throws(ArrayProblem) in
      try array.requireShape([count], "one for each of the \(count) values")
      return try checked(array.integers(), below: bound)
    }
  }

  private static func coordinates(
    in file: NPZFile, rowCount: Int, columnCount: Int, count: Int
  ) throws(ArrayFileError) -> (rows: [Int32], columns: [Int32]) {
    try file.read("coords") { (array) throws(ArrayProblem) in
      try array.requireShape([2, count], "two for each of the \(count) values")
      let indices = try array.rowMajorIntegers()
      return (
        try checked(indices[..<count], below: rowCount),
        try checked(indices[count...], below: columnCount)
      )
    }
  }

  /// The line of each element, of compressed lines.
  private static func lines(
    _ name: String, in file: NPZFile, lineCount: Int, elementCount: Int
  ) throws(ArrayFileError) -> [Int32] {
    try file.read(name) { (array) throws(ArrayProblem) in
      try array.requireShape([lineCount + 1], "one more than the \(lineCount) lines")
      let starts = try array.integers()
      var lines: [Int32] = []
      lines.reserveCapacity(elementCount)
      for (line, start) in starts.enumerated() {
        guard start >= lines.count, start <= elementCount, line > 0 || start == 0 else {
          throw .outOfRange(
            element: line, found: String(start),
            expected: line == 0 ? "0" : "\(lines.count) to \(elementCount)")
        }
        if line > 0 {
          lines += repeatElement(Int32(line - 1), count: Int(start) - lines.count)
        }
      }
      guard lines.count == elementCount else {
        throw .outOfRange(
          element: lineCount, found: String(lines.count), expected: String(elementCount))
      }
      return lines
    }
  }
}

extension NPYArray {
  /// The whole numbers of a matrix, row by row.
  func rowMajorIntegers() throws(ArrayProblem) -> [Int64] { rowMajor(try integers()) }

  /// The numbers of a matrix in single precision, row by row.
  func rowMajorFloats() throws(ArrayProblem) -> [Float] { rowMajor(try floats()) }

  private func rowMajor<Number>(_ numbers: [Number]) -> [Number] {
    guard header.isFortranOrder, header.shape.count == 2 else { return numbers }
    let (rows, columns) = (header.shape[0], header.shape[1])
    return (0..<rows * columns).map { numbers[$0 % columns * rows + $0 / columns] }
  }
}
