/// Finds in rendered text what other programs would have understood, and a report prints as it is.
///
/// Pandoc and Quarto, GitHub, wikis and LaTeX have more than CommonMark and nbrun. Nobody writes
/// `[@smith]` or `{{< include a.md >}}` to have just that on a page.
struct ForeignSyntax {
  /// Something that was found in a run of text.
  struct Found {
    /// As it is written, if it is written on one line and without markup in it.
    var text: String
    var message: String
    var help: String
  }

  private let bytes: [UInt8]
  private var position = 0
  private(set) var found: [Found] = []

  /// Looks through a run of text.
  ///
  /// - Parameters:
  ///   - text: The text, with line feeds for breaks and ``element`` for each piece that is more
  ///     than text.
  ///   - startsBlock: Whether it is the text of a paragraph from its first line on.
  init(_ text: String, startsBlock: Bool) {
    bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return }
    while position < bytes.count {
      if position == 0 ? startsBlock : bytes[position - 1] == .lineFeed { readLineStart() }
      guard position < bytes.count else { break }
      let start = position
      readSign()
      if position == start { position += 1 }
    }
  }

  /// What stands in a run of text for a link, code and the like.
  static let element = "\u{FFFC}"

  // MARK: Starts of lines

  private mutating func readLineStart() {
    let line = bytes[position...].prefix { $0 != .lineFeed }
    let isFirst = position == 0
    func begins(_ mark: String) -> Bool { line.starts(with: mark.utf8) }
    let afterSpace = line.dropFirst(1).first.map { $0 == UInt8(ascii: " ") } ?? false
    switch line.first {
    case UInt8(ascii: ":") where afterSpace:
      add(
        line.count, "A line that begins with ':' isn't a definition or a caption here",
        "write a list, or the caption of a cell as '#| caption: …'")
    case UInt8(ascii: "!") where isFirst && begins("!!! "),
      UInt8(ascii: "?") where isFirst && (begins("??? ") || begins("???+ ")):
      add(line.count, "'\(text(line.prefix(3)))' doesn't begin a callout here", "write '::: note'")
    case UInt8(ascii: "+")
    where isFirst && (begins("+--") || begins("+==")) && line.last == line.first:
      add(line.count, "A table drawn with '+' is not understood", "write it with '|' alone")
    case UInt8(ascii: "|") where isFirst && line.dropFirst().contains(UInt8(ascii: "|")):
      add(
        line.count, "Lines with '|' aren't a table without a row of dashes",
        "write a row such as |---|---| under the first")
    case UInt8(ascii: "#") where isFirst:
      let marks = line.prefix { $0 == UInt8(ascii: "#") }.count
      let next = line.dropFirst(marks).first ?? 0x20
      let isHeading = marks > 1 ? next.isLetter : next.isLetter && next < 0x60
      if marks <= 6, isHeading {
        add(line.count, "A heading needs a space after its '#'", nil)
      }
    case UInt8(ascii: "[") where isFirst && ["[TOC]", "[[_TOC_]]", "[[toc]]"].contains(text(line)):
      add(
        line.count, "'\(text(line))' doesn't make a table of contents here",
        "the page has one anyway; 'toc' in the front matter turns it off")
      position += line.count
    default: break
    }
  }

  // MARK: Signs

  private mutating func readSign() {
    switch bytes[position] {
    case UInt8(ascii: "["): readBracket()
    case UInt8(ascii: "{"): readBrace()
    case UInt8(ascii: "^"): readPair(UInt8(ascii: "^"), "superscript", "x^2^", "$x^2$")
    case UInt8(ascii: "~"): readPair(UInt8(ascii: "~"), "subscript", "H~2~O", "$\\mathrm{H_2O}$")
    case UInt8(ascii: "="): readMark()
    case UInt8(ascii: "\\"): readCommand()
    case UInt8(ascii: ":"): readEmoji()
    case UInt8(ascii: "!"): readPicture()
    default: break
    }
  }

  private mutating func readBracket() {
    if byte(1) == UInt8(ascii: "["), let first = byte(2),
      first.isLetter || first == UInt8(ascii: "!")
        || first >= 0x80,
      let end = end(of: "]]", from: position + 2)
    {
      add(end - position, "A link in double brackets is not understood", "write [words](address)")
      position = end
      return
    }
    let inner = bytes[(position + 1)...].prefix(300).prefix {
      $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") && $0 != .lineFeed
    }
    guard inner.endIndex < bytes.count, bytes[inner.endIndex] == UInt8(ascii: "]") else { return }
    let isCitation = inner.indices.contains { index in
      guard inner[index] == UInt8(ascii: "@"), index + 1 < inner.endIndex,
        inner[index + 1].isLetter || inner[index + 1] == UInt8(ascii: "{")
      else { return false }
      let before = index == inner.startIndex ? 0x20 : inner[index - 1]
      return " -;".utf8.contains(before)
    }
    guard isCitation else { return }
    add(
      inner.count + 2, "Citations are not understood",
      "write the source in a footnote, or link to it: [words](address)")
    position = inner.endIndex + 1
  }

  private mutating func readBrace() {
    let (close, what): (String, String)
    switch byte(1) {
    case UInt8(ascii: "{"): (close, what) = ("}}", "Text in double braces is not filled in")
    case UInt8(ascii: "%"): (close, what) = ("%}", "A template's '{% … %}' is not understood")
    case UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: ":"):
      return readAttributes()
    default: return
    }
    guard let end = end(of: close, from: position + 2) else { return }
    add(end - position, what, "write out what belongs here; to show it, put it in backticks")
    position = end
  }

  /// Attributes that nothing before them can have.
  private mutating func readAttributes() {
    guard let end = end(of: "}", from: position + 1),
      case let written = text(bytes[position..<end]),
      MarkdownAttributes(
        reading: written, at: SourceRange(0..<0, in: SourceFile(path: "", text: "")))
        != nil
    else { return }
    add(
      end - position,
      "Attributes must directly follow a picture, a link, code or [words], or end a heading",
      "leave them out")
    position = end
  }

  /// `x^2^` and `H~2~O`: a word, a sign, something without white space, and the sign again.
  private mutating func readPair(
    _ sign: UInt8, _ what: String, _ example: String, _ formula: String
  ) {
    guard position > 0, bytes[position - 1] > 0x20 else { return skipRun(of: sign) }
    let inner = bytes[(position + 1)...].prefix(40).prefix { $0 > 0x20 && $0 != sign }
    let end = inner.endIndex
    guard !inner.isEmpty, end < bytes.count, bytes[end] == sign,
      end + 1 == bytes.count || bytes[end + 1] != sign
    else { return skipRun(of: sign) }
    add(
      end + 1 - position, "Text like \(example) isn't \(what) here",
      "write it as a formula: \(formula)")
    position = end + 1
  }

  private mutating func skipRun(of sign: UInt8) {
    while position < bytes.count, bytes[position] == sign { position += 1 }
  }

  /// Reads `==marked text==`.
  private mutating func readMark() {
    let sign = UInt8(ascii: "=")
    let run = bytes[position...].prefix { $0 == sign }.count
    let start = position + run
    let isOpening = position == 0 || !bytes[position - 1].isNamePart && bytes[position - 1] < 0x80
    guard run == 2, isOpening, start < bytes.count, bytes[start] > 0x20 else {
      position = start
      return
    }
    let inner = bytes[start...].prefix(200).prefix { $0 != sign && $0 != .lineFeed }
    let close = inner.endIndex
    guard let last = inner.last, last > 0x20, byte(at: close) == sign, byte(at: close + 1) == sign,
      byte(at: close + 2).map({ $0 != sign && !$0.isNamePart }) ?? true
    else {
      position = start
      return
    }
    add(close + 2 - position, "'==' doesn't mark text here", "write **words** or *words*")
    position = close + 2
  }

  /// Commands of LaTeX's that belong outside of formulas.
  private mutating func readCommand() {
    let name = text(bytes[(position + 1)...].prefix(20).prefix(while: \.isLetter))
    guard let help = Self.commands[name] else { return }
    let length = name.utf8.count + 1
    let next = byte(at: position + length)
    let isAlone = ["newpage", "pagebreak", "clearpage", "item", "noindent"].contains(name)
    guard isAlone || next == UInt8(ascii: "{") || next == UInt8(ascii: "[") else { return }
    add(length, "LaTeX's '\\\(name)' means nothing outside formulas", help)
    position += length
  }

  private static let commands = [
    "cite": "write the source in a footnote", "citep": "write the source in a footnote",
    "citet": "write the source in a footnote", "footnote": "write ^[the note]",
    "textbf": "write **words**", "textit": "write *words*", "emph": "write *words*",
    "texttt": "write the words in backticks", "underline": "write *words*",
    "section": "write '# Heading'", "subsection": "write '## Heading'",
    "ref": "name the kind: \\\\ref{eq:name}, or write @eq-name", "eqref": "write @eq-name",
    "label": "write {#sec-name} at the end of a heading, or {#eq-name} after a formula",
    "includegraphics": "write ![words](path)", "caption": "write '#| caption: …' in a cell",
    "href": "write [words](address)", "url": "write <address>", "newpage": "leave it out",
    "pagebreak": "leave it out", "clearpage": "leave it out", "noindent": "leave it out",
    "item": "write '- ' before each item",
  ]

  /// Reads `:smile:`.
  private mutating func readEmoji() {
    let isFree = { (byte: UInt8?) in byte.map { !$0.isNamePart && $0 < 0x80 && $0 != 0x3A } ?? true
    }
    let name = bytes[(position + 1)...].prefix(40).prefix {
      $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0.isLetter && $0 > 0x60
    }
    guard name.count > 1, name.first?.isLetter ?? false, byte(at: name.endIndex) == 0x3A,
      isFree(position == 0 ? nil : bytes[position - 1]), isFree(byte(at: name.endIndex + 1))
    else { return }
    add(
      name.count + 2, "'\(text(bytes[position...name.endIndex]))' doesn't become a character here",
      "write the character itself")
    position = name.endIndex + 1
  }

  /// `![words](address)` that CommonMark took for none.
  private mutating func readPicture() {
    guard byte(1) == UInt8(ascii: "["), let middle = end(of: "]", from: position + 2),
      byte(at: middle) == UInt8(ascii: "("), let end = end(of: ")", from: middle)
    else { return }
    add(
      end - position, "This is not a picture in CommonMark",
      "put an address with spaces or parentheses in angle brackets: ![words](<address>)")
    position = end
  }

  // MARK: Pieces

  private func byte(_ offset: Int) -> UInt8? { byte(at: position + offset) }

  private func byte(at index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The offset behind two signs that stand on the same line, not far away.
  private func end(of close: String, from start: Int) -> Int? {
    guard start <= bytes.count else { return nil }
    let line = bytes[start...].prefix(300).prefix { $0 != .lineFeed }
    return line.firstRange(of: Array(close.utf8)).map(\.upperBound)
  }

  private mutating func add(_ count: Int, _ message: String, _ help: String?) {
    let written = text(bytes[position..<min(position + count, bytes.count)])
    found.append(Found(text: written, message: message, help: help ?? "write '# Heading'"))
  }
}
