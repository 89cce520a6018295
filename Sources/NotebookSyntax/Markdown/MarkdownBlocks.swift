// The blocks of Markdown.

extension CommonMarkReader {
  /// The blocks of a quote, an item or a footnote.
  mutating func blocks(
    in nodes: [CommonMarkNode], _ passage: MarkdownPassage, depth: Int
  ) -> [MarkdownBlock] {
    guard depth < Self.maximumDepth else {
      if let first = nodes.first {
        problems.append(
          Diagnostic(
            .nestedTooDeep, "Lists and quotes are nested more than \(Self.maximumDepth) deep",
            at: file.range(ofLines: first.lines(of: file))))
      }
      return []
    }
    var nesting = CalloutNesting()
    for node in nodes {
      if let mark = calloutMark(node, passage) {
        nesting.append(mark, reader: &self)
      } else {
        for block in blocks(node, passage, depth: depth + 1) {
          nesting.append(Notebook.Block(block))
        }
      }
    }
    return nesting.finish(problems: &problems).compactMap { block in
      switch block {
      case .prose(let block): block
      case .callout(let callout): MarkdownBlock(.callout(callout), range: callout.range)
      case .cell: nil
      }
    }
  }

  /// The blocks that a node is: a paragraph is cut at the formulas that stand alone in it.
  mutating func blocks(
    _ node: CommonMarkNode, _ passage: MarkdownPassage, depth: Int
  ) -> [MarkdownBlock] {
    let marked = passage.marked
    let lines = node.lines(of: file)
    let range = file.range(ofLines: lines)
    func inlines() -> [MarkdownInline] {
      self.inlines(of: node, passage, at: range, depth: depth)
    }
    let content: MarkdownBlock.Content
    switch node.kind {
    case .paragraph:
      return Self.blocks(ofParagraph: inlines(), on: lines, of: file)
    case .heading:
      if let table = marked.table(at: node) { return [self.table(table, passage)] }
      let (text, id) = inlines().withoutAttributes
      content = .heading(level: node.headingLevel, text, id: id)
    case .quote:
      return [quote(node, passage, depth: depth)]
    case .list:
      let items = node.children.filter { item in
        guard let sign = marked.footnote(at: item) else { return true }
        footnoteItems.append((marked.signs[sign], item))
        return false
      }
      guard !items.isEmpty else { return [] }
      content = .list(
        MarkdownList(
          start: node.listStart, isTight: node.isTight,
          items: items.map { item($0, passage, depth: depth) }))
    case .code:
      let info = marked.restored(node.info)
      let text = marked.restored(node.literal)
      content =
        Formula(info: info, text: text, range: range).map { .math($0) }
        ?? .code(info: info, text: text)
    case .html: content = .html(marked.restored(node.literal))
    case .thematicBreak: content = .thematicBreak
    default: return []
    }
    return [MarkdownBlock(content, range: range)]
  }

  private mutating func item(
    _ item: CommonMarkNode, _ passage: MarkdownPassage, depth: Int
  ) -> MarkdownList.Item {
    var blocks = blocks(in: item.children, passage, depth: depth)
    guard let sign = firstSign(of: item, passage), case .task(let isDone) = sign.kind,
      case .paragraph(let text)? = blocks.first?.content
    else { return MarkdownList.Item(blocks) }
    blocks[0].content = .paragraph(text.dropFirst(passage.source.text(sign.range)))
    return MarkdownList.Item(blocks, isDone: isDone)
  }

  /// A quote, or the callout that GitHub makes of one that begins with `[!NOTE]`.
  private mutating func quote(
    _ node: CommonMarkNode, _ passage: MarkdownPassage, depth: Int
  ) -> MarkdownBlock {
    let range = file.range(ofLines: node.lines(of: file))
    var blocks = blocks(in: node.children, passage, depth: depth)
    guard let sign = firstSign(of: node, passage), case .alert(let word) = sign.kind,
      case .paragraph(var text)? = blocks.first?.content
    else { return MarkdownBlock(.quote(blocks), range: range) }
    let place = SourceRange(sign.range, in: file)
    guard let kind = Callout.Kind(rawValue: word.lowercased()) else {
      problems.append(Callout.Kind.unknown(word, at: place))
      return MarkdownBlock(.quote(blocks), range: range)
    }
    text = text.dropFirst(passage.source.text(sign.range))
    let title = text.prefix { if case .softBreak = $0 { false } else { true } }
    let rest = Array(text.dropFirst(title.count + 1))
    if rest.isEmpty { blocks.removeFirst() } else { blocks[0].content = .paragraph(rest) }
    return MarkdownBlock(
      .callout(
        Callout(
          kind: kind, title: title.isEmpty ? nil : Array(title),
          blocks: blocks.map(Notebook.Block.init),
          range: place)), range: range)
  }

  /// The sign that the first paragraph of a quote or an item begins with.
  private func firstSign(of container: CommonMarkNode, _ passage: MarkdownPassage) -> Sign? {
    guard let first = container.firstChild, first.kind == .paragraph,
      case .sign(let sign)? = passage.marked.meaning(of: first)
    else { return nil }
    return sign
  }

  private mutating func table(_ place: Range<Int>, _ passage: MarkdownPassage) -> MarkdownBlock {
    let lines = file.line(of: place.lowerBound)...file.line(of: place.upperBound)
    let range = file.range(ofLines: lines)
    guard let text = PipeTableText(passage.source.rows(of: place)) else {
      return MarkdownBlock(.paragraph([.text(passage.source.text(place))]), range: range)
    }
    for row in text.surplus {
      problems.append(
        Diagnostic(
          .surplusCells,
          "A row has \(row.count) cells, and the table \(text.alignments.count) columns",
          at: row.cell,
          severity: .warning,
          help: "the extra ones are left out; write '\\|' for a '|' inside a cell"))
    }
    func cells(_ row: [SourceRange?]) -> [[MarkdownInline]] {
      row.map { cell in cell.map { inlines(of: SourceText($0), isCell: true) } ?? [] }
    }
    return MarkdownBlock(
      .table(
        MarkdownTable(
          alignments: text.alignments, header: cells(text.header), rows: text.rows.map(cells))),
      range: range)
  }

  /// A paragraph as a block, or several where formulas stand alone on their lines in it.
  private static func blocks(
    ofParagraph inlines: [MarkdownInline], on lines: ClosedRange<Int>, of file: SourceFile
  ) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var line = lines.lowerBound
    func isBreak(_ index: Int) -> Bool {
      guard inlines.indices.contains(index) else { return true }
      switch inlines[index] {
      case .softBreak, .lineBreak: return true
      default: return false
      }
    }
    func addText(_ text: ArraySlice<MarkdownInline>, to last: Int) {
      let text = text.trimmedAtBreaks
      guard !text.isEmpty else { return }
      blocks.append(
        MarkdownBlock(
          .paragraph(Array(text)), range: file.range(ofLines: line...max(line, last))))
    }
    var start = 0
    for (index, inline) in inlines.enumerated() {
      guard case .math(let formula) = inline, formula.isDisplay, isBreak(index - 1),
        isBreak(index + 1)
      else { continue }
      let first = file.line(of: formula.range.bytes.lowerBound)
      let last = file.line(of: formula.range.bytes.upperBound)
      addText(inlines[start..<index], to: first - 1)
      blocks.append(MarkdownBlock(.math(formula), range: file.range(ofLines: first...last)))
      start = index + 1
      line = min(last + 1, lines.upperBound)
    }
    addText(inlines[start...], to: lines.upperBound)
    return blocks
  }
}

extension ArraySlice<MarkdownInline> {
  /// The text without breaks at both ends.
  fileprivate var trimmedAtBreaks: ArraySlice {
    func isBreak(_ inline: MarkdownInline) -> Bool {
      switch inline {
      case .softBreak, .lineBreak: true
      default: false
      }
    }
    let start = drop(while: isBreak)
    return start[..<(start.lastIndex { !isBreak($0) }.map { $0 + 1 } ?? start.startIndex)]
  }

}

extension [MarkdownInline] {
  /// The text without what it begins with, and the white space behind that.
  fileprivate func dropFirst(_ start: String) -> [MarkdownInline] {
    guard case .text(let text)? = first, text.hasPrefix(start) else { return self }
    let rest = String(text.dropFirst(start.count).drop(while: \.isWhitespace))
    return (rest.isEmpty ? [] : [.text(rest)]) + dropFirst()
  }

  /// The text of a heading without `{#name}` at its end, and the name.
  fileprivate var withoutAttributes: (text: [MarkdownInline], name: String?) {
    guard case .text(let last) = last, last.hasSuffix("}"),
      let start = last.lastIndex(of: "{")
    else { return (self, nil) }
    let name = last[start...].dropFirst().dropLast()
    guard name.first == "#", name.dropFirst().isName else { return (self, nil) }
    let text = String(last[..<start]).trimmedAtEnd
    return (dropLast() + (text.isEmpty ? [] : [.text(text)]), String(name.dropFirst()))
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    String(self[..<(lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex)])
  }
}
