/// The ratings of a part of a file, with the keys of users and items still as they come.
///
/// Parts that are cut at line ends can be read independently of each other; what belongs together,
/// `Numbering` and `Duplicates` bring together afterwards.
struct RawRatings {
  var users: KeyColumn
  var items: KeyColumn
  var values: [Float] = []
  var timestamps: [Int64]?
  var problems = LineProblems()

  /// A column of identifiers that were taken for numbers holds a word.
  struct ColumnHoldsWords: Error { var column: FileColumn }

  /// Reads the lines of a part.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - layout: the columns; its `start` is where the part starts.
  ///   - words: the columns whose identifiers are words.
  ///   - limit: after how many rows to stop.
  ///   - checkpoint: is told now and then how many bytes are read.
  /// - Throws: `ColumnHoldsWords` if a column that isn't among `words` should be.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout, words: Set<FileColumn>, limit: Int,
    checkpoint: (Int) throws -> Void
  ) throws {
    users = KeyColumn(areWords: words.contains(.user))
    items = KeyColumn(areWords: words.contains(.item))
    let timeField = layout.fields[.timestamp]
    var times: [Int64] = []
    var rows = DelimitedRows(
      bytes, dialect: layout.dialect, position: layout.start, line: layout.linesBefore,
      wanted: [layout.fields[.user], layout.fields[.item], layout.fields[.rating], timeField])

    reading: while values.count + problems.count < limit {
      if (values.count + problems.count) & 0xFFFF == 0 {
        try checkpoint(rows.position)
        if values.count == 0x10000 {
          // The lines so far tell about how many there will be.
          let lineLength = (rows.position - layout.start) / values.count
          reserveCapacity(min(limit, (bytes.count - layout.start) / lineLength + 0x10000))
          times.reserveCapacity(timeField == nil ? 0 : values.capacity)
        }
      }
      var problem: LineProblem?
      switch rows.next() {
      case .end: break reading
      case .malformed(let cause): problem = cause
      case .fields(let count) where count != layout.fieldCount:
        problem = .fieldCount(expected: layout.fieldCount, found: count)
      case .fields:
        var value: Float = 0
        var time: Int64 = 0
        problem = rows.fields[2].readRating(in: bytes, into: &value)
        if problem == nil, timeField != nil {
          problem = rows.fields[3].readTime(in: bytes, into: &time)
        }
        if problem == nil {
          problem = try users.append(rows.fields[0], in: bytes, column: .user)
        }
        if problem == nil {
          problem = try items.append(rows.fields[1], in: bytes, column: .item)
          if problem == nil {
            values.append(value)
            if timeField != nil { times.append(time) }
          }
        }
      }
      if let problem {
        problems.add(MalformedLine(line: rows.line, text: rows.text, problem: problem))
      }
    }
    timestamps = timeField == nil ? nil : times
  }

  private mutating func reserveCapacity(_ rows: Int) {
    users.reserveCapacity(rows)
    items.reserveCapacity(rows)
    values.reserveCapacity(rows)
  }
}

extension DelimitedRows.Field {
  /// Reads a rating; the result is what is wrong with it.
  fileprivate func readRating(
    in bytes: UnsafeBufferPointer<UInt8>, into value: inout Float
  ) -> LineProblem? {
    // The usual ratings are one digit, or one digit and a half.
    let length = end - start
    if length == 1 || (length == 3 && bytes[start + 1] == UInt8(ascii: ".")) {
      let digit = bytes[start] &- UInt8(ascii: "0")
      let tenth = length == 3 ? bytes[start + 2] &- UInt8(ascii: "0") : 0
      if digit <= 9 && tenth <= 9 {
        value = Float(Int(digit) * 10 + Int(tenth)) / 10
        return nil
      }
    }
    let content = bytes[start..<end]
    guard let number = DecimalNumber(content) else {
      return notANumber(.rating, in: bytes)
    }
    value = number.float
    return value.isFinite ? nil : .outOfRange(.rating, found: text(in: bytes))
  }

  /// Reads a time; the result is what is wrong with it.
  fileprivate func readTime(
    in bytes: UnsafeBufferPointer<UInt8>, into time: inout Int64
  ) -> LineProblem? {
    if let integer = canonicalInteger(bytes, start, end) {
      time = integer
      return nil
    }
    guard let number = DecimalNumber(bytes[start..<end]) else {
      return notANumber(.timestamp, in: bytes)
    }
    guard let integer = number.floor else {
      return .outOfRange(.timestamp, found: text(in: bytes))
    }
    time = integer
    return nil
  }

  private func notANumber(
    _ column: FileColumn, in bytes: UnsafeBufferPointer<UInt8>
  ) -> LineProblem {
    if isEmpty { return .missing(column) }
    return isNonFiniteName(bytes[start..<end])
      ? .notFinite(column, found: text(in: bytes)) : .notANumber(column, found: text(in: bytes))
  }
}

/// The identifiers of a column in the order of the rows.
struct KeyColumn {
  /// The identifiers if all are integers, spelled in the usual way.
  private(set) var numbers: [Int64] = []
  /// The identifiers if they are words.
  private(set) var words: WordKeys?

  init(areWords: Bool) { words = areWords ? WordKeys() : nil }

  fileprivate mutating func reserveCapacity(_ rows: Int) {
    if words == nil { numbers.reserveCapacity(rows) }
  }

  /// Adds the identifier of a row; the result is what is wrong with it.
  @inline(__always)
  fileprivate mutating func append(
    _ field: DelimitedRows.Field, in bytes: UnsafeBufferPointer<UInt8>, column: FileColumn
  ) throws -> LineProblem? {
    if field.isEmpty { return .missing(column) }
    guard words == nil else {
      return words!.append(field.content(in: bytes)) ? nil : .notUTF8(column)
    }
    guard let number = canonicalInteger(bytes, field.start, field.end) else {
      throw RawRatings.ColumnHoldsWords(column: column)
    }
    numbers.append(number)
    return nil
  }
}

/// Words in the order of the rows, each kept once.
struct WordKeys {
  /// The words, in the order of their first appearance.
  private(set) var words: [String] = []
  /// For each row the position of its word.
  private(set) var positions: [Int32] = []
  private var positionOfWord: [[UInt8]: Int32] = [:]

  /// Adds a row, unless its word isn't UTF-8. (Words are the same if their bytes are.)
  mutating func append(_ bytes: [UInt8]) -> Bool {
    if let position = positionOfWord[bytes] {
      positions.append(position)
      return true
    }
    guard let word = String(validating: bytes, as: UTF8.self) else { return false }
    let position = Int32(words.count)
    words.append(word)
    positionOfWord[bytes] = position
    positions.append(position)
    return true
  }
}
