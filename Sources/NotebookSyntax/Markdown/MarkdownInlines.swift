// The running text of Markdown.

extension CommonMarkReader {
  /// Running text that stands alone somewhere in a range, such as a title.
  mutating func inlines(of text: String, at range: SourceRange) -> [MarkdownInline] {
    inlines(of: SourceText(text, in: range))
  }

  mutating func inlines(of source: SourceText, isCell: Bool = false) -> [MarkdownInline] {
    var source = source
    source.definitions = definitions.used(in: source.utf8)
    let passage = MarkdownPassage(source)
    guard let paragraph = passage.tree.blocks.last else { return [] }
    return inlines(of: paragraph, passage, at: source.range, depth: 0, isCell: isCell)
  }

  mutating func inlines(
    of node: CommonMarkNode, _ passage: MarkdownPassage, at range: SourceRange, depth: Int,
    isCell: Bool = false
  ) -> [MarkdownInline] {
    guard depth < Self.maximumDepth else {
      problems.append(
        Diagnostic(
          .nestedTooDeep, "Text is nested more than \(Self.maximumDepth) deep", at: range))
      return []
    }
    let marked = passage.marked
    var run = InlineRun()
    for child in node.children {
      func inner() -> [MarkdownInline] {
        inlines(of: child, passage, at: range, depth: depth + 1, isCell: isCell)
      }
      switch child.kind {
      case .text: append(child.literal, passage, to: &run)
      case .codeSpan:
        let code = code(child.literal, passage)
        // In a table, a backslash keeps a border from being one, in code, too.
        if isCell, case .code(let text) = code {
          run.append(.code(text.replacing("\\|", with: "|")))
        } else {
          run.append(code)
        }
      case .softBreak: run.append(.softBreak)
      case .lineBreak: run.append(.lineBreak)
      case .htmlInline: run.append(.html(marked.restored(child.literal)))
      case .emphasis: run.append(.emphasis(inner()))
      case .strong: run.append(.strong(inner()))
      case .link:
        let address = marked.restored(child.address)
        run.append(
          .link(
            destination: address, title: marked.restored(child.title),
            autolinkText(child, address, marked).map { [.text($0)] } ?? inner()))
      case .image:
        if let note = note(child, marked) {
          run.append(footnote(inner(), at: passage.source.place(of: note)))
        } else {
          run.append(
            .image(
              source: marked.restored(child.address), title: marked.restored(child.title),
              alt: inner()))
        }
      default: break
      }
    }
    return run.finish()
  }

  private mutating func append(
    _ literal: String, _ passage: MarkdownPassage, to run: inout InlineRun
  ) {
    for piece in passage.marked.sign.pieces(of: literal) {
      switch piece {
      case .text(let text): run.append(text: text)
      case .filler: run.appendFiller()
      case .mark(let mark):
        guard let entry = passage.marked.entry(mark) else { continue }
        append(entry, passage.source, to: &run)
      }
    }
  }

  private mutating func append(
    _ entry: MarkedText.Entry, _ source: SourceText, to run: inout InlineRun
  ) {
    let place = source.place(of: entry.source)
    switch entry.meaning {
    case .probe, .table: break
    case .formula(let found): run.append(.math(Formula(found, in: source)))
    case .sign(let sign):
      switch sign.kind {
      case .tildes: run.appendTildes()
      case .reference(let reference): run.append(.reference(reference, place))
      case .footnoteReference(let label):
        guard let count = footnoteUses[label] else {
          problems.append(
            Diagnostic(
              .unknownFootnote, "There is no footnote '\(label)'", at: place, severity: .warning,
              help: "write it as '[^\(label)]: …' on a line of its own"))
          return run.append(text: "[^\(label)]")
        }
        footnoteUses[label] = count + 1
        run.append(.footnote(label, use: count + 1))
      default: run.append(text: source.text(entry.source))
      }
    }
  }

  /// A code span, or the value that one in single backticks and braces stands for.
  private mutating func code(_ literal: String, _ passage: MarkdownPassage) -> MarkdownInline {
    let text = passage.marked.restored(literal)
    guard text.hasPrefix("{"), text.hasSuffix("}"),
      case .mark(let mark)? = passage.marked.sign.pieces(of: literal).first,
      case .sign(let sign)? = passage.marked.entry(mark)?.meaning, sign.kind == .value
    else { return .code(text) }
    let place = passage.source.place(of: text, at: sign.range.lowerBound)
    do {
      return try InlineValue(reading: text, at: place).map { .value($0) } ?? .code(text)
    } catch {
      problems.append(error)
      return .code(text)
    }
  }

  /// What an address in angle brackets shows, which is the address; nil for other links.
  private func autolinkText(
    _ link: CommonMarkNode, _ address: String, _ marked: MarkedText
  ) -> String? {
    guard let text = link.firstChild, text.kind == .text, link.children.count == 1,
      case let literal = marked.restored(text.literal),
      address == literal || address == "mailto:" + literal
    else { return nil }
    return literal
  }

  /// The note, with its brackets, that a picture stands for; nil for a picture.
  private func note(_ image: CommonMarkNode, _ marked: MarkedText) -> Range<Int>? {
    guard let mark = marked.sign.marks(in: image.address).first,
      case .sign(let sign)? = marked.entry(mark)?.meaning, case .closeNote(let start) = sign.kind
    else { return nil }
    return start..<sign.range.upperBound
  }

  /// A note that is written in the text, as a footnote.
  private mutating func footnote(
    _ text: [MarkdownInline], at place: SourceRange
  ) -> MarkdownInline {
    // No author's label has a space in it.
    let label = "note \(footnotes.count + 1)"
    footnotes.append(
      Footnote(label: label, blocks: [MarkdownBlock(.paragraph(text), range: place)], range: place))
    return .footnote(label, use: 1)
  }
}
