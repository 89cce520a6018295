/// A table of GitHub Flavored Markdown: rows of cells between `|`.
public struct MarkdownTable: Sendable {
  public enum Alignment: Sendable { case left, center, right }

  /// The alignment of each column; nil where none is asked for.
  public var alignments: [Alignment?]
  public var header: [[MarkdownInline]]
  /// As many cells a row as there are columns.
  public var rows: [[[MarkdownInline]]]

  public init(
    alignments: [Alignment?], header: [[MarkdownInline]], rows: [[[MarkdownInline]]]
  ) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
  }
}

/// The cells of a pipe table, before they are read as Markdown.
///
/// [The rules](https://github.github.com/gfm/#tables-extension-): a header row, a row of dashes with as many cells, then rows
/// that are filled up or cut to as many. Cells are cut at each `|` that has no backslash before it.
/// A `|` in a formula or in code cuts none, as long as the row has cells enough for all columns then: so
/// `| $|x|$ | 1 |` has two cells, and so has `| $5 | 6$ |`.
struct PipeTableText {
  var alignments: [MarkdownTable.Alignment?]
  var header: [SourceRange]
  /// The cells of each row; nil stands for one that it hasn't.
  var rows: [[SourceRange?]]
  /// The first cell of each row that is one too many, and how many cells the row has.
  var surplus: [(cell: SourceRange, count: Int)] = []
  /// How many lines of the paragraph stand before the table.
  var linesBefore: Int

  /// Finds a table in the lines of a paragraph, without what stands before its text; nil if there
  /// is none.
  init?(_ lines: [SourceRange]) {
    for (line, next) in zip(lines.indices, lines.indices.dropFirst()) {
      guard let alignments = Self.alignments(lines[next]) else { continue }
      let header = Self.cells(lines[line], columns: alignments.count)
      guard header.count == alignments.count else { continue }
      self.alignments = alignments
      self.header = header
      linesBefore = line
      rows = []
      for line in lines[(next + 1)...] {
        let cells = Self.cells(line, columns: alignments.count)
        if cells.count > alignments.count {
          surplus.append((cells[alignments.count], cells.count))
        }
        rows.append(
          alignments.indices.map { cells.indices.contains($0) ? cells[$0] : nil })
      }
      return
    }
    return nil
  }

  /// The alignments that a row of dashes asks for; nil if it isn't one.
  private static func alignments(_ line: SourceRange) -> [MarkdownTable.Alignment?]? {
    let text = line.file.utf8[line.bytes]
    guard text.allSatisfy({ "|:-".utf8.contains($0) || $0.isSpace }),
      text.contains(UInt8(ascii: "-")),
      text.contains(where: { $0 != UInt8(ascii: "-") && !$0.isSpace })
    else { return nil }
    var result: [MarkdownTable.Alignment?] = []
    for cell in cells(line, protecting: []).map(\.text) {
      let (first, last) = (cell.first == ":", cell.last == ":" && cell.count > 1)
      let dashes = cell.dropFirst(first ? 1 : 0).dropLast(last ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
      result.append(first ? (last ? .center : .left) : (last ? .right : nil))
    }
    return result
  }

  /// The cells of a row of a table with so many columns.
  private static func cells(_ line: SourceRange, columns: Int) -> [SourceRange] {
    let code = CodeSpans(in: line).all.map(\.range.bytes)
    let formulas = (MarkdownPassage.formulas(in: line) + code)
      .filter { line.file.utf8[$0].contains(UInt8(ascii: "|")) }
      .sorted { $0.lowerBound < $1.lowerBound }
    if !formulas.isEmpty, case let cells = cells(line, protecting: formulas), cells.count >= columns
    {
      return cells
    }
    return cells(line, protecting: [])
  }

  /// The cells of a row, without the white space around them.
  private static func cells(_ line: SourceRange, protecting formulas: [Range<Int>]) -> [SourceRange]
  {
    let text = line.file.utf8
    var cells: [Range<Int>] = []
    var start = line.bytes.lowerBound
    var formulas = formulas[...]
    var index = start
    while index < line.bytes.upperBound {
      if let formula = formulas.first, formula.lowerBound <= index {
        formulas.removeFirst()
        index = max(index, formula.upperBound)
        continue
      }
      switch text[index] {
      case .backslash: index += 1
      case UInt8(ascii: "|"):
        cells.append(start..<index)
        start = index + 1
      default: break
      }
      index += 1
    }
    cells.append(start..<line.bytes.upperBound)
    let trimmed = cells.map { SourceRange($0, in: line.file).trimmed }
    // What stands before a first and behind a last border is no cell.
    let first = trimmed.count > 1 && trimmed[0].bytes.isEmpty ? 1 : 0
    let last = trimmed.count > first + 1 && trimmed[trimmed.count - 1].bytes.isEmpty ? 1 : 0
    return Array(trimmed.dropFirst(first).dropLast(last))
  }
}

extension SourceRange {
  /// The range without spaces and tabs at both ends.
  var trimmed: SourceRange {
    let text = file.utf8[bytes].drop(while: \.isSpace)
    let end = text.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? text.startIndex
    return SourceRange(text.startIndex..<end, in: file)
  }
}

extension String {
  /// The text without white space at both ends.
  package var trimmed: String {
    let start = self.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
