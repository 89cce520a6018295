/// Colours YAML and the cells of notebooks, in the class names of highlight.js.
///
/// It reads lines, not documents: what it takes for a key may be a line of a text of several lines
/// only if that text isn't indented more than the key it belongs to, which YAML forbids.
struct YAMLHighlighter {
  private(set) var markup = ""
  /// The indentation of the key whose text of several lines is being read (`key: |`).
  private var blockIndent: Int?

  /// The markup of a document.
  static func highlight(yaml: String) -> String {
    var highlighter = YAMLHighlighter()
    highlighter.add(lines(of: yaml))
    return highlighter.markup
  }

  /// The markup of a cell, with or without its fences.
  static func highlight(cell: String) -> String {
    var highlighter = YAMLHighlighter()
    var lines = lines(of: cell)
    var last: Substring?
    if let head = lines.first, head.hasPrefix("```") || head.hasPrefix("~~~") {
      highlighter.add(head: head)
      lines.removeFirst()
      if !lines.isEmpty { highlighter.markup += "\n" }
      let mark = head.prefix { $0 == head.first }
      if let end = lines.lastIndex(where: { $0.hasPrefix(mark) }),
        lines[(end + 1)...].allSatisfy({ $0.isEmpty })
      {
        last = lines[end...].joined(separator: "\n")[...]
        lines.removeSubrange(end...)
      }
    }
    highlighter.add(lines)
    if let last {
      if !lines.isEmpty { highlighter.markup += "\n" }
      highlighter.write(last, "meta")
    }
    return highlighter.markup
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  // MARK: - Lines

  private mutating func add(_ lines: [Substring]) {
    for (index, line) in lines.enumerated() {
      if index > 0 { markup += "\n" }
      add(line)
    }
  }

  /// The line of a fence: `{operation name}`.
  private mutating func add(head: Substring) {
    let open = head.firstIndex(of: "{") ?? head.endIndex
    write(head[..<open], "meta")
    guard open < head.endIndex else { return }
    let close = head[open...].lastIndex(of: "}") ?? head.endIndex
    let words = head[head.index(after: open)..<close]
    let operation = words.prefix { $0 != " " }
    write("{", "meta")
    write(operation, "built_in")
    write(words[operation.endIndex...], "title")
    write(head[close...], "meta")
  }

  private mutating func add(_ line: Substring) {
    let body = line.drop { $0 == " " }
    let indent = line.distance(from: line.startIndex, to: body.startIndex)
    if let blockIndent {
      if body.isEmpty || indent > blockIndent {
        addText(line, "string")
        return
      }
      self.blockIndent = nil
    }
    var rest = body
    write(line[..<body.startIndex], nil)
    if rest.hasPrefix("#|") {
      write("#|", "meta")
      rest = rest.dropFirst(2)
    } else if rest == "---" || rest == "..." {
      write(rest, "meta")
      return
    }
    addEntry(rest, indent: indent)
  }

  /// `- `, `key:` and a value.
  private mutating func addEntry(_ text: Substring, indent: Int) {
    let body = text.drop { $0 == " " }
    write(text[..<body.startIndex], nil)
    if body == "-" || body.hasPrefix("- ") {
      write("-", "bullet")
      addEntry(body.dropFirst(), indent: indent)
      return
    }
    guard let colon = Self.colon(in: body) else {
      addValue(body)
      return
    }
    write(body[..<colon], "attr")
    write(":", nil)
    let value = body[body.index(after: colon)...]
    let words = value.drop { $0 == " " }
    if let mark = words.first, mark == "|" || mark == ">",
      words.dropFirst().prefix(while: { $0 != "#" }).allSatisfy({ "+-0123456789 ".contains($0) })
    {
      blockIndent = indent
      write(value, nil)
      return
    }
    addValue(value)
  }

  /// The colon after a key: followed by a space or nothing, outside of quotation marks.
  private static func colon(in text: Substring) -> Substring.Index? {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if (character == "\"" || character == "'") && index == text.startIndex {
        quote = character
      } else if "{[#".contains(character) && index == text.startIndex {
        return nil
      } else if character == ":" {
        let next = text.index(after: index)
        if next == text.endIndex || text[next] == " " { return index }
      } else if character == "#" && text[..<index].last == " " {
        return nil
      }
    }
    return nil
  }

  // MARK: - Values

  /// Scalars, also within `[…]` and `{…}`, and comments.
  private mutating func addValue(_ text: Substring) {
    var rest = text
    var isFlow = false
    while let character = rest.first {
      switch character {
      case " ", "\t", ",":
        write(rest.prefix(1), nil)
        rest = rest.dropFirst()
      case "[", "]", "}", "{":
        isFlow = isFlow || character == "[" || character == "{"
        write(rest.prefix(1), nil)
        rest = rest.dropFirst()
      case "#" where rest.startIndex == text.startIndex || text[..<rest.startIndex].last == " ":
        write(rest, "comment")
        return
      case "\"", "'":
        let end = Self.endOfQuotation(rest)
        addText(rest[..<end], "string")
        rest = rest[end...]
      case "&", "*", "!":
        let word = rest.prefix { $0 != " " && $0 != "," }
        write(word, "type")
        rest = rest[word.endIndex...]
      default:
        let word = Self.plainWord(rest, isFlow: isFlow)
        if isFlow, rest[word.endIndex...].first == ":" {
          write(word, "attr")
          write(":", nil)
          rest = rest[word.endIndex...].dropFirst()
        } else {
          addScalar(word)
          rest = rest[word.endIndex...]
        }
      }
    }
  }

  /// A scalar without quotation marks; never empty.
  private static func plainWord(_ text: Substring, isFlow: Bool) -> Substring {
    var end = text.index(after: text.startIndex)
    var isPlaceholder = text.hasPrefix("${")
    while end < text.endIndex {
      let character = text[end]
      if isPlaceholder {
        if character == "}" { isPlaceholder = false }
      } else if text[end...].hasPrefix("${") {
        isPlaceholder = true
      } else if isFlow && ",]}:".contains(character) || text[end...].hasPrefix(" #") {
        break
      }
      end = text.index(after: end)
    }
    let word = text[..<end]
    return word.lastIndex { $0 != " " }.map { word[...$0] } ?? word
  }

  private static func endOfQuotation(_ text: Substring) -> Substring.Index {
    guard let quote = text.first else { return text.endIndex }
    var index = text.index(after: text.startIndex)
    while index < text.endIndex {
      if text[index] == quote { return text.index(after: index) }
      let isEscape = text[index] == "\\" && quote == "\""
      index = text.index(after: index)
      if isEscape && index < text.endIndex { index = text.index(after: index) }
    }
    return index
  }

  private mutating func addScalar(_ text: Substring) {
    switch text {
    case "true", "false", "null", "~", "yes", "no", "on", "off": write(text, "literal")
    case _ where Double(text) != nil && text.first != "i" && text.first != "n":
      write(text, "number")
    default: addText(text, "string")
    }
  }

  /// A text in which `${name}` stands out.
  private mutating func addText(_ text: Substring, _ name: String) {
    var rest = text
    while let start = rest.firstRange(of: "${"),
      let end = rest[start.upperBound...].firstIndex(of: "}")
    {
      write(rest[..<start.lowerBound], name)
      let after = rest.index(after: end)
      write(rest[start.lowerBound..<after], "variable")
      rest = rest[after...]
    }
    write(rest, name)
  }

  private mutating func write(_ text: Substring, _ name: String?) {
    guard !text.isEmpty else { return }
    let escaped = Self.escaped(text)
    markup += name.map { #"<span class="hljs-\#($0)">\#(escaped)</span>"# } ?? escaped
  }

  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
