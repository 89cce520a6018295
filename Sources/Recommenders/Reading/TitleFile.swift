/// The titles of items, by the items' identifiers as the file spells them.
struct TitleFile {
  var titles: [String: String] = [:]
  /// The file's path, as it was asked for.
  var path: String
  var sha256: String

  /// Reads a file of titles.
  init(reading request: TitleFileRequest) throws {
    let text = try TextContent(of: fileBytes(request.path), path: request.path)
    try self.init(bytes: text.bytes, sha256: text.sha256, request: request)
  }

  /// Reads the content of a file of titles.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - sha256: the digest of the file if it isn't that of the content.
  ///   - request: the file that is asked for.
  /// - Throws: `ReadingError`.
  init(bytes: [UInt8], sha256: String? = nil, request: TitleFileRequest) throws {
    path = request.path
    self.sha256 = sha256 ?? SHA256.digest(of: bytes)
    titles = try repairedUTF8(bytes).withUnsafeBufferPointer {
      try TitleFile.titles(in: $0, request: request)
    }
  }

  private static func titles(
    in bytes: UnsafeBufferPointer<UInt8>, request: TitleFileRequest
  ) throws -> [String: String] {
    let path = request.path
    let format =
      try request.format ?? TitleFileFormat(path: path, firstLine: firstLine(of: bytes))
    let layout = try ColumnFinder(
      path: path, bytes: bytes, dialect: format.dialect, header: format.header,
      reference: { _ in nil }
    ).layout(
      needed: [.item, .title], optional: format == .item ? [.year] : [],
      guessesOptionalByPosition: false)
    var rows = DelimitedRows(
      bytes, dialect: layout.dialect, position: layout.start, line: layout.linesBefore,
      wanted: [layout.fields[.item], layout.fields[.title], layout.fields[.year]])

    var titles: [String: String] = [:]
    var places: [String: (line: Int, text: String)] = [:]
    var problems = LineProblems()
    while true {
      var problem: LineProblem?
      switch rows.next() {
      case .end:
        try problems.check(path: path)
        guard !titles.isEmpty else { throw ReadingError.nothingInside(path: path) }
        return titles
      case .malformed(let cause): problem = cause
      case .fields(let count) where count != layout.fieldCount:
        problem = .fieldCount(expected: layout.fieldCount, found: count)
      case .fields:
        let item = rows.string(rows.fields[0])
        var title = rows.string(rows.fields[1])
        if layout.fields[.year] != nil {
          title = titleWithYear(title, rows.string(rows.fields[2]))
        }
        if item.isEmpty {
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
    let found = (0..<items.count).map { file.titles[items.identifier(of: $0)] }
    guard found.contains(where: { $0 != nil }) else {
      throw ReadingError.noTitleMatches(path: file.path)
    }
    items.titles = found.enumerated().map { $1 ?? items.identifier(of: $0) }
    source.files.append(.init(name: file.path, sha256: file.sha256))
  }
}

extension TitleFileFormat {
  /// The format of a file whose name ends so and whose first line is this.
  fileprivate init(path: String, firstLine: FirstLine) throws {
    let byName: TitleFileFormat? =
      switch fileExtension(of: path) {
      case "csv": .csv
      case "tsv", "tab": .tsv
      case "dat": .doubleColon
      case "item": firstLine.contains(.bars) ? .uItem : .item
      default: nil
      }
    if let byName, firstLine.contains(byName.dialect) {
      self = byName
    } else if firstLine.contains(.doubleColons) {
      self = .doubleColon
    } else if firstLine.contains(.tabs) {
      self = firstLine.text.contains(":token") ? .item : .tsv
    } else if firstLine.contains(.bars) {
      self = .uItem
    } else if firstLine.contains(.commas) {
      self = .csv
    } else {
      throw ReadingError.unknownFormat(path: path, firstLine: firstLine.text)
    }
  }

  fileprivate var dialect: DelimitedRows.Dialect {
    switch self {
    case .csv: .commas
    case .tsv, .item: .tabs
    case .doubleColon: .doubleColons
    case .uItem: .bars
    }
  }

  fileprivate var header: ColumnFinder.Header {
    switch self {
    case .csv, .tsv: .unlessNumbers
    case .doubleColon, .uItem: .never
    case .item: .always
    }
  }
}
