/// Which field of a row is what, and where the rows with data start.
struct ColumnLayout {
  var dialect: DelimitedRows.Dialect
  /// The number of fields in each row.
  var fieldCount: Int
  /// The field of each column that is read, counted from zero.
  var fields: [FileColumn: Int]
  /// Where the first line with data may start.
  var start: Int
  /// How many lines are before it.
  var linesBefore: Int
}

/// Finds out the columns of a file from its first row.
struct ColumnFinder {
  /// Whether the first row holds names.
  enum Header {
    case always, never
    /// If none of its fields is a number.
    case unlessNumbers
  }

  let path: String
  let bytes: UnsafeBufferPointer<UInt8>
  let dialect: DelimitedRows.Dialect
  let header: Header
  /// The place of a column as it was given; nil to guess.
  let reference: (FileColumn) -> ColumnReference?

  /// The places of columns.
  ///
  /// - Parameters:
  ///   - needed: the columns that must be there, from left to right if there is no header.
  ///   - optional: the columns that are read if they can be found.
  ///   - guessesOptionalByPosition: whether an optional column may be found by its place alone.
  /// - Returns: the columns, and where the data starts.
  /// - Throws: `ReadingError`.
  func layout(
    needed: [FileColumn], optional: [FileColumn], guessesOptionalByPosition: Bool
  ) throws -> ColumnLayout {
    let bom: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: bom) ? bom.count : 0
    var rows = DelimitedRows(bytes, dialect: dialect, position: start, line: 0, keepsAll: true)
    let fieldCount: Int
    switch rows.next() {
    case .fields(let count): fieldCount = count
    case .end: throw ReadingError.nothingInside(path: path)
    case .malformed(let problem):
      let line = MalformedLine(line: rows.line, text: rows.text, problem: problem)
      throw ReadingError.malformed(path: path, lines: [line], others: 0)
    }
    let firstStart = rows.lineStart
    let linesBefore = rows.line - 1
    let first = texts(of: rows)
    let names: [String]? =
      switch header {
      case .always: first.map(\.text)
      case .never: nil
      case .unlessNumbers: first.contains(where: \.isNumber) ? nil : first.map(\.text)
      }

    var fields: [FileColumn: Int] = [:]
    for (position, column) in (needed + optional).enumerated() {
      let isOptional = position >= needed.count
      if let reference = reference(column) {
        fields[column] = try field(
          column, at: reference, names: names, count: fieldCount,
          firstLine: lineText(at: firstStart, in: bytes))
      } else if let names {
        fields[column] = try guess(column, among: names, isOptional: isOptional)
      } else if !isOptional || (guessesOptionalByPosition && position < fieldCount) {
        guard position < fieldCount else {
          throw ReadingError.columnOutOfRange(
            path: path, column, position: position + 1, count: fieldCount)
        }
        fields[column] = position
      }
    }
    try checkThatColumnsDiffer(fields)
    return ColumnLayout(
      dialect: dialect, fieldCount: fieldCount, fields: fields,
      start: names == nil ? firstStart : rows.position,
      linesBefore: names == nil ? linesBefore : rows.line)
  }

  /// The fields of the first row, as text.
  private func texts(of row: DelimitedRows) -> [(text: String, isNumber: Bool)] {
    row.allFields.map { field in
      let content = field.content(in: row.bytes)
      let isNumber =
        content.withUnsafeBufferPointer { DecimalNumber($0[...]) != nil }
        || isNonFiniteName(content)
      return (String(decoding: content, as: UTF8.self), isNumber)
    }
  }

  /// The field that a reference means.
  private func field(
    _ column: FileColumn, at reference: ColumnReference, names: [String]?, count: Int,
    firstLine: String
  ) throws -> Int {
    switch reference {
    case .position(let position):
      guard 1...count ~= position else {
        throw ReadingError.columnOutOfRange(path: path, column, position: position, count: count)
      }
      return position - 1
    case .name(let name):
      guard let names else {
        throw ReadingError.noHeader(path: path, column, name: name, firstLine: firstLine)
      }
      let spellings: [(String) -> String] = [{ $0 }, withoutType, simplified]
      for spelling in spellings {
        let matches = names.indices.filter { spelling(names[$0]) == spelling(name) }
        guard matches.count < 2 else {
          throw ReadingError.columnAmbiguous(path: path, column, name: name, header: names)
        }
        if let match = matches.first { return match }
      }
      throw ReadingError.columnNotFound(path: path, column, name: name, header: names)
    }
  }

  /// The field whose name is known for a column.
  private func guess(_ column: FileColumn, among names: [String], isOptional: Bool) throws -> Int? {
    let simple = names.map(simplified)
    for known in column.knownNames {
      let matches = simple.indices.filter { simple[$0] == known }
      guard matches.count < 2 else {
        throw ReadingError.columnAmbiguous(
          path: path, column, name: names[matches[0]], header: names)
      }
      if let match = matches.first { return match }
    }
    guard isOptional else {
      throw ReadingError.columnNotRecognized(path: path, column, header: names)
    }
    return nil
  }

  private func checkThatColumnsDiffer(_ fields: [FileColumn: Int]) throws {
    for (index, column) in FileColumn.allCases.enumerated() {
      for other in FileColumn.allCases[(index + 1)...] {
        guard let field = fields[column], field == fields[other] else { continue }
        throw ReadingError.columnUsedTwice(path: path, column, other, position: field + 1)
      }
    }
  }
}

extension FileColumn {
  /// What headers call the column, simplified, the likeliest first.
  fileprivate var knownNames: [String] {
    switch self {
    case .user: ["userid", "user", "uid", "username", "reviewerid", "reviewer", "customerid"]
    case .item:
      [
        "itemid", "item", "movieid", "movie", "iid", "productid", "product", "asin", "bookid",
        "isbn", "artistid", "trackid", "songid", "animeid", "gameid",
      ]
    case .rating: ["rating", "ratings", "score", "stars", "overall", "bookrating"]
    case .timestamp: ["timestamp", "time", "unixreviewtime"]
    case .title: ["title", "movietitle", "itemtitle", "booktitle", "name", "itemname"]
    case .year: ["releaseyear", "year"]
    }
  }
}

/// The name of a column of a RecBole file without its type.
private func withoutType(_ name: String) -> String {
  name.firstIndex(of: ":").map { String(name[..<$0]) } ?? name
}

/// A name without type and case, and without what people put between words.
private func simplified(_ name: String) -> String {
  withoutType(name).lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
}
