import NotebookSyntax

/// The columns of an `array` that stands without `{…}` for them.
///
/// TeX takes the next letter for the columns, whatever the author meant by it, and so does MathJax,
/// which is why some write the first letter of an array twice. Where it can't be known what was
/// meant, the author is told.
struct ArrayColumns {
  /// What is to be replaced, in UTF-8 offsets into the formula.
  var range: Range<Int>
  var replacement: String
  var note: TeXNote?

  /// Those of every `\begin{array}` that lacks them.
  static func all(_ source: TeXScanner, _ tokens: [TeXScanner.Found]) -> [ArrayColumns] {
    tokens.indices.compactMap { index in
      guard tokens[index].token == .begin("array") else { return nil }
      var start = source.skippingSpace(from: tokens[index].range.upperBound)
      if source.bytes[start...].starts(with: Array("[".utf8)),
        let close = source.bytes[start...].firstIndex(of: UInt8(ascii: "]"))
      {
        start = source.skippingSpace(from: close + 1)
      }
      guard start < source.bytes.count, source.bytes[start] != UInt8(ascii: "{") else { return nil }
      let depth = tokens[index].depth
      let inside = tokens[(index + 1)...].prefix { $0.depth > depth }
        .filter { $0.depth == depth + 1 }
      let widest = inside.split(omittingEmptySubsequences: false) { $0.token == .row }
        .map { row in row.count { $0.token == .column } + 1 }.max()
      return ArrayColumns(at: start, of: widest ?? 1, in: source)
    }
  }

  private init(at start: Int, of count: Int, in source: TeXScanner) {
    let centred = "{\(String(repeating: "c", count: count))}"
    let letter = source.bytes[start]
    let run = source.bytes[start...].prefix { $0 == letter }.count
    let next = source.bytes[(start + run)...].first ?? 0x20
    let isWord = TeXScanner.isLetter(letter)
    let isSpecification = "lcr".utf8.contains(letter)
    let isTwice = isWord && run == 2
    let taken = source.text(start..<start + 1)
    if isSpecification {
      // `c a \\ b` is what TeX knows, `rr_1 & r_2` what helps against it.
      let isAlone = run == 1 && TeXScanner.isSpace(next) && count == 1
      let isHelp = isTwice && !TeXScanner.isLetter(next) && !source.beginsText(at: start + run)
      self.init(range: start..<start, replacement: "")
      if !isAlone, !isHelp {
        note = Self.note("TeX takes '\(taken)' as the columns of the array", at: start, centred)
      }
    } else if isTwice {
      self.init(range: start..<start + 1, replacement: centred)
    } else {
      self.init(range: start..<start, replacement: centred)
      note = Self.note("An array must begin with its columns", at: start, centred)
    }
  }

  private init(range: Range<Int>, replacement: String) {
    self.range = range
    self.replacement = replacement
  }

  private static func note(_ message: String, at start: Int, _ columns: String) -> TeXNote {
    TeXNote(
      code: .arrayColumns, message: message, help: "write them in braces: \\begin{array}\(columns)",
      range: start..<start + 1)
  }
}

/// Something in a formula that TeX takes in another way than it looks.
struct TeXNote: Equatable {
  var code: DiagnosticCode
  var message: String
  var help: String
  /// UTF-8 offsets into the formula.
  var range: Range<Int>
}

extension TeXScanner {
  /// Whether white space and then an ordinary sign follow, as behind columns without braces.
  fileprivate func beginsText(at index: Int) -> Bool {
    guard index < bytes.count, Self.isSpace(bytes[index]) else { return false }
    guard case let next = skippingSpace(from: index), next < bytes.count else { return false }
    return bytes[next] != UInt8(ascii: "&") && bytes[next] != UInt8(ascii: "\\")
  }

  /// Text behind a `%` that hardly is a comment: behind a number, or in a formula of one line.
  var lostText: TeXNote? {
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index = endOfCommand(at: index)
      } else if bytes[index] == UInt8(ascii: "%") {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let isNumber = index > 0 && (0x30...0x39).contains(bytes[index - 1])
        let isOnlyLine =
          end == bytes.count && !bytes[..<index].contains(UInt8(ascii: "\n"))
        let hasText = bytes[(index + 1)..<end].contains { !Self.isSpace($0) }
        if hasText, isNumber || isOnlyLine {
          return TeXNote(
            code: .texComment,
            message: "In TeX, '%' begins a comment, and the rest of the line is left out",
            help: "write '\\%' for a percent sign", range: index..<end)
        }
        index = end
      } else {
        index += 1
      }
    }
    return nil
  }
}
