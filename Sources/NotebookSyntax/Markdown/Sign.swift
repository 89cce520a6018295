/// A piece of a text that nbrun may know and CommonMark doesn't, wherever it stands.
///
/// Whether it means anything is seen later: in code, HTML or a comment it never does.
struct Sign {
  enum Kind: Equatable {
    /// One or two `$`.
    case dollars
    /// `\(`, `\)`, `\[` and `\]`.
    case openParenthesis, closeParenthesis, openBracket, closeBracket
    /// `\begin{name}` and `\end{name}`.
    case begin(String)
    case end(String)
    /// `:::` and all that follows on its line.
    case callout
    /// `[^label]:` and the white space behind it.
    case footnote(String)
    /// `[!NOTE]` behind the `>` of a quote.
    case alert(String)
    /// `[ ]` or `[x]` behind the mark of an item.
    case task(isDone: Bool)
    /// `[^label]`
    case footnoteReference(String)
    /// `^[`
    case openNote
    /// The `]` that closes one which begins at an offset.
    case closeNote(from: Int)
    /// `@fig-name`
    case reference(CrossReference)
    /// Two `~`.
    case tildes
    /// What comes after a single backtick, if that is a brace.
    case value
  }

  var kind: Kind
  var range: Range<Int>
  /// How many blank lines and fences stand before it.
  var paragraph: Int
  /// How many fences and lines of `:::` stand before it.
  var section: Int
}

extension Sign {
  /// Where the label of a footnote stands, with its brackets.
  var label: Range<Int> {
    guard case .footnote(let label) = kind else { return range }
    return range.lowerBound..<range.lowerBound + label.utf8.count + 3
  }
}

/// Finds the signs of a text; a backslash before one takes its meaning away.
struct SignReader {
  private let text: [UInt8]
  /// Whether there are lines that are more than the lines of one paragraph.
  private let hasBlocks: Bool
  private var position: Int
  private var lineStart: LineStart
  private var paragraph = 0
  private var section = 0
  private(set) var signs: [Sign] = []

  init(_ text: [UInt8], from start: Int = 0, hasBlocks: Bool) {
    self.text = text
    self.hasBlocks = hasBlocks
    position = start
    lineStart = LineStart([], readsItems: false)
    while position < text.count {
      startLine()
      while position < text.count, text[position] != .lineFeed { read() }
      position += 1
    }
    signs = NoteBrackets(text, signs).pairs
  }

  // MARK: Lines

  private mutating func startLine() {
    guard hasBlocks else { return }
    let end = text[position...].firstIndex(of: .lineFeed) ?? text.count
    lineStart = LineStart(text[position..<end], readsItems: true)
    if lineStart.isBlank { paragraph += 1 }
    let rest = text[lineStart.end..<end]
    if rest.starts(with: "```".utf8) || rest.starts(with: "~~~".utf8) {
      paragraph += 1
      section += 1
    } else if rest.starts(with: ":::".utf8) {
      paragraph += 1
      section += 1
      position = lineStart.end
      add(.callout, to: end)
    }
  }

  // MARK: Signs

  private mutating func read() {
    let start = position
    switch text[start] {
    case UInt8(ascii: "\\"): readBackslash()
    case UInt8(ascii: "$"):
      let run = run(of: UInt8(ascii: "$"))
      if run <= 2 { add(.dollars, to: start + run) } else { position += run }
    case UInt8(ascii: "~"):
      let run = run(of: UInt8(ascii: "~"))
      if run == 2 { add(.tildes, to: start + run) } else { position += run }
    case UInt8(ascii: "`"):
      let run = run(of: UInt8(ascii: "`"))
      position += run
      if run == 1 {
        if position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
        if position < text.count, text[position] == UInt8(ascii: "{") { add(.value, to: position) }
      }
    case UInt8(ascii: "["): readBracket()
    case UInt8(ascii: "^") where start + 1 < text.count && text[start + 1] == UInt8(ascii: "["):
      add(.openNote, to: start + 2)
    case UInt8(ascii: "@"): readReference()
    default: position += 1
    }
  }

  private mutating func add(_ kind: Sign.Kind, to end: Int) {
    signs.append(
      Sign(kind: kind, range: position..<end, paragraph: paragraph, section: section))
    position = end
  }

  private func run(of byte: UInt8) -> Int { text[position...].prefix { $0 == byte }.count }

  private mutating func readBackslash() {
    guard position + 1 < text.count else {
      position += 1
      return
    }
    switch text[position + 1] {
    case UInt8(ascii: "("): add(.openParenthesis, to: position + 2)
    case UInt8(ascii: ")"): add(.closeParenthesis, to: position + 2)
    case UInt8(ascii: "["): add(.openBracket, to: position + 2)
    case UInt8(ascii: "]"): add(.closeBracket, to: position + 2)
    case UInt8(ascii: "b"): readEnvironment("\\begin{") { .begin($0) }
    case UInt8(ascii: "e"): readEnvironment("\\end{") { .end($0) }
    case .lineFeed: position += 1
    default: position += 2
    }
  }

  private mutating func readEnvironment(_ start: String, _ kind: (String) -> Sign.Kind) {
    let name = text[position...].dropFirst(start.utf8.count)
      .prefix { $0.isLetter || $0 == UInt8(ascii: "*") }
    guard text[position...].starts(with: start.utf8), !name.isEmpty, name.endIndex < text.count,
      text[name.endIndex] == UInt8(ascii: "}")
    else {
      position += 1
      return
    }
    add(kind(String(decoding: name, as: UTF8.self)), to: name.endIndex + 1)
  }

  // MARK: Brackets

  private mutating func readBracket() {
    let isFirst = hasBlocks && position == lineStart.end
    let inner = text[(position + 1)...]
    switch inner.first {
    case UInt8(ascii: "^"):
      let label = inner.dropFirst().prefix {
        $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") && $0 > 0x20
      }
      let end = label.endIndex + 1
      guard !label.isEmpty, end <= text.count, text[end - 1] == UInt8(ascii: "]") else { break }
      let name = String(decoding: label, as: UTF8.self)
      let next = end < text.count ? text[end] : .lineFeed
      if isFirst, next == UInt8(ascii: ":") {
        let rest = text[(end + 1)...].prefix(while: \.isSpace)
        add(.footnote(name), to: rest.endIndex)
        // What begins a line may also begin a footnote.
        lineStart.end = position
        return
      } else if next != UInt8(ascii: "(") {
        add(.footnoteReference(name), to: end)
        return
      }
    case UInt8(ascii: "!") where isFirst && lineStart.isQuote:
      let word = inner.dropFirst().prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
      guard !word.isEmpty, word.endIndex < text.count, text[word.endIndex] == UInt8(ascii: "]")
      else { break }
      // A sign behind it, in Obsidian, lets a reader fold it.
      let fold = text[(word.endIndex + 1)...].prefix(1).prefix { "+-".utf8.contains($0) }
      add(.alert(String(decoding: word, as: UTF8.self)), to: fold.endIndex)
      return
    case let mark? where isFirst && lineStart.isItem && " xX".utf8.contains(mark):
      let rest = inner.dropFirst()
      guard rest.first == UInt8(ascii: "]"), let space = rest.dropFirst().first, space.isSpace
      else { break }
      add(.task(isDone: mark != UInt8(ascii: " ")), to: rest.startIndex + 1)
      return
    default: break
    }
    position += 1
  }

  // MARK: Cross-references

  /// `@kind-name`, where the kind is one of those that have numbers.
  private mutating func readReference() {
    let rest = text[(position + 1)...]
    let kind = CrossReference.Kind.allCases.first { rest.starts(with: "\($0.rawValue)-".utf8) }
    guard let kind, !isInWord else {
      position += 1
      return
    }
    let start = position + kind.rawValue.utf8.count + 2
    let bytes = text[start...].prefix { $0 >= 0x80 || $0.isNamePart }
    var name = String(decoding: bytes, as: UTF8.self).prefix { $0.isNamePart }
    while name.last == "-" { name.removeLast() }
    guard !name.isEmpty else {
      position = start
      return
    }
    var end = start + name.utf8.count
    var whole = String(name)
    if kind == .figure || kind == .table, text[end...].first == UInt8(ascii: ".") {
      // The name of one of the cell's outputs.
      let bytes = text[(end + 1)...].prefix { $0.isNamePart }
      var output = String(decoding: bytes, as: UTF8.self)
      while output.last == "-" { output.removeLast() }
      if bytes.first?.isLetter == true {
        whole += ".\(output)"
        end += 1 + output.utf8.count
      }
    }
    add(.reference(CrossReference(kind, whole)), to: end)
  }

  /// Whether a letter or a digit stands directly before.
  private var isInWord: Bool {
    var start = position
    while start > 0, position - start < 4 {
      start -= 1
      if text[start] & 0xC0 != 0x80 { break }
    }
    let before = String(decoding: text[start..<position], as: UTF8.self)
    return before.last.map { $0.isLetter || $0.isNumber } ?? false
  }
}
