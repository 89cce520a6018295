/// What stands at the start of a file before its rows, and its first rows in any dialect.
struct TextHead {
  let path: String
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the first row may start: behind a byte-order mark and what Excel says of separators.
  let start: Int
  /// How many lines are before that.
  let linesBefore: Int
  /// The separator that the file names in its first line, as Excel writes it: `sep=;`.
  let namedSeparator: UInt8?
  /// As much of the file as is looked at to tell how it is written.
  private let sample: UnsafeBufferPointer<UInt8>

  /// More bytes than this are no line of a table.
  static let longestLine = 1 << 20
  /// How many rows are looked at.
  static let sampledRows = 20

  /// Looks at the first lines of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: what to call it.
  /// - Throws: `ReadingError` if its first line is too long to be one.
  init(of bytes: UnsafeBufferPointer<UInt8>, path: String) throws(ReadingError) {
    self.path = path
    self.bytes = bytes
    let bom: [UInt8] = [0xEF, 0xBB, 0xBF]
    let first = bytes.starts(with: bom) ? bom.count : 0
    let head = bytes[first..<min(bytes.count, first + Self.longestLine)]
    let lastLineEnd = head.lastIndex(of: UInt8(ascii: "\n"))
    guard head.endIndex == bytes.count || lastLineEnd != nil else {
      throw .lineTooLong(path: path, limit: Self.longestLine)
    }
    sample = UnsafeBufferPointer(
      rebasing: bytes[..<(head.endIndex == bytes.count ? bytes.count : lastLineEnd! + 1)])
    let line = head.prefix { $0 != UInt8(ascii: "\n") }
    let words = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    if words.count == 5, words.starts(with: "sep=".utf8), let separator = words.last {
      (namedSeparator, linesBefore) = (separator, 1)
      start = min(line.endIndex + 1, bytes.count)
    } else {
      (namedSeparator, linesBefore, start) = (nil, 0, first)
    }
  }

  /// A row of the sample.
  struct Row {
    /// The fields as they stand there; nil if quotation marks are wrong.
    var fields: [String]?
    /// What is wrong with them.
    var problem: LineProblem?
    /// Whether the row ends in a separator behind which nothing stands.
    var endsEmpty: Bool
    /// Whether it begins as comments do, and whether it can be nothing else.
    var mark: CommentMark?
    /// Where the row starts, and what follows it.
    var start: Int
    var end: Int
    /// The lines before it and in it.
    var linesBefore: Int
    var linesThrough: Int

    /// How many fields there are, but for an empty one at the end.
    var count: Int? { fields.map { endsEmpty && $0.count > 1 ? $0.count - 1 : $0.count } }
  }

  /// How a comment begins: `#` or `%`.
  enum CommentMark {
    /// With a space or another mark behind it, or nothing.
    case plain
    /// With something else behind it, as the name of a column.
    case withWord
  }

  /// The first rows, cut as a dialect does, comments among them.
  ///
  /// There are at least as many as are sampled besides the comments, if the sample holds them.
  func rows(_ dialect: DelimitedRows.Dialect) -> [Row] {
    var reader = DelimitedRows(
      sample, dialect: dialect, position: start, line: linesBefore, keepsAll: true,
      quotesSpanLines: dialect.quotes == .always)
    var rows: [Row] = []
    var count = 0
    while count < Self.sampledRows {
      let row = reader.next()
      if case .end = row { break }
      var fields: [String]?
      var problem: LineProblem?
      switch row {
      case .fields:
        fields = reader.allFields.map {
          String(decoding: $0.content(in: sample), as: UTF8.self)
        }
      case .malformed(let cause): problem = cause
      case .end: break
      }
      let mark = mark(at: reader.lineStart)
      rows.append(
        Row(
          fields: fields, problem: problem, endsEmpty: reader.endsEmpty, mark: mark,
          start: reader.lineStart, end: reader.position, linesBefore: reader.line - 1,
          linesThrough: reader.line - 1 + lineEnds(reader.lineStart..<reader.position)))
      if mark != .plain { count += 1 }
    }
    return rows
  }

  /// The first line that isn't blank, for people to see.
  var firstLine: String {
    var reader = DelimitedRows(sample, dialect: .bars, position: start, line: linesBefore)
    guard case .fields = reader.next() else { return "" }
    return reader.text
  }

  private func mark(at start: Int) -> CommentMark? {
    var rest = sample[start...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let marks = "#%".utf8
    guard let first = rest.popFirst(), marks.contains(first) else { return nil }
    guard let next = rest.first else { return .plain }
    return next <= UInt8(ascii: " ") || marks.contains(next) ? .plain : .withWord
  }

  private func lineEnds(_ range: Range<Int>) -> Int {
    let count = sample[range].count { $0 == UInt8(ascii: "\n") }
    // The last line of a file may have no end.
    return sample[range].last == UInt8(ascii: "\n") ? count : count + 1
  }
}

extension TextHead {
  /// The dialect in which the first rows are rows.
  ///
  /// That is the first one in which they all have the same number of fields, enough of them, and
  /// the first field holds no separator of another dialect; or the first one in which the first
  /// row has enough fields; or has at least two.
  ///
  /// - Parameters:
  ///   - dialects: those that come into question, the likeliest first.
  ///   - needed: how many fields there have to be.
  /// - Returns: the dialect; nil if there is none.
  func dialect(
    among dialects: [DelimitedRows.Dialect], needed: Int
  ) -> DelimitedRows.Dialect? {
    var dialects = dialects
    if let named = dialects.firstIndex(where: { $0.separator == namedSeparator }) {
      dialects = [dialects[named]]
    }
    let samples = dialects.map { dialect in
      (dialect, rows: rows(dialect).filter { $0.mark == nil })
    }
    let separators = Set(dialects.filter { !$0.joinsBlanks }.map(\.separator))
    let fitting = samples.filter { dialect, rows in
      let counts = rows.compactMap(\.count)
      guard let first = counts.first, first >= needed else { return false }
      return counts.allSatisfy { $0 == first }
    }
    let clear = fitting.first { dialect, rows in
      !rows.contains { row in
        row.fields?.first?.utf8.contains { separators.contains($0) && $0 != dialect.separator }
          ?? false
      }
    }
    if let found = clear ?? fitting.first { return found.0 }
    for enough in [needed, 2] {
      let found = samples.first { dialect, rows in
        // Prose has blanks too.
        !dialect.joinsBlanks && (rows.first?.count ?? 0) >= enough
      }
      if let found { return found.0 }
    }
    return nil
  }
}
