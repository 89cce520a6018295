/// Finds the mathematics in a text, by position and before CommonMark is read.
///
/// CommonMark knows no mathematics and would take `_`, `*` and `\\` in it for its own.
///
/// - Inline `$…$` follows Pandoc's rule: no white space behind the opening dollar nor before
///   the closing one, and no digit behind that, so that "$5 and $6" is no mathematics. White
///   space is allowed where the body has `\`, `^` or `_`. It never goes on over a blank line.
/// - Display mathematics is `$$…$$`, or `\begin{…}…\end{…}` at the start of a line. It is a
///   block of its own if nothing else stands on its lines.
///
/// Code is left alone: fences, and spans of backticks.
struct FormulaScanner {
  struct Found {
    /// The formula with its dollars and its label.
    var range: Range<Int>
    /// What is between the dollars, or a whole environment.
    var tex: Range<Int>
    var isDisplay: Bool
    /// Whether nothing else stands on its lines.
    var isBlock: Bool
    var label: String?

    /// The formula as it stands in running text, whatever stands around it.
    var inline: Found {
      var copy = self
      copy.isBlock = false
      return copy
    }
  }

  /// How long an environment may be, in bytes; more is no formula but a mistake.
  private static let maximumLength = 8_192

  private let file: SourceFile
  private var utf8: [UInt8] { file.utf8 }
  private let end: Int
  private var position: Int
  /// Where the paragraph ends that was looked at last.
  private var paragraphEnd = 0
  private(set) var found: [Found] = []
  private(set) var problems: [Diagnostic] = []

  init(_ file: SourceFile, fromLine firstLine: Int = 1) {
    self.file = file
    end = file.utf8.count
    position = firstLine <= file.lineCount ? file.bytes(ofLine: firstLine).lowerBound : end
    scan(fromLine: firstLine)
  }

  // MARK: Lines

  private mutating func scan(fromLine firstLine: Int) {
    var line = firstLine
    var fence: FenceLine?
    var isInList = false
    while line <= file.lineCount {
      let bytes = file.bytes(ofLine: line)
      guard position <= bytes.upperBound else {
        line += 1  // a formula or a code span of an earlier line goes on here
        continue
      }
      if position < bytes.lowerBound { position = bytes.lowerBound }
      let start = LineStart(utf8, bytes)
      if position == bytes.lowerBound, !start.isBlank {
        if start.indentation == 0 || start.isItem { isInList = start.isItem }
        let signs = FenceLine(line, of: file, inContainer: isInList || start.isQuote)
        if let opening = fence {
          if let signs, signs.closes(opening) { fence = nil }
          position = bytes.upperBound + 1
        } else if let signs {
          fence = signs
          position = bytes.upperBound + 1
        } else if start.indentation < 4 || isInList {
          scanBlock(at: start.content)
        }
      }
      if fence == nil {
        scanInline(line: line, to: bytes.upperBound)
      }
      line += 1
    }
  }

  /// The offset of the end of the last line before a blank one or a fence.
  private mutating func endOfParagraph(fromLine line: Int) -> Int {
    if position < paragraphEnd { return paragraphEnd }
    var last = line
    while last < file.lineCount {
      let bytes = file.bytes(ofLine: last + 1)
      if LineStart(utf8, bytes).isBlank || FenceLine(last + 1, of: file) != nil { break }
      last += 1
    }
    paragraphEnd = file.bytes(ofLine: last).upperBound
    return paragraphEnd
  }

  // MARK: Display mathematics at the start of a line

  private mutating func scanBlock(at start: Int) {
    if hasPrefix("$$", at: start) {
      // Three or more dollars are no mathematics.
      guard !hasPrefix("$$$", at: start) else { return }
      guard let close = closingDollars(from: start + 2, limit: end) else {
        problems.append(
          Diagnostic(
            .unclosedFormula, "A formula is not closed",
            at: SourceRange(start..<start + 2, in: file),
            help: "end it with '$$'"))
        position = start + 2
        return
      }
      add(tex: start + 2..<close, from: start, to: close + 2)
    } else if let (name, body) = environment(at: start) {
      guard let close = closingEnvironment(name, from: body) else {
        problems.append(
          Diagnostic(
            .unclosedFormula, "A formula is not closed", at: SourceRange(start..<body, in: file),
            help: "end it with '\\end{\(name)}'"))
        position = body
        return
      }
      add(tex: start..<close, from: start, to: close)
    }
  }

  /// Adds display mathematics, with the label behind it.
  private mutating func add(tex: Range<Int>, from start: Int, to close: Int) {
    guard utf8[tex].contains(where: { !Self.isSpace($0) && $0 != .lineFeed }) else { return }
    var upper = close
    var label: String?
    let rest = utf8[close..<lineEnd(from: close)].drop(while: Self.isSpace)
    let marker = Array("{#eq-".utf8)
    if rest.starts(with: marker), let brace = rest.firstIndex(of: UInt8(ascii: "}")) {
      let name = String(decoding: rest[(rest.startIndex + marker.count)..<brace], as: UTF8.self)
      if !name.isEmpty, name.allSatisfy(\.isNamePart) {
        label = name
        upper = brace + 1
      }
    }
    let line = file.bytes(ofLine: file.line(of: start))
    let isFirst = LineStart(utf8, line).content == start
    let isLast = utf8[upper..<lineEnd(from: upper)].allSatisfy(Self.isSpace)
    found.append(
      Found(
        range: start..<upper, tex: tex, isDisplay: true, isBlock: isFirst && isLast, label: label))
    position = upper
  }

  private func closingDollars(from start: Int, limit: Int) -> Int? {
    var index = start
    while index + 1 < limit {
      if utf8[index] == UInt8(ascii: "\\") {
        index += 2
      } else if utf8[index] == .dollar, utf8[index + 1] == .dollar {
        return index
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The name in `\begin{name}`, and the offset behind it.
  private func environment(at start: Int) -> (name: String, body: Int)? {
    guard hasPrefix("\\begin{", at: start) else { return nil }
    let name = utf8[(start + 7)..<end].prefix { Self.isLetter($0) || $0 == UInt8(ascii: "*") }
    guard !name.isEmpty, name.endIndex < end, utf8[name.endIndex] == UInt8(ascii: "}") else {
      return nil
    }
    return (String(decoding: name, as: UTF8.self), name.endIndex + 1)
  }

  /// The offset behind the `\end{name}` that belongs to a `\begin{name}`.
  private func closingEnvironment(_ name: String, from start: Int) -> Int? {
    var depth = 1
    var index = start
    let limit = min(end, start + Self.maximumLength)
    while index < limit,
      let backslash = utf8[index..<limit].firstIndex(of: UInt8(ascii: "\\"))
    {
      if hasPrefix("\\begin{\(name)}", at: backslash) {
        depth += 1
      } else if hasPrefix("\\end{\(name)}", at: backslash) {
        depth -= 1
        if depth == 0 { return backslash + 6 + name.utf8.count }
      }
      index = backslash + 2
    }
    return nil
  }

  // MARK: Mathematics in running text

  private mutating func scanInline(line: Int, to lineEnd: Int) {
    while position < lineEnd {
      switch utf8[position] {
      case UInt8(ascii: "\\"):
        position += 2
      case UInt8(ascii: "`"):
        let run = utf8[position..<lineEnd].prefix { $0 == UInt8(ascii: "`") }.count
        let limit = endOfParagraph(fromLine: line)
        position = endOfCode(from: position + run, run: run, limit: limit) ?? position + run
      case UInt8(ascii: "<"):
        position = endOfAutolink(from: position, limit: lineEnd) ?? position + 1
      case .dollar:
        scanDollar(limit: endOfParagraph(fromLine: line))
      default:
        position += 1
      }
    }
  }

  private func endOfCode(from start: Int, run length: Int, limit: Int) -> Int? {
    var index = start
    while index < limit {
      guard utf8[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = utf8[index..<limit].prefix { $0 == UInt8(ascii: "`") }.count
      index += run
      if run == length { return index }
    }
    return nil
  }

  /// The offset behind `<scheme:address>`; nil if that isn't what is written.
  private func endOfAutolink(from start: Int, limit: Int) -> Int? {
    let inner = utf8[(start + 1)..<limit].prefix {
      $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") && $0 > 0x20
    }
    guard inner.first.map(Self.isLetter) ?? false, inner.contains(UInt8(ascii: ":")),
      inner.endIndex < limit, utf8[inner.endIndex] == UInt8(ascii: ">")
    else { return nil }
    return inner.endIndex + 1
  }

  private mutating func scanDollar(limit: Int) {
    let start = position
    let dollars = utf8[start..<limit].prefix { $0 == .dollar }.count
    position += dollars
    if dollars == 2, let close = closingDollars(from: start + 2, limit: limit), close > start + 2 {
      add(tex: start + 2..<close, from: start, to: close + 2)
    } else if dollars == 1, let close = closingDollar(from: start + 1, limit: limit) {
      found.append(
        Found(
          range: start..<close + 1, tex: start + 1..<close, isDisplay: false, isBlock: false,
          label: nil))
      position = close + 1
    }
  }

  /// The dollar that closes a formula: the next one, if it can.
  private func closingDollar(from start: Int, limit: Int) -> Int? {
    var index = start
    var looksLikeTeX = false
    while index < limit, utf8[index] != .dollar {
      let byte = utf8[index]
      if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "_") {
        looksLikeTeX = true
      }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < limit, index > start else { return nil }
    let isNumber = index + 1 < end && (0x30...0x39).contains(utf8[index + 1])
    let touchesSpace = { (byte: UInt8) in Self.isSpace(byte) || byte == .lineFeed }
    let isTight = !touchesSpace(utf8[start]) && !touchesSpace(utf8[index - 1])
    return !isNumber && (isTight || looksLikeTeX) ? index : nil
  }

  // MARK: Bytes

  private func hasPrefix(_ text: String, at index: Int) -> Bool {
    utf8[index..<end].starts(with: text.utf8)
  }

  private func lineEnd(from index: Int) -> Int {
    utf8[index..<end].firstIndex(of: .lineFeed) ?? end
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte & 0xDF)
  }
}

/// What stands at the start of a line: white space, the signs of quotes, and perhaps that of an item.
private struct LineStart {
  var isBlank: Bool
  var isQuote = false
  var isItem = false
  /// How many spaces stand before anything else.
  var indentation: Int
  /// The offset of what comes then.
  var content: Int

  init(_ utf8: [UInt8], _ bytes: Range<Int>) {
    let line = utf8[bytes]
    indentation = line.prefix { FormulaScanner.isSpace($0) }.count
    isBlank = indentation == line.count
    content = bytes.lowerBound + indentation
    while content < bytes.upperBound,
      utf8[content] == UInt8(ascii: ">") || FormulaScanner.isSpace(utf8[content])
    {
      if utf8[content] == UInt8(ascii: ">") { isQuote = true }
      content += 1
    }
    let rest = utf8[content..<bytes.upperBound]
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    let sign = rest.dropFirst(digits.count).first
    let isMark =
      digits.isEmpty
      ? sign.map { "-*+".utf8.contains($0) } ?? false
      : digits.count < 10 && (sign.map { ".)".utf8.contains($0) } ?? false)
    let afterMark = rest.dropFirst(digits.count + 1)
    if isMark, let space = afterMark.first, FormulaScanner.isSpace(space) {
      isItem = true
      content = afterMark.drop { FormulaScanner.isSpace($0) }.startIndex
    }
  }
}

extension UInt8 {
  fileprivate static var dollar: UInt8 { UInt8(ascii: "$") }
}
