/// What nbrun knows in running text beyond CommonMark: `~~struck~~`, `[^note]` and `@fig-model`.
struct InlineExtensions {
  /// The footnotes that there are, and how often each was referred to so far.
  var footnotes: [String: Int]
  /// The code of the text, among which its other parts stand.
  var spans: CodeSpans
  var problems: [Diagnostic] = []

  /// Finds them in the pieces of one run of text.
  mutating func apply(to inlines: [MarkdownInline]) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    for inline in inlines {
      if case .text(let text) = inline {
        result += pieces(of: text)
      } else {
        result.append(inline)
      }
    }
    return Self.strikingThrough(result)
  }

  // MARK: Footnotes and cross-references

  private mutating func pieces(of text: String) -> [MarkdownInline] {
    guard text.contains("@") || text.contains("[^") else { return [.text(text)] }
    var pieces: [MarkdownInline] = []
    var plain = ""
    var position = text.startIndex
    while position < text.endIndex {
      let isInWord = plain.last.map { $0.isLetter || $0.isNumber } ?? false
      if let (end, piece) = footnote(in: text[position...])
        ?? (isInWord ? nil : crossReference(in: text[position...]))
      {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        pieces.append(piece)
        position = end
      } else {
        plain.append(text[position])
        position = text.index(after: position)
      }
    }
    if !plain.isEmpty { pieces.append(.text(plain)) }
    return pieces
  }

  /// `[^label]`, where there is a footnote of that label.
  private mutating func footnote(in text: Substring) -> (String.Index, MarkdownInline)? {
    guard text.hasPrefix("[^"), let end = text.firstIndex(of: "]") else { return nil }
    let label = String(text[text.index(text.startIndex, offsetBy: 2)..<end])
    guard !label.isEmpty, !label.contains(where: \.isWhitespace) else { return nil }
    guard let uses = footnotes[label] else {
      problems.append(
        Diagnostic(
          .unknownFootnote, "There is no footnote '\(label)'", at: spans.place(of: "[^\(label)]"),
          severity: .warning,
          help: "write it as '[^\(label)]: …' on a line of its own"))
      return nil
    }
    footnotes[label] = uses + 1
    return (text.index(after: end), .footnote(label, use: uses + 1))
  }

  /// `@kind-name`, where the kind is one of those that have numbers.
  private mutating func crossReference(in text: Substring) -> (String.Index, MarkdownInline)? {
    guard text.first == "@" else { return nil }
    for kind in CrossReference.Kind.allCases where text.dropFirst().hasPrefix("\(kind.rawValue)-") {
      let rest = text.dropFirst(kind.rawValue.count + 2)
      var name = rest.prefix { $0.isNamePart }
      while name.last == "-" { name.removeLast() }
      guard !name.isEmpty else { return nil }
      let reference = CrossReference(kind, String(name))
      return (name.endIndex, .reference(reference, spans.place(of: "@\(reference.label)")))
    }
    return nil
  }

  // MARK: Strikethrough

  /// Puts what stands between two `~~` into an element of its own.
  ///
  /// As in GFM, the first isn't followed by white space, nor the second preceded by it.
  private static func strikingThrough(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
    guard let (before, opened) = split(inlines, isOpening: true),
      let (struck, after) = split(opened, isOpening: false), !struck.isEmpty
    else { return inlines }
    return before + [.strikethrough(struck)] + strikingThrough(after)
  }

  /// The pieces before and after the first `~~` that can open, or that can close.
  private static func split(
    _ inlines: [MarkdownInline], isOpening: Bool
  ) -> (before: [MarkdownInline], after: [MarkdownInline])? {
    for (index, inline) in inlines.enumerated() {
      guard case .text(let text) = inline else { continue }
      var search = text.startIndex
      while let sign = text[search...].firstTildes {
        let (left, right) = (text[..<sign.lowerBound], text[sign.upperBound...])
        let isOpen = right.first.map { !$0.isWhitespace } ?? (index + 1 < inlines.count)
        let isClose = left.last.map { !$0.isWhitespace } ?? (index > 0)
        if isOpening ? isOpen : isClose {
          let before = inlines[..<index] + (left.isEmpty ? [] : [.text(String(left))])
          let after = (right.isEmpty ? [] : [.text(String(right))]) + inlines[(index + 1)...]
          return (Array(before), Array(after))
        }
        search = sign.upperBound
      }
    }
    return nil
  }
}

extension Substring {
  /// Where exactly two tildes stand.
  fileprivate var firstTildes: Range<Index>? {
    var position = startIndex
    while let start = self[position...].firstIndex(of: "~") {
      let end = self[start...].firstIndex { $0 != "~" } ?? endIndex
      if distance(from: start, to: end) == 2 { return start..<end }
      position = end
    }
    return nil
  }
}
