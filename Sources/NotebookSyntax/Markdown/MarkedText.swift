/// What was found in a text that CommonMark doesn't know.
struct Findings: Equatable {
  var formulas: [FormulaFinder.Found] = []
  /// The lines of `:::` that open or close a callout, by their signs.
  var callouts: Set<Int> = []
  /// The signs of the footnotes, and which mark of a list stands for each.
  var footnotes: [Int: Int] = [:]
  /// The notes in the text: for each bracket that opens or closes one, the other.
  var notes: [Int: Int] = [:]
  /// The tables from their first cell on; their cells are read by themselves.
  var tables: [Range<Int>] = []

  /// Whether the same blocks were found before.
  func hasBlocks(of other: Findings) -> Bool {
    callouts == other.callouts && footnotes == other.footnotes && tables == other.tables
  }
}

/// A text as CommonMark is to see it: with marks for what it doesn't know.
///
/// The lines stay. A formula becomes a word, with a word on each line that it goes on over. A line
/// of `:::` becomes a heading, and so does a table, with words on its other lines. A footnote becomes
/// an item of a list, whose text begins in the column where that of a footnote does: so it ends
/// where CommonMark ends an item. A note in the text becomes a picture, which is the only thing that
/// may have links in its words.
struct MarkedText {
  enum Meaning {
    /// None by itself: a sign follows whose place is to be found.
    case probe
    case formula(FormulaFinder.Found)
    case table(Range<Int>)
    case sign(Sign)
  }

  /// What a mark stands for.
  struct Entry {
    var meaning: Meaning
    /// The signs whose place the mark tells.
    var signs: [Int]
    /// What the author wrote in its place.
    var source: Range<Int>
  }

  let source: SourceText
  let signs: [Sign]
  let sign: MarkSign
  private(set) var text: [UInt8] = []
  private(set) var entries: [Entry] = []
  /// The signs of the footnotes by the places of their items.
  private var footnotes: [Position: Int] = [:]
  /// Where each line of the text begins.
  private var lineStarts = [0]

  private struct Position: Hashable {
    var line: Int
    var column: Int
  }

  /// Marks what was found; to look for more, the places of all other signs are marked, too.
  init(
    _ source: SourceText, _ signs: [Sign], _ sign: MarkSign, _ findings: Findings, isFinal: Bool
  ) {
    self.source = source
    self.signs = signs
    self.sign = sign
    if source.hasBlocks {
      for byte in source.utf8[..<source.start] where byte == .lineFeed { append([byte]) }
    } else {
      append(source.definitions)
      // A word before the text keeps '1.' or '#' at its start from being a list or a heading.
      append(sign.filler + [UInt8(ascii: " ")])
    }
    var position = source.start
    var formulas = findings.formulas[...]
    var tables = findings.tables[...]
    func copy(to end: Int) {
      append(source.utf8[position..<end])
      position = end
    }
    func copyTables(before end: Int) {
      while let table = tables.first, table.lowerBound <= end {
        copy(to: table.lowerBound)
        append(table)
        position = table.upperBound
        tables.removeFirst()
      }
    }
    for index in signs.indices {
      let range = signs[index].range
      copyTables(before: range.lowerBound)
      if let formula = formulas.first, formula.signs.lowerBound == index {
        copy(to: formula.range.lowerBound)
        append(formula)
        position = formula.range.upperBound
        formulas.removeFirst()
        continue
      }
      guard range.lowerBound >= position else { continue }
      copy(to: range.lowerBound)
      if append(index, findings) || isFinal && appendInline(index, findings) {
        position = range.upperBound
      } else if !isFinal {
        append(.probe, [index], range.lowerBound..<range.lowerBound)
      }
    }
    copyTables(before: source.utf8.count)
    copy(to: source.utf8.count)
  }

  // MARK: Writing

  private mutating func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      text.append(byte)
      if byte == .lineFeed { lineStarts.append(text.count) }
    }
  }

  private mutating func append(_ meaning: Meaning, _ signs: [Int], _ source: Range<Int>) {
    append(sign.mark(entries.count))
    entries.append(Entry(meaning: meaning, signs: signs, source: source))
  }

  private mutating func append(_ formula: FormulaFinder.Found) {
    append(
      .formula(formula), [formula.signs.lowerBound, formula.signs.upperBound], formula.range)
    for byte in source.utf8[formula.range] where byte == .lineFeed {
      append([byte])
      append(sign.filler)
    }
  }

  private mutating func append(_ table: Range<Int>) {
    append("# ".utf8)
    append(.table(table), [], table)
    for (index, line) in source.utf8[table].split(
      separator: .lineFeed, omittingEmptySubsequences: false
    ).enumerated() where index > 0 {
      append([.lineFeed])
      append(line.prefix { $0.isSpace || $0 == UInt8(ascii: ">") })
      append(sign.filler)
    }
  }

  /// Puts what shapes the blocks of the text in the place of a sign, if that does.
  private mutating func append(_ index: Int, _ findings: Findings) -> Bool {
    let range = signs[index].range
    if findings.callouts.contains(index) {
      append("# ".utf8)
      append(.sign(signs[index]), [index], range)
    } else if let mark = findings.footnotes[index] {
      let column = text.count - (lineStarts.last ?? 0)
      footnotes[Position(line: lineStarts.count, column: column + 1)] = index
      let indentation = text.suffix(column).allSatisfy(\.isSpace) ? min(column, 3) : 0
      let mark = Self.itemMarks[mark % Self.itemMarks.count]
      let width = max(mark.utf8.count + 1, 4 - indentation)
      append(mark.utf8)
      append(repeatElement(UInt8(ascii: " "), count: width - mark.utf8.count))
      // The first line holds something, so that an item begins there.
      if source.utf8[range.upperBound...].first ?? .lineFeed == .lineFeed { append(sign.filler) }
    } else {
      return false
    }
    return true
  }

  private static let itemMarks = ["+", "1)", "*", "-", "1."]

  /// Puts a mark in the place of a sign that means something in running text.
  private mutating func appendInline(_ index: Int, _ findings: Findings) -> Bool {
    switch signs[index].kind {
    case .alert, .task, .footnoteReference, .reference, .tildes, .value:
      append(.sign(signs[index]), [index], signs[index].range)
    case .openNote where findings.notes[index] != nil:
      append("![".utf8)
    case .closeNote where findings.notes[index] != nil:
      append("](".utf8)
      append(.sign(signs[index]), [index], signs[index].range)
      append(")".utf8)
    case .openNote, .closeNote, .dollars, .openParenthesis, .closeParenthesis, .openBracket,
      .closeBracket, .begin, .end, .callout, .footnote:
      return false
    }
    return true
  }
}

// MARK: - Reading what CommonMark made of it

extension MarkedText {
  /// The footnotes, in the order of the text.
  var footnoteSigns: [Sign] { footnotes.values.sorted().map { signs[$0] } }

  func offset(of sign: Int) -> Int { signs[sign].range.lowerBound }

  /// The signs that a mark tells the place of.
  func signs(of mark: Int) -> [Int] { entry(mark)?.signs ?? [] }

  func entry(_ mark: Int) -> Entry? { entries.indices.contains(mark) ? entries[mark] : nil }

  /// A text of CommonMark's as the author wrote it, for code, addresses and HTML.
  func restored(_ text: String) -> String {
    sign.pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .filler: ""
      case .mark(let mark): entry(mark).map { source.text($0.source) } ?? ""
      }
    }.joined()
  }

  /// The sign of the footnote that an item stands for; nil for the author's own items.
  func footnote(at item: CommonMarkNode) -> Int? {
    footnotes[Position(line: item.start.line, column: item.start.column)]
  }

  /// Whether a block of code is indented, not fenced.
  func isIndented(_ node: CommonMarkNode) -> Bool {
    guard lineStarts.indices.contains(node.start.line - 1) else { return false }
    let start = text[(lineStarts[node.start.line - 1] + node.start.column - 1)...]
    return !start.starts(with: "```".utf8) && !start.starts(with: "~~~".utf8)
  }

  /// The table that a heading stands for; nil for the author's own.
  func table(at node: CommonMarkNode) -> Range<Int>? {
    guard case .table(let table)? = meaning(of: node) else { return nil }
    return table
  }

  /// What a block stands for that begins with a mark.
  func meaning(of block: CommonMarkNode) -> Meaning? {
    guard let text = block.firstChild, text.kind == .text,
      case .mark(let mark)? = sign.pieces(of: text.literal).first
    else { return nil }
    return entry(mark)?.meaning
  }

  /// The place of the table that a paragraph is or ends with; nil if it has none.
  func findTable(in paragraph: CommonMarkNode) -> Range<Int>? {
    guard source.hasBlocks, paragraph.kind == .paragraph else { return nil }
    let lines = paragraph.lines(of: source.range.file)
    let rows = lines.map { source.row($0, isFirst: $0 == lines.lowerBound) }
    guard let table = PipeTableText(rows) else { return nil }
    return rows[table.linesBefore].bytes.lowerBound..<rows[rows.count - 1].bytes.upperBound
  }
}
