/// A text in which a mark stands for each formula, so that CommonMark leaves it alone.
///
/// A formula in running text becomes a mark that CommonMark takes for punctuation, like the
/// dollar it stands for. One that is a block becomes an HTML comment, which ends whatever
/// stands before it. The text keeps its lines, so that places in it are places in the file.
struct FormulaMask {
  /// Two signs of an Indian script that CommonMark knows as punctuation and no lecture has.
  private static let opening: Character = "\u{110BB}"
  private static let closing: Character = "\u{110BC}"

  /// What a mark stands for.
  enum Entry {
    case formula(Formula, source: String)
    /// A sign that the author wrote and that is used for marks.
    case sign
  }

  private(set) var entries: [Entry] = []

  /// Puts marks in a text, where `place` tells where a formula stands in the notebook's file.
  mutating func hide(
    _ formulas: [FormulaScanner.Found], in file: SourceFile,
    place: (FormulaScanner.Found, String) -> SourceRange
  ) -> String {
    var result = ""
    var position = 0
    for found in formulas {
      result += escape(
        String(decoding: file.utf8[position..<found.range.lowerBound], as: UTF8.self))
      let source = String(decoding: file.utf8[found.range], as: UTF8.self)
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      let quote = Self.quotePrefix(before: found.range.lowerBound, of: file)
      let tex = String(decoding: file.utf8[found.tex], as: UTF8.self)
      let formula = Formula(
        tex: quote.isEmpty ? tex : Self.unquote(tex), isDisplay: found.isDisplay,
        label: found.label, range: place(found, source))
      let mark = add(.formula(formula, source: source))
      if found.isBlock {
        result += "<!--\(mark)-->" + lines.dropFirst().map { _ in "\n\(quote)" }.joined()
      } else if lines.count == 1 {
        result += mark
      } else {
        // A comment over as many lines, which is dropped again.
        let filler = "\n\(quote)\(Self.opening)"
        result +=
          "\(mark)<!--\(Self.opening)"
          + String(repeating: filler, count: lines.count - 1) + "-->"
      }
      position = found.range.upperBound
    }
    return result + escape(String(decoding: file.utf8[position...], as: UTF8.self))
  }

  private mutating func add(_ entry: Entry) -> String {
    entries.append(entry)
    return "\(Self.opening)\(entries.count - 1)\(Self.closing)"
  }

  /// Replaces signs of the author's that look like marks.
  private mutating func escape(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { (0x110BB...0x110BC).contains($0.value) }) else {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.value == 0x110BB {
        result += add(.sign)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The `>` with which the line of a formula begins.
  private static func quotePrefix(before offset: Int, of file: SourceFile) -> String {
    let line = file.bytes(ofLine: file.line(of: offset))
    let prefix = file.utf8[line].prefix { $0 == UInt8(ascii: ">") || FormulaScanner.isSpace($0) }
    return prefix.contains(UInt8(ascii: ">")) ? String(decoding: prefix, as: UTF8.self) : ""
  }

  /// TeX without the `>` before its lines.
  private static func unquote(_ tex: String) -> String {
    tex.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? $1 : $1.drop { $0 == ">" || $0 == " " } }
      .joined(separator: "\n")
  }
}

// MARK: - Restoring

extension FormulaMask {
  /// A text as the author wrote it, for code, addresses and HTML.
  func source(of text: String) -> String {
    guard text.contains(Self.opening) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .entry(.formula(_, let source)): source
      case .entry(.sign): String(Self.opening)
      }
    }.joined()
  }

  /// Running text, with the formulas in it.
  func inlines(of text: String) -> [MarkdownInline] {
    guard text.contains(Self.opening) else { return [.text(text)] }
    var result: [MarkdownInline] = []
    var plain = ""
    for piece in pieces(of: text) {
      switch piece {
      case .text(let text): plain += text
      case .entry(.sign): plain.append(Self.opening)
      case .entry(.formula(let formula, _)):
        if !plain.isEmpty { result.append(.text(plain)) }
        plain = ""
        result.append(.math(formula))
      }
    }
    if !plain.isEmpty { result.append(.text(plain)) }
    return result
  }

  /// The formula that an HTML comment stands for; nil for other HTML.
  func block(of html: String) -> Formula? {
    let text = html.trimmed
    guard text.hasPrefix("<!--\(Self.opening)"), text.hasSuffix("\(Self.closing)-->"),
      case let inner = String(text.dropFirst(4).dropLast(3)),
      case .entry(.formula(let formula, _))? = pieces(of: inner).first, pieces(of: inner).count == 1
    else { return nil }
    return formula
  }

  /// Whether HTML in running text is there only to keep the lines of a formula.
  func isFiller(_ html: String) -> Bool { html.hasPrefix("<!--\(Self.opening)\n") }

  private enum Piece {
    case text(String)
    case entry(Entry)
  }

  private func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: Self.opening) {
      let digits = rest[rest.index(after: start)...].prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), entries.indices.contains(number),
        digits.endIndex < rest.endIndex, rest[digits.endIndex] == Self.closing
      else {
        // What is left of a comment over lines.
        pieces.append(.text(String(rest[..<start])))
        rest = rest[rest.index(after: start)...]
        continue
      }
      pieces.append(.text(String(rest[..<start])))
      pieces.append(.entry(entries[number]))
      rest = rest[rest.index(after: digits.endIndex)...]
    }
    pieces.append(.text(String(rest)))
    return pieces.filter { if case .text("") = $0 { false } else { true } }
  }
}
