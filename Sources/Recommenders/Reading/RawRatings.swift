/// The ratings of a part of a file, with the identifiers of users and items still as they come.
///
/// Parts that are cut at line ends can be read independently of each other; what belongs together,
/// `Numbering` and `Duplicates` bring together afterwards.
struct RawRatings {
  /// The identifiers that aren't where their numbers will be.
  var users: KeyColumn
  var items: KeyColumn
  /// How many rows were written.
  private(set) var count = 0
  private(set) var problems = LineProblems()
  /// Whether a quotation isn't closed on its line.
  private(set) var hasOpenQuote = false
  /// How many lines were read, blank ones too.
  private(set) var lineCount = 0

  /// Reads the lines of a part.
  ///
  /// Line numbers count from the start of the part.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - layout: the columns.
  ///   - part: where the part is; it starts and ends where lines do.
  ///   - kinds: how the identifiers of users and items are kept.
  ///   - quotesSpanLines: whether a quoted field may go on behind a line end.
  ///   - limit: after how many rows to stop.
  ///   - buffers: where to write the rows; there is room for one in each line.
  /// - Throws: `KeyKind.TooNarrow` if an identifier can't be kept in that way.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout, part: Range<Int>,
    kinds: (user: KeyKind, item: KeyKind), quotesSpanLines: Bool, limit: Int,
    into buffers: RatingBuffers
  ) throws(KeyKind.TooNarrow) {
    users = KeyColumn(kinds.user)
    items = KeyColumn(kinds.item)
    let bytes = UnsafeBufferPointer(rebasing: bytes[..<part.upperBound])
    let plainRows = kinds == (.small, .small) ? PlainRows(bytes, layout: layout) : nil
    var rows = DelimitedRows(
      bytes, dialect: layout.dialect, position: part.lowerBound, line: 0,
      wanted: [
        layout.fields[.user], layout.fields[.item], layout.fields[.rating],
        layout.fields[.timestamp],
      ], quotesSpanLines: quotesSpanLines)
    while count + problems.count < limit {
      if let plainRows {
        var position = rows.position
        let read = plainRows.read(
          from: &position, limit: limit - count - problems.count,
          into: buffers.advanced(by: count))
        rows.passLines(read, endingBefore: position)
        count += read
        if count + problems.count == limit { break }
      }
      let row = rows.next()
      if case .end = row { break }
      if let problem = try append(row, of: rows, layout, into: buffers.advanced(by: count)) {
        problems.add(MalformedLine(line: rows.line, text: rows.text, problem: problem))
        if problem == .unclosedQuote { hasOpenQuote = true }
      } else {
        count += 1
      }
    }
    lineCount = rows.line
  }

  /// Writes a row; the result is what is wrong with it.
  private mutating func append(
    _ row: DelimitedRows.Row, of rows: DelimitedRows, _ layout: ColumnLayout,
    into buffers: RatingBuffers
  ) throws(KeyKind.TooNarrow) -> LineProblem? {
    let (bytes, fields) = (rows.bytes, rows.fields)
    switch row {
    case .end: return nil
    case .malformed(let cause): return cause
    case .fields(let count) where !layout.accepts(count, endsEmpty: rows.endsEmpty):
      return .fieldCount(expected: layout.fieldCount, found: count)
    case .fields:
      var value: Float = 0
      if let problem = fields[2].readRating(in: bytes, into: &value) { return problem }
      buffers.values.initialize(to: value)
      if let times = buffers.times {
        var time: Int64 = 0
        let problem = fields[3].readTime(in: bytes, as: layout.timeFormat, into: &time)
        if let problem { return problem }
        times.initialize(to: time)
      }
      let problem = try users.append(fields[0], in: bytes, column: .user, small: buffers.users)
      if let problem { return problem }
      return try items.append(fields[1], in: bytes, column: .item, small: buffers.items)
    }
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
    if let number = DecimalNumber(content) {
      value = number.float
    } else {
      switch DecimalComma.value(of: content) {
      case .number(let number): value = number
      case .ambiguous: return .ambiguousComma(found: text(in: bytes))
      case nil: return notANumber(.rating, in: bytes)
      }
    }
    return value.magnitude <= RatingTable.largestValue
      ? nil : .outOfRange(.rating, found: text(in: bytes))
  }

  /// Reads a time; the result is what is wrong with it.
  fileprivate func readTime(
    in bytes: UnsafeBufferPointer<UInt8>, as format: TimeFormat, into time: inout Int64
  ) -> LineProblem? {
    if format == .date { return readDate(in: bytes, into: &time) }
    if let integer = canonicalInteger(bytes, start, end) {
      time = integer
      return nil
    }
    guard let number = DecimalNumber(bytes[start..<end]) else {
      let isDate = DateAndTime(bytes[start..<end]) != nil
      return isDate ? .otherTimeFormat(found: text(in: bytes)) : notANumber(.timestamp, in: bytes)
    }
    guard let integer = number.floor else {
      return .outOfRange(.timestamp, found: text(in: bytes))
    }
    time = integer
    return nil
  }

  private func readDate(
    in bytes: UnsafeBufferPointer<UInt8>, into time: inout Int64
  ) -> LineProblem? {
    switch DateAndTime(bytes[start..<end]) {
    case .seconds(let seconds):
      time = seconds
      return nil
    case .impossible: return .impossibleTime(found: text(in: bytes))
    case nil:
      let isNumber = DecimalNumber(bytes[start..<end]) != nil
      return isNumber
        ? .otherTimeFormat(found: text(in: bytes)) : notANumber(.timestamp, in: bytes)
    }
  }

  private func notANumber(
    _ column: FileColumn, in bytes: UnsafeBufferPointer<UInt8>
  ) -> LineProblem {
    if isEmpty { return .missing(column) }
    return isNonFiniteName(bytes[start..<end])
      ? .notFinite(column, found: text(in: bytes)) : .notANumber(column, found: text(in: bytes))
  }
}
