import Files

/// The titles of items, by the items' identifiers as the file spells them.
struct TitleFile {
  var titles: [Identifier: String]
  /// The file's path, as it was asked for.
  var path: String
  var sha256: String

  /// Reads a file of titles.
  init(reading request: TitleFileRequest) throws {
    let file = try fileBytes(request.path)
    if let read = TitleFileFormat.wholeReading(request.format, path: request.path, content: file) {
      self.init(
        titles: try read(file, request), path: request.path, sha256: SHA256.digest(of: file))
    } else {
      let text = try TextContent(of: file, path: request.path)
      try self.init(bytes: text.bytes, sha256: text.sha256, request: request)
    }
  }

  private init(titles: [Identifier: String], path: String, sha256: String) {
    self.titles = titles
    self.path = path
    self.sha256 = sha256
  }

  /// Reads the content of a file of titles.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - sha256: the digest of the file if it isn't that of the content.
  ///   - request: the file that is asked for.
  /// - Throws: `ReadingError`.
  init(bytes: [UInt8], sha256: String? = nil, request: TitleFileRequest) throws {
    self.init(
      titles: try repairedUTF8(bytes).withUnsafeBufferPointer {
        try TitleFile.titles(in: $0, request: request)
      }, path: request.path, sha256: sha256 ?? SHA256.digest(of: bytes))
  }

  private static func titles(
    in bytes: UnsafeBufferPointer<UInt8>, request: TitleFileRequest
  ) throws(ReadingError) -> [Identifier: String] {
    let head = try TextHead(of: bytes, path: request.path)
    let form = try head.form(
      of: request.format, others: TitleFileFormat.linesOfAnyFile, needed: 2)
    let layout = try ColumnFinder(
      head: head, dialect: form.dialect, header: form.header, reference: { _ in nil }
    ).layout(
      needed: [.item, .title], optional: form.optional, guessesOptionalByPosition: false)

    let lines = TitleLines(bytes, layout: layout, quotesSpanLines: false)
    guard lines.problems.concernQuotes, form.dialect.quotes == .always else {
      try lines.problems.check(path: request.path)
      return try lines.titles(path: request.path)
    }
    // A quotation may go on behind the end of its line, if that makes sense of all.
    let rows = TitleLines(bytes, layout: layout, quotesSpanLines: true)
    try (rows.problems.concernQuotes ? lines : rows).problems.check(path: request.path)
    return try rows.titles(path: request.path)
  }
}

/// The titles in the lines of a file, and what is wrong with some of them.
private struct TitleLines {
  private var titles: [Identifier: String] = [:]
  private(set) var problems = LineProblems()

  init(_ bytes: UnsafeBufferPointer<UInt8>, layout: ColumnLayout, quotesSpanLines: Bool) {
    var rows = DelimitedRows(
      bytes, dialect: layout.dialect, position: layout.start, line: layout.linesBefore,
      wanted: [layout.fields[.item], layout.fields[.title], layout.fields[.year]],
      quotesSpanLines: quotesSpanLines)
    var places: [Identifier: (line: Int, text: String)] = [:]
    while true {
      var problem: LineProblem?
      switch rows.next() {
      case .end: return
      case .malformed(let cause): problem = cause
      case .fields(let count) where !layout.accepts(count, endsEmpty: rows.endsEmpty):
        problem = .fieldCount(expected: layout.fieldCount, found: count)
      case .fields:
        let item = Identifier(rows.string(rows.fields[0]))
        var title = rows.string(rows.fields[1])
        if layout.fields[.year] != nil {
          title = Self.titleWithYear(title, rows.string(rows.fields[2]))
        }
        if item.text.isEmpty {
          problem = .missing(.item)
        } else if let place = places[item], titles[item] != title {
          problem = .duplicate(firstLine: place.line, firstText: place.text)
        } else if places[item] == nil {
          places[item] = (rows.line, rows.text)
          // An item without a title is called by its identifier.
          if !title.isEmpty { titles[item] = title }
        }
      }
      if let problem {
        problems.add(MalformedLine(line: rows.line, text: rows.text, problem: problem))
      }
    }
  }

  /// The titles, of which there has to be one.
  func titles(path: String) throws(ReadingError) -> [Identifier: String] {
    guard !titles.isEmpty else { throw .nothingInside(path: path) }
    return titles
  }

  /// The title as other files have it.
  ///
  /// RecBole cuts what stands last in parentheses off the title
  /// and calls it the year; if there was nothing, the year repeats the title.
  private static func titleWithYear(_ title: String, _ year: String) -> String {
    year.isEmpty || year == title ? title : "\(title) (\(year))"
  }
}

extension DelimitedRows {
  /// A field of a file that is known to be UTF-8, without surrounding spaces.
  fileprivate func string(_ field: Field) -> String {
    var bytes = field.content(in: bytes)[...]
    while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
    while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension RatingTable {
  /// Gives the items their titles.
  ///
  /// Items that the file doesn't mention are called by their identifiers.
  mutating func setTitles(_ file: TitleFile) throws {
    let found = (0..<items.count).map { file.titles[Identifier(items.identifier(of: $0))] }
    guard found.contains(where: { $0 != nil }) else {
      throw ReadingError.noTitleMatches(path: file.path)
    }
    items.titles = found.enumerated().map { $1 ?? items.identifier(of: $0) }
    source.files.append(.init(name: file.path, sha256: file.sha256))
  }
}
