import Files

extension RatingTable {
  /// Reads ratings from a file, and the titles of the items if there is a file of them.
  ///
  /// Users and items are numbered in ascending order of their identifiers: by value if all of a
  /// column are integers of 64 bits in their usual spelling, else by their UTF-8 bytes. The
  /// ratings keep the order of the file. Times are rounded down to whole seconds; what numbers of
  /// a column count is told by the largest of them, see `TimeUnit`.
  ///
  /// Every line counts: one that can't be read is an error, not a gap. Only blank lines are
  /// passed over.
  ///
  /// - Parameters:
  ///   - request: the file, and how to read it.
  ///   - threads: how many threads may read; the table is the same for any number.
  ///   - checkpoint: is called now and then with the fraction of the file that is read; throws to
  ///     cancel.
  /// - Throws: `ReadingError`, or what `checkpoint` throws.
  public init(
    reading request: RatingFileRequest, threads: Int = 1,
    checkpoint: (Double) throws -> Void = { _ in }
  ) throws {
    let file = try fileBytes(request.path, threads: threads)
    if let read = RatingFileFormat.wholeReading(
      request.format, path: request.path, content: file)
    {
      self = try read(file, request)
    } else {
      let text = try TextContent(of: file, path: request.path)
      try self.init(
        bytes: text.bytes, sha256: text.sha256, request: request, threads: threads,
        checkpoint: checkpoint)
    }
    if let titles = request.titles { try setTitles(TitleFile(reading: titles)) }
  }

  /// Reads ratings from the content of the file that is requested, without titles.
  ///
  /// The result doesn't depend on the size of the parts in which the file is read.
  init(
    bytes: [UInt8], sha256: String? = nil, request: RatingFileRequest, threads: Int = 1,
    partSize: Int = RatingFileParts.usualPartSize,
    checkpoint: (Double) throws -> Void = { _ in }
  ) throws {
    self = try bytes.withUnsafeBufferPointer { buffer in
      let layout = try request.layout(of: buffer)
      let content = try RatingFileParts(
        bytes: buffer, layout: layout, path: request.path, limit: request.limit,
        threads: threads, partSize: partSize, needsDigest: sha256 == nil
      ).read(checkpoint: checkpoint)
      var table = RatingTable(
        content,
        source: RatingSource(
          name: request.path,
          files: [.init(name: request.path, sha256: sha256 ?? content.sha256)]))
      if layout.timeFormat == .number, let numbers = table.timestamps {
        let (times, unit, others) = TimeUnit.inSeconds(numbers, threads: threads)
        try request.checkTimes(
          numbers, unit: unit, others: others, bytes: buffer, layout: layout)
        table.timestamps = times
      }
      return try request.withoutDuplicates(table, bytes: buffer, layout: layout)
    }
    try checkpoint(1)
  }

  private init(_ content: RatingFileParts.Content, source: RatingSource) {
    self.init(
      users: Identities(content.users), items: Identities(content.items),
      userIndices: content.columns.users, itemIndices: content.columns.items,
      values: content.columns.values, timestamps: content.columns.times, source: source)
  }
}

extension RatingFileRequest {
  /// The columns of a file, by its first rows.
  fileprivate func layout(
    of bytes: UnsafeBufferPointer<UInt8>
  ) throws(ReadingError) -> ColumnLayout {
    let head = try TextHead(of: bytes, path: path)
    let needed = [columns.user, columns.item, columns.rating].allSatisfy { $0 != nil } ? 2 : 3
    let form = try head.form(
      of: format, others: RatingFileFormat.linesOfAnyFile, needed: needed)
    return try ColumnFinder(
      head: head, dialect: form.dialect, header: form.header, reference: { columns[$0] }
    ).layout(
      needed: [.user, .item, .rating], optional: columns.readsTimestamps ? [.timestamp] : [],
      guessesOptionalByPosition: columns == RatingColumns())
  }

  /// Makes sure that times are in one unit.
  fileprivate func checkTimes(
    _ times: [Int64], unit: TimeUnit, others: [Int], bytes: UnsafeBufferPointer<UInt8>,
    layout: ColumnLayout
  ) throws(ReadingError) {
    guard !others.isEmpty else { return }
    let shown = others.prefix(LineProblems.shown)
    let lines = lines(ofRows: Set(shown), bytes: bytes, layout: layout)
    throw .malformed(
      path: path,
      lines: shown.compactMap { row in
        guard let line = lines[row], let other = unit.otherUnit(of: times[row]) else { return nil }
        return MalformedLine(
          line: line.number, text: line.text,
          problem: .otherTimeUnit(found: String(times[row]), other, others: unit))
      }, others: others.count - shown.count)
  }

  /// A table with one rating of each user and item.
  fileprivate func withoutDuplicates(
    _ table: consuming RatingTable, bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout
  ) throws -> RatingTable {
    let found = Duplicates(
      users: table.userIndices, userCount: table.users.count, items: table.itemIndices,
      itemCount: table.items.count)
    guard found.count > 0 else { return table }
    guard duplicates == .error else {
      table.resolve(found, by: duplicates)
      return table
    }

    let repeated = found.firstRows.indices.lazy.filter { found.firstRows[$0] >= 0 }
      .prefix(LineProblems.shown)
    let pairs = repeated.map { (row: $0, first: Int(found.firstRows[$0])) }
    let lines = lines(
      ofRows: Set(pairs.flatMap { [$0.row, $0.first] }), bytes: bytes, layout: layout)
    throw ReadingError.malformed(
      path: path,
      lines: pairs.compactMap { pair in
        guard let line = lines[pair.row], let first = lines[pair.first] else { return nil }
        return MalformedLine(
          line: line.number, text: line.text,
          problem: .duplicate(firstLine: first.number, firstText: first.text))
      },
      others: found.count - pairs.count)
  }

  /// The lines on which some of the rows of a file stand that can be read.
  private func lines(
    ofRows wanted: Set<Int>, bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout
  ) -> [Int: (number: Int, text: String)] {
    var lines: [Int: (number: Int, text: String)] = [:]
    // All rows can be read, so that no quotation ends where it shouldn't.
    var rows = DelimitedRows(
      bytes, dialect: layout.dialect, position: layout.start, line: layout.linesBefore,
      quotesSpanLines: layout.dialect.quotes == .always)
    var row = 0
    while lines.count < wanted.count, case .fields = rows.next() {
      if wanted.contains(row) { lines[row] = (rows.line, rows.text) }
      row += 1
    }
    return lines
  }
}
