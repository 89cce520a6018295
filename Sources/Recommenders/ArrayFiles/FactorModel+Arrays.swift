import Files
import LinearAlgebra

/// A factor model with the names of its rows and with what it has learnt from, as it is kept in a
/// file.
public struct NamedFactorModel: Sendable {
  public var model: FactorModel
  /// What it was trained on, whose users and items are the model's; no ratings if that isn't known.
  public var data: TrainingData
  /// All that it has learnt from.
  public var history: TrainingHistory

  public var users: Identities { data.train.users }
  public var items: Identities { data.train.items }

  public init(model: FactorModel, data: TrainingData, history: TrainingHistory) {
    precondition(
      model.userCount == data.train.users.count && model.itemCount == data.train.items.count,
      "A row has a name")
    self.model = model
    self.data = data
    self.history = history
  }

  /// The bytes of a `.npz` file.
  ///
  /// Its arrays are `user_factors` and `item_factors` (a row for each user or item, a column for
  /// each factor), `user_biases`, `item_biases` and `mean`, all in single precision; `users`,
  /// `items` and perhaps `titles` with the names of the rows. The ratings that the model was
  /// trained on are the arrays of a matrix in compressed rows, `train_data`, `train_indices` and
  /// `train_indptr`, in the numbering of the factors; likewise those of its `test` and
  /// `validation` part, where there are any, and `earlier` ones, from which a model had learnt
  /// that it went on from. `history_complete` is false if there may be more of these.
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
    if data.train.count > 0 {
      for (part, table) in parts {
        let rows = table.compressedRows
        arrays += [
          (part.prefix + "indices", rows.indices), (part.prefix + "indptr", rows.starts),
          (part.prefix + "data", rows.values),
        ]
      }
      arrays.append((Self.completeness, NPYArray([Int32(history.isComplete ? 1 : 0)])))
    }
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
      bytes = try contentOfFile(path)
    } catch {
      throw .unreadable(path: path, error)
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
    try self.init(
      model: FactorModel(
        mean: mean ?? 0, userFactors: users, itemFactors: items,
        userBiases: try biases("user_biases", count: users.rowCount),
        itemBiases: try biases("item_biases", count: items.rowCount)),
      identities: RatingIdentities(
        users: try file.identities("users", count: users.rowCount),
        items: try file.identities("items", count: items.rowCount, titles: "titles")), in: file)
  }
}

// MARK: - What it was trained on

extension NamedFactorModel {
  /// The ratings that are kept with a model.
  private enum Part: String, CaseIterable {
    case train
    case test
    case validation
    case earlier

    /// What the names of its arrays begin with.
    var prefix: String { "\(rawValue)_" }
  }

  private static let completeness = "history_complete"

  /// The ratings to keep.
  private var parts: [(part: Part, table: RatingTable)] {
    let tables: [(Part, RatingTable?)] = [
      (.train, data.train), (.test, data.test), (.validation, data.validation),
      (.earlier, earlier),
    ]
    return tables.compactMap { part, table in table.map { (part, $0) } }
  }

  /// What was learnt from besides the training ratings, as far as users and items are the model's.
  private var earlier: RatingTable? {
    guard history.tables.count > 1 else { return nil }
    var ratings = data.train.selecting([])
    var seen = Set<Int64>()
    for table in history.tables.dropFirst() {
      let table = table.numbered(as: data.train.identities)
      for row in 0..<table.count
      where table.userIndices[row] < users.count && table.itemIndices[row] < items.count {
        let cell = Int64(table.userIndices[row]) << 32 | Int64(table.itemIndices[row])
        guard seen.insert(cell).inserted else { continue }
        ratings.userIndices.append(table.userIndices[row])
        ratings.itemIndices.append(table.itemIndices[row])
        ratings.values.append(table.values[row])
      }
    }
    ratings.timestamps = nil
    return ratings
  }

  fileprivate init(
    model: FactorModel, identities: RatingIdentities, in file: NPZFile
  ) throws(ArrayFileError) {
    func table(_ part: Part) throws(ArrayFileError) -> RatingTable? {
      guard file.contains(part.prefix + "data") else { return nil }
      let matrix = try SparseArrays(
        rowsOf: file, prefix: part.prefix, rowCount: identities.users.count,
        columnCount: identities.items.count)
      return RatingTable(
        users: identities.users, items: identities.items, userIndices: matrix.rows,
        itemIndices: matrix.columns, values: matrix.values, source: RatingSource(name: file.path))
    }
    let train = try table(.train)
    let data = TrainingData(
      train: train
        ?? RatingTable(
          users: identities.users, items: identities.items, userIndices: [], itemIndices: [],
          values: [], source: RatingSource(name: file.path)),
      test: try table(.test), validation: try table(.validation))
    let isComplete = try file.readIfPresent(Self.completeness) { (array) throws(ArrayProblem) in
      try array.requireShape([1], "a single value")
      return try array.integers()[0] != 0
    }
    let tables = try [train, table(.earlier)].compactMap { $0 }
    self.init(
      model: model, data: data,
      history: TrainingHistory(tables, isComplete: train != nil && (isComplete ?? true)))
  }
}
