/// Reads bytes as rows of fields, without copying.
///
/// Rows end at line ends, by default also inside quotation marks, so that a file can be cut
/// into parts at any of them. Blank lines are passed over.
struct DelimitedRows {
  /// How a row is cut into fields.
  struct Dialect: Hashable {
    /// What quotation marks around a field mean, in which they are doubled.
    enum Quotes {
      /// They are a part of it.
      case none
      /// They aren't a part of it if it ends in one.
      case ifClosed
      /// They aren't a part of it, and it has to end in one (RFC 4180).
      case always
    }

    /// The byte between fields.
    var separator: UInt8
    /// How many of these bytes stand between fields.
    var separatorLength = 1
    /// Whether any run of spaces and tabs separates, and some may stand around a row.
    var joinsBlanks = false
    var quotes = Quotes.none

    static let commas = Dialect(separator: UInt8(ascii: ","), quotes: .always)
    static let semicolons = Dialect(separator: UInt8(ascii: ";"), quotes: .always)
    static let tabs = Dialect(separator: UInt8(ascii: "\t"), quotes: .ifClosed)
    static let plainTabs = Dialect(separator: UInt8(ascii: "\t"))
    static let doubleColons = Dialect(separator: UInt8(ascii: ":"), separatorLength: 2)
    static let bars = Dialect(separator: UInt8(ascii: "|"))
    static let blanks = Dialect(
      separator: UInt8(ascii: " "), joinsBlanks: true, quotes: .ifClosed)
  }

  /// Where the bytes of a field are, without quotation marks and surrounding spaces.
  struct Field {
    var start = 0
    var end = 0
    /// Whether it contains doubled quotation marks, which stand for single ones.
    var hasDoubledQuotes = false

    var isEmpty: Bool { start == end }
  }

  /// What comes next.
  enum Row {
    /// A row with so many fields; `fields` holds those that are wanted.
    case fields(Int)
    /// A row whose quotation is wrong.
    case malformed(LineProblem)
    case end
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let dialect: Dialect
  /// For each field of a row, where in `fields` it goes, or -1.
  private let slots: [Int]
  private let keepsAll: Bool
  /// Whether a quoted field may go on behind a line end.
  private var quotesSpanLines: Bool

  /// The wanted fields of the row that was read last.
  private(set) var fields = InlineArray<4, Field>(repeating: Field())
  /// All fields of the row that was read last, if all are to be kept.
  private(set) var allFields: [Field] = []
  /// Whether the last field of that row is empty, as behind a separator that ends a row.
  private(set) var endsEmpty = false
  /// The number of the line on which that row starts, the first being 1.
  private(set) var line: Int
  /// How many line ends there are in that row.
  private var lineEndsInside = 0
  /// Where the line that was read last starts.
  private(set) var lineStart: Int
  /// Where the next line starts.
  private(set) var position: Int

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - dialect: how rows are cut.
  ///   - position: where to start; the start of a line.
  ///   - line: how many lines are before.
  ///   - wanted: the numbers of up to four fields, counted from zero; nil for none.
  ///   - keepsAll: whether to fill `allFields`, which costs time.
  ///   - quotesSpanLines: whether a quoted field may go on behind a line end.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, dialect: Dialect, position: Int, line: Int,
    wanted: [Int?] = [], keepsAll: Bool = false, quotesSpanLines: Bool = false
  ) {
    precondition(wanted.count <= 4)
    self.bytes = bytes
    self.dialect = dialect
    self.position = position
    lineStart = position
    self.line = line
    self.keepsAll = keepsAll
    self.quotesSpanLines = quotesSpanLines
    var slots = [Int](repeating: -1, count: (wanted.compactMap { $0 }.max() ?? -1) + 1)
    for (slot, field) in wanted.enumerated() {
      if let field { slots[field] = slot }
    }
    self.slots = slots
  }

  /// Reads the next row that isn't blank.
  mutating func next() -> Row {
    while position < bytes.count {
      lineStart = position
      line += 1 + lineEndsInside
      lineEndsInside = 0
      if skipBlankLine() { continue }
      return readRow()
    }
    return .end
  }

  /// Passes over so many lines, which were read by other means and end before a position.
  mutating func passLines(_ count: Int, endingBefore end: Int) {
    position = end
    line += count
  }

  /// The line that was read last, without its end, cut to a length that a person wants to see.
  var text: String { lineText(at: lineStart, in: bytes) }

  /// Moves to the next line if this one has nothing but white space.
  private mutating func skipBlankLine() -> Bool {
    var index = position
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        position = index + 1
        return true
      case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): index += 1
      default: return false
      }
    }
    position = index
    return true
  }

  private mutating func readRow() -> Row {
    let newline = UInt8(ascii: "\n")
    var index = dialect.joinsBlanks ? endOfBlanks(from: position) : position
    var count = 0
    if keepsAll { allFields = [] }
    while true {
      // Here a field starts.
      var field = Field(start: index, end: index)
      var quoted = false
      if dialect.quotes != .none {
        switch quotation(from: index) {
        case .none: break
        case .field(let content, let end):
          (field, index, quoted) = (content, end, true)
        case .wrong(let problem):
          if dialect.quotes == .always { return malformed(problem) }
        }
      }
      if !quoted {
        while index < bytes.count && bytes[index] != newline && !isSeparator(at: index) {
          index += 1
        }
        field.end = index
      }

      if count < slots.count, slots[count] >= 0 {
        if !quoted { trim(&field) }
        fields[slots[count]] = field
      }
      if keepsAll {
        if !quoted { trim(&field) }
        allFields.append(field)
      }
      count += 1
      if dialect.joinsBlanks { index = endOfBlanks(from: index) }
      guard index < bytes.count && bytes[index] != newline else {
        if !quoted { trim(&field) }
        endsEmpty = !quoted && field.isEmpty
        position = min(index + 1, bytes.count)
        return .fields(count)
      }
      if !dialect.joinsBlanks { index += dialect.separatorLength }
    }
  }

  /// What stands where a field starts.
  private enum Quotation {
    /// No quotation mark.
    case none
    /// A field in quotation marks, and what follows it: a separator or the end of a row.
    case field(Field, end: Int)
    case wrong(LineProblem)
  }

  private mutating func quotation(from index: Int) -> Quotation {
    var start = index
    while start < bytes.count && bytes[start] == UInt8(ascii: " ") { start += 1 }
    guard start < bytes.count && bytes[start] == UInt8(ascii: "\"") else { return .none }
    guard let closed = closingQuote(from: start + 1) else { return .wrong(.unclosedQuote) }
    var end = closed.index + 1
    while end < bytes.count, isPadding(bytes[end]), !isSeparator(at: end) { end += 1 }
    guard end == bytes.count || bytes[end] == UInt8(ascii: "\n") || isSeparator(at: end) else {
      return .wrong(.textAfterQuote)
    }
    lineEndsInside += closed.lineEnds
    let field = Field(
      start: start + 1, end: closed.index, hasDoubledQuotes: closed.hasDoubledQuotes)
    return .field(field, end: end)
  }

  private func isSeparator(at index: Int) -> Bool {
    guard bytes[index] == dialect.separator else {
      return dialect.joinsBlanks && bytes[index] == UInt8(ascii: "\t")
    }
    return dialect.separatorLength == 1
      || (index + 1 < bytes.count && bytes[index + 1] == dialect.separator)
  }

  /// Where something stands that is no space and no tab, nor the first byte of a line end.
  private func endOfBlanks(from start: Int) -> Int {
    var index = start
    while index < bytes.count, isSeparator(at: index) { index += 1 }
    let isLineEnd =
      index < bytes.count && bytes[index] == UInt8(ascii: "\r")
      && (index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "\n"))
    return isLineEnd ? index + 1 : index
  }

  private func isPadding(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\t")
  }

  private func trim(_ field: inout Field) {
    while field.start < field.end, isPadding(bytes[field.start]) { field.start += 1 }
    while field.start < field.end, isPadding(bytes[field.end - 1]) { field.end -= 1 }
  }

  /// Where a quotation that starts at an index ends; nil if the line, or the file, ends before.
  private func closingQuote(
    from start: Int
  ) -> (index: Int, hasDoubledQuotes: Bool, lineEnds: Int)? {
    var hasDoubledQuotes = false
    var lineEnds = 0
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        if !quotesSpanLines { return nil }
        lineEnds += 1
      case UInt8(ascii: "\""):
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else {
          return (index, hasDoubledQuotes, lineEnds)
        }
        hasDoubledQuotes = true
        index += 1
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Moves to the next line because this one can't be read.
  private mutating func malformed(_ problem: LineProblem) -> Row {
    lineEndsInside = 0
    // From here to the end there is nothing that closes a quotation: it is looked for once.
    if problem == .unclosedQuote { quotesSpanLines = false }
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position = min(position + 1, bytes.count)
    return .malformed(problem)
  }
}

extension DelimitedRows.Field {
  /// The bytes of the field, with doubled quotation marks made single.
  func content(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let content = bytes[start..<end]
    guard hasDoubledQuotes else { return Array(content) }
    var single: [UInt8] = []
    var isSecond = false
    for byte in content {
      if byte == UInt8(ascii: "\""), isSecond {
        isSecond = false
        continue
      }
      isSecond = byte == UInt8(ascii: "\"")
      single.append(byte)
    }
    return single
  }

  /// The field for people to see, cut short.
  func text(in bytes: UnsafeBufferPointer<UInt8>) -> String { excerpt(of: content(in: bytes)) }
}

/// The line that starts at a position, without its end, cut short.
func lineText(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
  let rest = bytes[start..<min(bytes.count, start + 400)]
  var line = rest.prefix { $0 != UInt8(ascii: "\n") }
  if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
  return excerpt(of: Array(line))
}

/// The start of a text, with `…` if there is more.
///
/// Bytes that aren't UTF-8 show as `�`.
private func excerpt(of bytes: [UInt8]) -> String {
  let text = String(decoding: bytes.prefix(400), as: UTF8.self)
  guard text.count > 80 || bytes.count > 400 else { return text }
  return text.prefix(80) + "…"
}
