/// A line that opens or closes a fenced block: up to three spaces, a run of signs, and text.
struct FenceLine {
  var sign: UInt8
  var length: Int
  /// What stands behind the signs, without white space around it.
  ///
  /// cmark's own info string has entities and escapes resolved, which is right for the name
  /// of a language and wrong for pointing at what is written.
  var info: SourceRange

  init?(_ line: Int, of file: SourceFile) {
    let text = file.utf8[file.bytes(ofLine: line)]
    let signs = text.drop { $0 == UInt8(ascii: " ") }
    guard let sign = signs.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~"),
      signs.startIndex - text.startIndex <= 3
    else { return nil }
    let run = signs.prefix { $0 == sign }
    guard run.count >= 3 else { return nil }
    let info = signs[run.endIndex...].drop(while: \.isSpace)
    let end = info.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? info.startIndex
    self.sign = sign
    self.length = run.count
    self.info = SourceRange(info.startIndex..<end, in: file)
  }

  func closes(_ opening: FenceLine) -> Bool {
    sign == opening.sign && length >= opening.length && info.bytes.isEmpty
  }
}

/// A fenced code block at the top level, by the lines of its file.
struct Fence {
  /// What stands behind the opening fence, as written.
  var info: SourceRange
  /// The lines between the fences.
  var body: ClosedRange<Int>?
  /// All its lines, fences included.
  var lines: ClosedRange<Int>
  var isClosed: Bool
  /// The block as Markdown shows it.
  var block: MarkdownBlock

  /// The fence at the top level that shows a block of code; nil if the code is indented.
  init?(_ block: MarkdownBlock, on lines: ClosedRange<Int>, of file: SourceFile) {
    guard let opening = FenceLine(lines.lowerBound, of: file) else { return nil }
    info = opening.info
    self.lines = lines
    self.block = block
    isClosed =
      lines.count > 1
      && FenceLine(lines.upperBound, of: file).map { $0.closes(opening) } ?? false
    let last = isClosed ? lines.upperBound - 1 : lines.upperBound
    body = last > lines.lowerBound ? lines.lowerBound + 1...last : nil
  }
}
