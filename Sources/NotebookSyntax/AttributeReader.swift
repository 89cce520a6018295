/// Reads what stands in running text beside CommonMark: attributes behind a piece, addresses with
/// spaces in them, and references as LaTeX writes them.
struct AttributeReader {
  /// More places than these are not looked for in the file.
  private static let mostPlaces = 100

  /// The block that the text stands in.
  let range: SourceRange
  private(set) var problems: [Diagnostic] = []
  private var placeCount = 0
  /// Where the next piece is looked for.
  private var position: Int
  /// How many pieces of the text that is being read surely have no `[` in them.
  private var closedCount = 0

  init(in range: SourceRange) {
    self.range = range
    position = range.bytes.lowerBound
  }

  /// Running text with what was found in it.
  mutating func read(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    let outerCount = closedCount
    closedCount = 0
    defer { closedCount = outerCount }
    for inline in inlines {
      switch inline {
      case .text(let text): append(text, to: &result)
      case .emphasis(let inner): result.append(.emphasis(read(inner)))
      case .strong(let inner): result.append(.strong(read(inner)))
      case .strikethrough(let inner): result.append(.strikethrough(read(inner)))
      case .link(let destination, let title, let inner):
        result.append(.link(destination: destination, title: title, read(inner)))
      case .span(let inner, let attributes): result.append(.span(read(inner), attributes))
      case .code, .softBreak, .lineBreak, .image, .html, .value, .math, .footnote, .reference:
        result.append(inline)
      }
    }
    return result
  }

  /// The attributes that a heading ends with, and its text without them.
  mutating func attributes(ofHeading inlines: inout [MarkdownInline]) -> MarkdownAttributes? {
    guard case .text(let last) = inlines.last, last.hasSuffix("}"),
      let start = last.lastIndex(of: "{"),
      let attributes = attributes(String(last[start...]), behind: "")
    else { return nil }
    inlines.removeLast()
    var text = last[..<start]
    while text.last?.isWhitespace ?? false { text.removeLast() }
    if !text.isEmpty { inlines.append(.text(String(text))) }
    problems += AttributedElement.heading.problems(with: attributes)
    return attributes
  }

  // MARK: Text

  private mutating func append(_ text: String, to result: inout [MarkdownInline]) {
    var rest = Substring(text)
    takeAttributes(from: &rest, to: &result)
    while let sign = rest.firstIndex(where: { $0 == "]" || $0 == "\\" }) {
      var after = rest[sign...]
      if after.hasPrefix("]{") {
        after.removeFirst()
        if let attributes = leading(&after, behind: "]"),
          let inner = takeBracket(before: rest[..<sign], from: &result)
        {
          problems += AttributedElement.span.problems(with: attributes)
          result.append(.span(inner, attributes))
          rest = after
          continue
        }
      } else if after.hasPrefix("]("), let (address, title, end) = Self.address(in: after),
        isWritten("](\(address)"), let inner = takeBracket(before: rest[..<sign], from: &result)
      {
        if case .text(let before)? = result.last, before.hasSuffix("!"), !isBangEscaped {
          result.removeLast()
          if before.count > 1 { result.append(.text(String(before.dropLast()))) }
          result.append(.image(source: address, title: title, alt: inner))
        } else {
          result.append(.link(destination: address, title: title, inner))
        }
        rest = after[end...]
        takeAttributes(from: &rest, to: &result)
        continue
      } else if let (reference, end) = Self.reference(in: after) {
        Self.add(rest[..<sign], to: &result)
        result.append(.reference(reference, place(of: String(after[..<end]))))
        rest = after[end...]
        continue
      }
      let next = rest.index(after: sign)
      Self.add(rest[..<next], to: &result)
      rest = rest[next...]
    }
    Self.add(rest, to: &result)
  }

  /// Takes the attributes off a text that belong to the piece before it.
  private mutating func takeAttributes(
    from text: inout Substring, to result: inout [MarkdownInline]
  ) {
    guard text.first == "{", let last = result.last, let element = last.attributed,
      let attributes = leading(&text, behind: element == .code ? "`" : "")
    else { return }
    problems += element.problems(with: attributes)
    result[result.count - 1] = .span([last], attributes)
  }

  private static func add(_ text: Substring, to result: inout [MarkdownInline]) {
    guard !text.isEmpty else { return }
    if case .text(var whole)? = result.last {
      // Without a second owner, the text grows where it is.
      result.removeLast()
      whole += text
      result.append(.text(whole))
    } else {
      result.append(.text(String(text)))
    }
  }

  /// What stands behind the last `[`, taken away from the pieces before; nil if there is none.
  private mutating func takeBracket(
    before text: Substring, from result: inout [MarkdownInline]
  ) -> [MarkdownInline]? {
    if let open = text.lastIndex(of: "[") {
      Self.add(text[..<open], to: &result)
      return [.text(String(text[text.index(after: open)...]))]
    }
    for index in result.indices[closedCount...].reversed() {
      guard case .text(let before) = result[index], let open = before.lastIndex(of: "[") else {
        continue
      }
      let rest = before[before.index(after: open)...]
      let inner = result[(index + 1)...] + (text.isEmpty ? [] : [.text(String(text))])
      result.removeLast(result.count - index)
      closedCount = min(closedCount, index)
      Self.add(before[..<open], to: &result)
      return (rest.isEmpty ? [] : [.text(String(rest))]) + inner
    }
    // The last may go on.
    closedCount = max(0, result.count - 1)
    return nil
  }

  // MARK: Attributes

  /// The attributes that a text begins with, taken off it.
  private mutating func leading(
    _ text: inout Substring, behind sign: String
  ) -> MarkdownAttributes? {
    guard let end = MarkdownAttributes.end(of: text),
      let found = attributes(String(text[..<end]), behind: sign)
    else { return nil }
    text = text[end...]
    return found
  }

  private mutating func attributes(_ text: String, behind sign: String) -> MarkdownAttributes? {
    guard isWritten(sign + text) else { return nil }
    return MarkdownAttributes(reading: text, at: place(of: text))
  }

  /// Whether a text stands in the block as it is, without a backslash before it.
  ///
  /// Pieces are asked for in their order, and each is looked for behind the one before.
  private mutating func isWritten(_ text: String) -> Bool {
    placeCount += 1
    guard placeCount <= Self.mostPlaces else { return true }
    let place = SourceRange(position..<range.bytes.upperBound, in: range.file).first(text)
    guard place.text == text else { return false }
    position = place.bytes.upperBound
    let start = place.bytes.lowerBound
    return start == range.bytes.lowerBound || range.file.utf8[start - 1] != .backslash
  }

  /// Whether the `!` before a bracket that was just found has a backslash before it.
  private var isBangEscaped: Bool {
    guard placeCount <= Self.mostPlaces else { return false }
    let before = range.file.utf8[range.bytes.lowerBound..<position]
    let mark = Array("![".utf8)
    var index = before.endIndex - mark.count
    while index > before.startIndex, !before[index...].starts(with: mark) { index -= 1 }
    return index > before.startIndex && before[index - 1] == .backslash
  }

  private func place(of text: String) -> SourceRange {
    placeCount > Self.mostPlaces ? range : range.first(text)
  }

  // MARK: Addresses

  /// The path in `](a path with spaces.png "title")`, and where it ends.
  private static func address(
    in text: Substring
  ) -> (path: String, title: String, end: Substring.Index)? {
    guard let close = text.prefix(1000).firstIndex(of: ")") else { return nil }
    var path = text[..<close].dropFirst(2)
    var title = ""
    if path.last == "\"", let open = path.dropLast().lastIndex(of: "\"") {
      title = String(path[open...].dropFirst().dropLast())
      path = path[..<open]
    }
    while path.last == " " { path.removeLast() }
    guard path.contains(" "), path.first != " ", !path.contains("<"),
      let dot = path.lastIndex(of: "."),
      case let end = path[dot...].dropFirst(), (1...5).contains(end.count),
      end.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    return (String(path), title, text.index(after: close))
  }

  // MARK: References

  /// `\ref{eq:name}` and `\eqref{eq:name}`, and where they end.
  private static func reference(
    in text: Substring
  ) -> (CrossReference, Substring.Index)? {
    guard let command = ["\\eqref{", "\\ref{"].first(where: text.hasPrefix),
      let close = text.prefix(200).firstIndex(of: "}")
    else { return nil }
    let label = String(text[..<close].dropFirst(command.count))
    var kind = CrossReference.Kind.equation
    var name = Formula.name(ofLabel: label)
    if let colon = label.firstIndex(of: ":") {
      switch label[..<colon] {
      case "fig": kind = .figure
      case "tab", "tbl": kind = .table
      case "sec": kind = .section
      default: break
      }
      if kind != .equation {
        name = Formula.name(ofLabel: String(label[label.index(after: colon)...]))
      }
    }
    guard !name.isEmpty else { return nil }
    var reference = CrossReference(kind, name)
    reference.form = command == "\\ref{" ? .number : .inParentheses
    return (reference, text.index(after: close))
  }
}

extension MarkdownInline {
  /// What it is that attributes may stand behind.
  fileprivate var attributed: AttributedElement? {
    switch self {
    case .image: .image
    case .link: .link
    case .code: .code
    default: nil
    }
  }
}
