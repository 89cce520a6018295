/// Which field of a row is what, and where the rows with data start.
struct ColumnLayout {
  var dialect: DelimitedRows.Dialect
  /// The number of fields in each row.
  var fieldCount: Int
  /// The field of each column that is read, counted from zero.
  var fields: [FileColumn: Int]
  /// How times are written.
  var timeFormat = TimeFormat.number
  /// Where the first line with data may start.
  var start: Int
  /// How many lines are before it.
  var linesBefore: Int
  /// Whether one of them names the columns.
  var hasHeader: Bool

  /// Whether a row may have so many fields: those there are, and an empty one at its end.
  @inline(__always)
  func accepts(_ count: Int, endsEmpty: Bool) -> Bool {
    count == fieldCount || (count == fieldCount + 1 && endsEmpty)
  }
}

/// Finds out the columns of a file from its first rows.
struct ColumnFinder {
  /// Whether the first row holds names.
  enum Header {
    case always, never
    /// If none of its fields is a number.
    case unlessNumbers
  }

  let head: TextHead
  let dialect: DelimitedRows.Dialect
  let header: Header
  /// The place of a column as it was given; nil to guess.
  let reference: (FileColumn) -> ColumnReference?

  var path: String { head.path }

  /// More columns than this are told apart by a header only.
  private static let mostUnnamed = 4

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
  ) throws(ReadingError) -> ColumnLayout {
    var rows = head.rows(dialect)
    let comments = removeComments(from: &rows, needed: needed)
    guard let first = rows.first else { throw .nothingInside(path: path) }
    guard let fields = first.fields, let fieldCount = first.count else {
      let line = MalformedLine(
        line: first.linesBefore + 1, text: lineText(at: first.start, in: head.bytes),
        problem: first.problem ?? .unclosedQuote)
      throw .malformed(path: path, lines: [line], others: 0)
    }
    var layout = ColumnLayout(
      dialect: dialect, fieldCount: fieldCount, fields: [:], start: first.start,
      linesBefore: first.linesBefore, hasHeader: false)

    var names: [String]?
    if header == .always || (header == .unlessNumbers && !fields.contains(where: isNumber)) {
      names = Array(fields.prefix(fieldCount))
      layout.start = first.end
      layout.linesBefore = first.linesThrough
      rows.removeFirst()
    } else if header == .unlessNumbers {
      names = comments.last.flatMap { self.names(in: $0, needed: needed) }
      if names?.count != fieldCount { names = nil }
    }
    layout.hasHeader = names != nil
    let data = rows.compactMap { $0.fields.map { Array($0.prefix(fieldCount)) } }

    if names == nil { try checkThatColumnsAreKnown(needed, data, count: fieldCount) }
    for (position, column) in (needed + optional).enumerated() {
      let isOptional = position >= needed.count
      if let reference = reference(column) {
        layout.fields[column] = try field(
          column, at: reference, names: names, count: fieldCount,
          firstLine: lineText(at: first.start, in: head.bytes))
      } else if let names {
        layout.fields[column] = try guess(
          column, among: names, isOptional: isOptional, data: data)
      } else if !isOptional || (guessesOptionalByPosition && position < fieldCount) {
        guard position < fieldCount else {
          throw .columnOutOfRange(path: path, column, position: position + 1, count: fieldCount)
        }
        layout.fields[column] = position
      }
    }
    try checkThatColumnsDiffer(layout.fields)
    if let time = layout.fields[.timestamp], let text = data.first?.element(time) {
      layout.timeFormat = TimeFormat(of: text) ?? .number
    }
    return layout
  }

  // MARK: Comments

  /// Takes the comments away that stand before the first row, and gives them.
  ///
  /// A line that begins as a comment does is a row if it has as many fields as other rows, and
  /// numbers among them or the names of columns.
  private func removeComments(
    from rows: inout [TextHead.Row], needed: [FileColumn]
  ) -> [TextHead.Row] {
    let count = rows.first { $0.mark == nil }?.count
    let comments = rows.prefix { row in
      switch row.mark {
      case nil: return false
      case .plain: return true
      case .withWord:
        guard let fields = row.fields, count == nil || row.count == count else { return true }
        return !fields.contains(where: isNumber) && names(in: row, needed: needed) == nil
      }
    }
    rows.removeFirst(comments.count)
    return Array(comments)
  }

  /// The names of columns that a comment holds if all that are needed are there.
  private func names(in comment: TextHead.Row, needed: [FileColumn]) -> [String]? {
    guard var names = comment.fields, !names.isEmpty else { return nil }
    names[0] = String(names[0].drop { "#% ".contains($0) })
    if names[0].isEmpty { names.removeFirst() }
    let simple = names.map(simplified)
    let areThere = needed.allSatisfy { column in
      reference(column) != nil || column.knownNames.contains { simple.contains($0) }
    }
    return areThere && !names.contains(where: isNumber) ? names : nil
  }

  // MARK: Without a header

  /// Makes sure that columns without names can be told apart by their places.
  private func checkThatColumnsAreKnown(
    _ needed: [FileColumn], _ data: [[String]], count: Int
  ) throws(ReadingError) {
    guard needed.contains(.rating), needed.contains(where: { reference($0) == nil }) else {
      return
    }
    let isMatrix = holdsMatrix(data)
    if count > Self.mostUnnamed || isMatrix {
      throw .unnamedColumns(
        path: path, count: count, isMatrix: isMatrix, firstLine: head.firstLine)
    }
  }

  /// Whether rows look like those of a matrix: with a name at one end and numbers for items, or
  /// full of numbers, of which the second is no item.
  private func holdsMatrix(_ data: [[String]]) -> Bool {
    guard let first = data.first, first.count > 2 else { return false }
    if first.dropFirst().allSatisfy(isNumber), !isNumber(first[0]),
      first[0].isEmpty || FileColumn.user.knownNames.contains(simplified(first[0]))
    {
      return true
    }
    guard data.allSatisfy({ $0.allSatisfy { isNumber($0) || $0.isEmpty } }) else { return false }
    return first.count > Self.mostUnnamed
      || data.contains { row in
        [row.element(0), row.element(1)].contains { text in
          Double(text ?? "").map { $0 != $0.rounded(.down) } ?? false
        }
      }
  }

  private func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return isNonFiniteName(bytes)
      || bytes.withUnsafeBufferPointer {
        DecimalNumber($0[...]) != nil || DecimalComma.value(of: $0[...]) != nil
      }
  }

  // MARK: By name or place

  /// The field that a reference means.
  private func field(
    _ column: FileColumn, at reference: ColumnReference, names: [String]?, count: Int,
    firstLine: String
  ) throws(ReadingError) -> Int {
    switch reference {
    case .position(let position):
      guard 1...count ~= position else {
        throw .columnOutOfRange(path: path, column, position: position, count: count)
      }
      return position - 1
    case .name(let name):
      guard let names else {
        throw .noHeader(path: path, column, name: name, firstLine: firstLine)
      }
      let spellings: [(String) -> String] = [{ $0 }, withoutType, simplified]
      for spelling in spellings {
        let matches = names.indices.filter { spelling(names[$0]) == spelling(name) }
        guard matches.count < 2 else {
          throw .columnAmbiguous(path: path, column, name: name, header: names)
        }
        if let match = matches.first { return match }
      }
      throw .columnNotFound(path: path, column, name: name, header: names)
    }
  }

  /// The field whose name is known for a column.
  private func guess(
    _ column: FileColumn, among names: [String], isOptional: Bool, data: [[String]]
  ) throws(ReadingError) -> Int? {
    let simple = names.map(simplified)
    for known in column.knownNames {
      let matches = simple.indices.filter { simple[$0] == known }
      guard matches.count < 2 else {
        throw .columnAmbiguous(
          path: path, column, name: names[matches[0]], header: names)
      }
      if let match = matches.first { return match }
    }
    guard isOptional else {
      throw .columnNotRecognized(path: path, column, header: names)
    }
    // A date may be of something else, and be written for people: it is read if it can be.
    let places = simple.indices.filter { column.possibleNames.contains(simple[$0]) }
    guard places.count == 1, let text = data.first?.element(places[0]), TimeFormat(of: text) != nil
    else { return nil }
    return places[0]
  }

  private func checkThatColumnsDiffer(_ fields: [FileColumn: Int]) throws(ReadingError) {
    for (index, column) in FileColumn.allCases.enumerated() {
      for other in FileColumn.allCases[(index + 1)...] {
        guard let field = fields[column], field == fields[other] else { continue }
        throw .columnUsedTwice(path: path, column, other, position: field + 1)
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
        "itemid", "item", "movieid", "movie", "iid", "productid", "product", "asin", "parentasin",
        "bookid", "isbn", "artistid", "trackid", "songid", "animeid", "gameid", "businessid",
        "recipeid", "courseid", "jokeid", "beerid", "placeid", "hotelid", "filmid", "workid",
      ]
    case .rating: ["rating", "ratings", "score", "stars", "overall", "bookrating"]
    case .timestamp: ["timestamp", "time", "unixreviewtime", "unixtimestamp", "unixtime"]
    case .title: ["title", "movietitle", "itemtitle", "booktitle", "name", "itemname"]
    case .year: ["releaseyear", "year"]
    }
  }

  /// What headers may call the column or something else.
  fileprivate var possibleNames: [String] {
    self == .timestamp
      ? [
        "date", "datetime", "reviewtime", "reviewdate", "ratingdate", "ratedat", "createdat",
        "datecreated", "dateadded", "submitdate",
      ] : []
  }
}

extension [String] {
  /// The element at a place; nil if there is none.
  fileprivate func element(_ place: Int) -> String? { indices.contains(place) ? self[place] : nil }
}

/// The name of a column of a RecBole file without its type.
private func withoutType(_ name: String) -> String {
  name.firstIndex(of: ":").map { String(name[..<$0]) } ?? name
}

/// A name without type and case, and without what people put between words or before the first.
private func simplified(_ name: String) -> String {
  withoutType(name).lowercased().filter { !"_- #%".contains($0) }
}
