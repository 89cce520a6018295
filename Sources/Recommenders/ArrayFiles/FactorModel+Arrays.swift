import LinearAlgebra

/// A factor model with the names of its rows, as it is kept in a file.
public struct NamedFactorModel: Sendable {
  public var model: FactorModel
  public var users: Identities
  public var items: Identities

  public init(model: FactorModel, users: Identities, items: Identities) {
    precondition(
      model.userCount == users.count && model.itemCount == items.count, "A row has a name")
    self.model = model
    self.users = users
    self.items = items
  }

  /// The bytes of a `.npz` file: `user_factors` and `item_factors` (a row for each user or item,
  /// a column for each factor), `user_biases`, `item_biases` and `mean`, all in single precision;
  /// `users`, `items` and perhaps `titles` with the names of the rows.
  public var npz: [UInt8] {
    func factors(_ matrix: Matrix<Float>) -> NPYArray {
      NPYArray(matrix.elements, shape: [matrix.rowCount, matrix.columnCount])
    }
    var arrays: [(name: String, array: NPYArray)] = [
      ("user_factors", factors(model.userFactors)), ("item_factors", factors(model.itemFactors)),
      ("user_biases", NPYArray(model.userBiases)), ("item_biases", NPYArray(model.itemBiases)),
      ("mean", NPYArray([model.mean], shape: [])), ("users", users.array), ("items", items.array),
    ]
    if let titles = items.titles { arrays.append(("titles", NPYArray(titles))) }
    return NPZFile.bytes(of: arrays)
  }

  /// Reads a model from a `.npz` file.
  ///
  /// Biases and the mean are zero where they are missing, and rows are called by their numbers
  /// from 0 on: so other programs need to write only the factors.
  ///
  /// - Parameter path: where the file is.
  /// - Returns: the model, and the SHA-256 of the file.
  /// - Throws: `ArrayFileError`.
  public static func read(
    _ path: String
  ) throws(ArrayFileError) -> (model: NamedFactorModel, sha256: String) {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
    } catch {
      throw .unreadable(path: path, error.reason)
    }
    return (try NamedFactorModel(bytes, path: path), SHA256.digest(of: bytes))
  }

  init(_ bytes: [UInt8], path: String) throws(ArrayFileError) {
    let file = try NPZFile(bytes, path: path)
    func finite(_ numbers: [Float]) throws(ArrayProblem) -> [Float] {
      guard let element = numbers.firstIndex(where: { !$0.isFinite }) else { return numbers }
      throw .outOfRange(
        element: element, found: String(numbers[element]), expected: "a finite number")
    }
    func factors(_ name: String, columns: Int? = nil) throws(ArrayFileError) -> Matrix<Float> {
      try file.read(name) { (array) throws(ArrayProblem) in
        try array.requireShape(
          [nil, columns], columns.map { "rows of \($0) factors" } ?? "rows of factors")
        let shape = array.header.shape
        guard 1...SparseArrays.mostLines ~= shape[0], shape[1] > 0 else {
          throw .shape(
            expected: "1 to \(SparseArrays.mostLines) rows of at least one factor", found: shape)
        }
        return Matrix(
          rowCount: shape[0], columnCount: shape[1],
          elements: try finite(array.rowMajorFloats()))
      }
    }
    func biases(_ name: String, count: Int) throws(ArrayFileError) -> [Float] {
      let numbers = try file.readIfPresent(name) { (array) throws(ArrayProblem) in
        try array.requireShape([count], "one for each of the \(count) rows")
        return try finite(array.floats())
      }
      return numbers ?? Array(repeating: 0, count: count)
    }
    let users = try factors("user_factors")
    let items = try factors("item_factors", columns: users.columnCount)
    let mean = try file.readIfPresent("mean") { (array) throws(ArrayProblem) in
      try array.requireShape([], "a single number")
      return try finite(array.floats())[0]
    }
    self.init(
      model: FactorModel(
        mean: mean ?? 0, userFactors: users, itemFactors: items,
        userBiases: try biases("user_biases", count: users.rowCount),
        itemBiases: try biases("item_biases", count: items.rowCount)),
      users: try file.identities("users", count: users.rowCount),
      items: try file.identities("items", count: items.rowCount, titles: "titles"))
  }
}
