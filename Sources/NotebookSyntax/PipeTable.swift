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

/// The cells of a pipe table as text, before they are read as Markdown.
///
/// [The rules](https://github.github.com/gfm/#tables-extension-): a header row, a row of dashes with as many cells, then rows
/// that are filled up or cut to as many.
struct PipeTableText {
  var alignments: [MarkdownTable.Alignment?]
  var header: [String]
  var rows: [[String]]
  /// How many lines of the paragraph stand before the table.
  var linesBefore: Int

  /// Finds a table in the lines of a paragraph; nil if there is none.
  init?(_ lines: [String]) {
    guard
      let rule = lines.indices.dropFirst().first(where: { line in
        Self.alignments(lines[line]).map { $0.count == Self.cells(lines[line - 1]).count } ?? false
      }), let alignments = Self.alignments(lines[rule])
    else { return nil }
    self.alignments = alignments
    linesBefore = rule - 1
    header = Self.cells(lines[rule - 1])
    rows = lines[(rule + 1)...].map { line in
      let cells = Self.cells(line).prefix(alignments.count)
      return cells + Array(repeating: "", count: alignments.count - cells.count)
    }
  }

  /// The alignments that a row of dashes asks for; nil if it isn't one.
  private static func alignments(_ line: String) -> [MarkdownTable.Alignment?]? {
    guard line.contains("|") || line.contains(":"), line.contains("-") else { return nil }
    var result: [MarkdownTable.Alignment?] = []
    for cell in cells(line) {
      let (first, last) = (cell.first == ":", cell.last == ":" && cell.count > 1)
      let dashes = cell.dropFirst(first ? 1 : 0).dropLast(last ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
      result.append(first ? (last ? .center : .left) : (last ? .right : nil))
    }
    return result
  }

  /// The cells of a row, without the white space around them; `\|` is no border but a sign.
  static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line {
      if character == "|", !isEscaped {
        cells.append(cell)
        cell = ""
      } else {
        if character == "|" { cell.removeLast() }
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    cells.append(cell)
    let trimmed = cells.map(\.trimmed)
    // What stands before a first and behind a last border is no cell.
    let start = trimmed.count > 1 && trimmed[0].isEmpty ? 1 : 0
    let end = trimmed.count > start + 1 && trimmed[trimmed.count - 1].isEmpty ? 1 : 0
    return Array(trimmed.dropFirst(start).dropLast(end))
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
