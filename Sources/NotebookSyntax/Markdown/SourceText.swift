/// A text that is read as Markdown, and where it stands in a file.
struct SourceText {
  let utf8: [UInt8]
  /// Where what is read begins; what stands before it, such as a front matter, is left out.
  let start: Int
  /// Whether it is a document; otherwise it is one run of text, such as a title.
  let hasBlocks: Bool
  /// Where it stands.
  let range: SourceRange
  /// What stands elsewhere in the document for its links by reference.
  var definitions: [UInt8] = []
  /// Whether its bytes are those of the range, one by one.
  private let isVerbatim: Bool

  /// A file from a one-based line on.
  init(_ file: SourceFile, fromLine line: Int) {
    utf8 = file.utf8
    start = line <= file.lineCount ? file.bytes(ofLine: line).lowerBound : file.utf8.count
    hasBlocks = true
    range = SourceRange(0..<file.utf8.count, in: file)
    isVerbatim = true
  }

  /// A run of text that stands somewhere in a range.
  init(_ text: String, in range: SourceRange) {
    utf8 = Array(text.split(whereSeparator: \.isNewline).joined(separator: " ").utf8)
    start = 0
    hasBlocks = false
    let place = range.first(text)
    isVerbatim = place.bytes.count == utf8.count && place.file.utf8[place.bytes].elementsEqual(utf8)
    self.range = isVerbatim ? place : range
  }

  /// A run of text of a file, such as the cell of a table.
  init(_ range: SourceRange) {
    utf8 = Array(range.file.utf8[range.bytes])
    start = 0
    hasBlocks = false
    self.range = range
    isVerbatim = true
  }

  func text(_ bytes: Range<Int>) -> String { String(decoding: utf8[bytes], as: UTF8.self) }

  /// Where a part of the text stands in the file.
  func place(of bytes: Range<Int>) -> SourceRange {
    guard isVerbatim else { return range.first(text(bytes)) }
    let start = range.bytes.lowerBound
    return SourceRange(start + bytes.lowerBound..<start + bytes.upperBound, in: range.file)
  }

  /// Where a text stands that begins at an offset, if it is as it is written.
  func place(of text: String, at start: Int) -> SourceRange {
    guard isVerbatim else { return range.first(Placeholder.spelling(ofValue: text)) }
    return place(of: start..<min(start + text.utf8.count, utf8.count))
  }
}

// MARK: - Lines

extension SourceText {
  /// Whether there is anything that a table has.
  var mayHaveTables: Bool {
    hasBlocks && utf8[start...].contains { "|:".utf8.contains($0) }
  }

  /// Whether a line of a formula looks like HTML or indented code.
  func holdsBlocks(_ formula: Range<Int>) -> Bool {
    var isBehindBlank = false
    for line in utf8[formula].split(separator: .lineFeed, omittingEmptySubsequences: false)
      .dropFirst()
    {
      let start = LineStart(line, readsItems: true)
      if start.isBlank {
        isBehindBlank = true
      } else if start.end < line.endIndex,
        line[start.end] == UInt8(ascii: "<")
          || isBehindBlank && start.end - line.startIndex >= 4
      {
        return true
      }
    }
    return false
  }

  /// A line of a paragraph without what stands before its text: the signs of quotes, and those of
  /// items before its first line.
  func row(_ line: Int, isFirst: Bool) -> SourceRange {
    let bytes = range.file.bytes(ofLine: line)
    let start = LineStart(utf8[bytes], readsItems: isFirst)
    return SourceRange(start.end..<bytes.upperBound, in: range.file)
  }

  /// The rows of a table that begins and ends at given places.
  func rows(of table: Range<Int>) -> [SourceRange] {
    let file = range.file
    let lines = file.line(of: table.lowerBound)...file.line(of: table.upperBound)
    return lines.map { line in
      line == lines.lowerBound
        ? SourceRange(table.lowerBound..<file.bytes(ofLine: line).upperBound, in: file)
        : row(line, isFirst: false)
    }
  }
}

/// What stands at the start of a line: white space, and the signs of quotes and items.
struct LineStart {
  /// The offset of what follows.
  var end: Int
  var isQuote = false
  var isItem = false
  /// Whether nothing else stands on the line.
  var isBlank: Bool

  init(_ line: ArraySlice<UInt8>, readsItems: Bool) {
    end = line.startIndex
    while end < line.endIndex {
      if line[end].isSpace {
        end += 1
      } else if line[end] == UInt8(ascii: ">") {
        isQuote = true
        end += 1
      } else if readsItems, let mark = Self.itemMark(line[end...]) {
        isItem = true
        end = mark
      } else {
        break
      }
    }
    isBlank = end == line.endIndex && !isItem
  }

  /// The offset behind `- ` or `12. `.
  private static func itemMark(_ rest: ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix(10).prefix(while: \.isDigit)
    let sign = digits.endIndex
    guard digits.count < 10, sign + 1 < rest.endIndex, rest[sign + 1].isSpace else { return nil }
    return (digits.isEmpty ? "-*+" : ".)").utf8.contains(rest[sign]) ? sign + 2 : nil
  }
}
