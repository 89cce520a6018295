import Files

/// The names of arrays that stand beside those of a sparse matrix, where scipy passes over them.
private enum ExtraArray {
  static let users = "users"
  static let items = "items"
  static let titles = "titles"
  static let timestamps = "timestamps"
}

extension RatingFileFormat {
  /// A sparse matrix of `scipy.sparse.save_npz`, with a row for each user.
  public static let npz = RatingFileFormat(
    "npz", extensions: ["npz"],
    reading: .whole(.npz) { bytes, request in try RatingTable(arrays: bytes, request: request) },
    writing: RatingWriting(reader: "scipy.sparse.load_npz") { $0.npz() })
}

// MARK: Reading

extension RatingTable {
  /// Reads ratings from a sparse matrix with a row for each user and a column for each item.
  ///
  /// Every stored element is a rating, explicit zeros too. Users and items are called by the
  /// numbers of their rows and columns, from 0 on, unless the file names them, as those do that
  /// this library writes.
  init(arrays bytes: [UInt8], request: RatingFileRequest) throws {
    let file = try NPZFile(bytes, path: request.path)
    let matrix = try SparseArrays(file)
    guard !matrix.values.isEmpty else { throw ArrayFileError.nothingInside(path: file.path) }
    let timestamps = try file.readIfPresent(ExtraArray.timestamps) {
      (array) throws(ArrayProblem) in
      try array.requireShape([matrix.values.count], "one for each of the values")
      let numbers = try array.integers()
      let (times, unit, others) = TimeUnit.inSeconds(numbers)
      if let element = others.first {
        throw .outOfRange(
          element: element, found: String(numbers[element]), expected: "in \(unit), as others")
      }
      return times
    }
    self.init(
      users: try file.identities(ExtraArray.users, count: matrix.rowCount),
      items: try file.identities(
        ExtraArray.items, count: matrix.columnCount, titles: ExtraArray.titles),
      userIndices: matrix.rows, itemIndices: matrix.columns, values: matrix.values,
      timestamps: request.columns.readsTimestamps ? timestamps : nil,
      source: RatingSource(
        name: request.path, files: [.init(name: request.path, sha256: SHA256.digest(of: bytes))]))
    if let limit = request.limit, limit < count { self = selecting(Array(0..<limit)) }

    let duplicates = Duplicates(
      users: userIndices, userCount: users.count, items: itemIndices, itemCount: items.count)
    guard let repeated = duplicates.firstRows.firstIndex(where: { $0 >= 0 }) else { return }
    guard request.duplicates != .error else {
      throw ArrayFileError.repeatedElements(
        path: file.path, row: Int(userIndices[repeated]), column: Int(itemIndices[repeated]),
        count: duplicates.count)
    }
    resolve(duplicates, by: request.duplicates)
  }
}

extension NPZFile {
  /// The identifiers in an array, or else the numbers from 0 on.
  func identities(
    _ name: String, count: Int, titles titleName: String? = nil
  ) throws(ArrayFileError) -> Identities {
    let identifiers = try readIfPresent(name) {
      (array) throws(ArrayProblem) -> Identities.Identifiers in
      try array.requireShape([count], "one for each of the \(count) lines")
      switch array.header.type.kind {
      case .text, .bytes: return .words(try array.names())
      case .boolean, .signed, .unsigned, .real:
        let numbers = try array.integers()
        try checkThatNamesDiffer(numbers) { String($0) }
        return .numbers(numbers)
      }
    }
    let titles: [String]? =
      if let titleName {
        try readIfPresent(titleName) { (array) throws(ArrayProblem) in
          try array.requireShape([count], "one for each of the \(count) columns")
          return try array.texts()
        }
      } else { nil }
    return Identities(identifiers ?? .numbers(Array(0..<Int64(count))), titles: titles)
  }
}

extension NPYArray {
  /// The elements as names, which differ in their bytes and can be written anywhere.
  fileprivate func names() throws(ArrayProblem) -> [String] {
    let texts = try texts()
    if let element = texts.firstIndex(where: { $0.isEmpty || $0.utf8.contains(0) }) {
      throw .outOfRange(
        element: element, found: texts[element].isEmpty ? "empty" : "a text with a zero in it",
        expected: "a name")
    }
    try checkThatNamesDiffer(texts.map { Array($0.utf8) }) { String(decoding: $0, as: UTF8.self) }
    return texts
  }
}

/// Makes sure that no name stands for two rows.
private func checkThatNamesDiffer<Name: Hashable>(
  _ names: [Name], spelling: (Name) -> String
) throws(ArrayProblem) {
  var places: [Name: Int] = [:]
  places.reserveCapacity(names.count)
  for (place, name) in names.enumerated() {
    if let first = places.updateValue(place, forKey: name) {
      throw .repeated(spelling(name), first: first, second: place)
    }
  }
}

// MARK: Writing

extension RatingTable {
  /// The bytes of a `.npz` file with the ratings as `scipy.sparse.save_npz` writes a CSR matrix.
  ///
  /// A row is a user and a column an item, in ascending order in each row. Beside the matrix
  /// stand the identifiers, titles and times, which `scipy.sparse.load_npz` passes over.
  func npz() -> [UInt8] {
    let rows = compressedRows
    var arrays: [(name: String, array: NPYArray)] = [
      ("indices", rows.indices), ("indptr", rows.starts), ("format", NPYArray(ascii: "csr")),
      ("shape", NPYArray([Int64(users.count), Int64(items.count)])), ("data", rows.values),
      (ExtraArray.users, users.array), (ExtraArray.items, items.array),
    ]
    if let titles = items.titles { arrays.append((ExtraArray.titles, NPYArray(titles))) }
    if let timestamps {
      arrays.append(
        (ExtraArray.timestamps, NPYArray(canonicalOrder.map { timestamps[Int($0)] })))
    }
    return NPZFile.bytes(of: arrays)
  }

  /// The arrays of the ratings in compressed rows (CSR).
  var compressedRows: (indices: NPYArray, starts: NPYArray, values: NPYArray) {
    let order = canonicalOrder
    var starts = [Int32](repeating: 0, count: users.count + 1)
    for (user, count) in counts(of: .users).enumerated() {
      starts[user + 1] = starts[user] + Int32(count)
    }
    return (
      NPYArray(order.map { itemIndices[Int($0)] }), NPYArray(starts),
      NPYArray(order.map { values[Int($0)] })
    )
  }
}

extension Identities {
  /// The identifiers as an array.
  var array: NPYArray {
    switch identifiers {
    case .numbers(let numbers): NPYArray(numbers)
    case .words(let words): NPYArray(words)
    }
  }
}
