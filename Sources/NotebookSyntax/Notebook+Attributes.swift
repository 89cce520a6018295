// Attributes and the like in the blocks of a notebook.

extension Notebook {
  /// Reads what stands in all running text beside CommonMark.
  mutating func readAttributes(problems: inout [Diagnostic]) {
    let whole = SourceRange(0..<file.utf8.count, in: file)
    frontMatter.title = frontMatter.title?.readingAttributes(in: whole, &problems)
    frontMatter.subtitle = frontMatter.subtitle?.readingAttributes(in: whole, &problems)
    blocks = blocks.map { $0.readingAttributes(&problems) }
    for index in footnotes.indices {
      footnotes[index].blocks = footnotes[index].blocks.map { $0.readingAttributes(&problems) }
    }
  }

  /// What has a name by its attributes, other than headings, and where it stands.
  package var namedPieces: [(name: String, range: SourceRange)] {
    (blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks)).flatMap(\.withDescendants)
      .flatMap { block in
        block.ownTexts.flatMap(\.names).map { ($0, block.range) }
      }
  }
}

extension Notebook.Block {
  fileprivate func readingAttributes(_ problems: inout [Diagnostic]) -> Notebook.Block {
    switch self {
    case .prose(let block): return .prose(block.readingAttributes(&problems))
    case .cell(var cell):
      let range = cell.range
      cell.options.updateCaptions { $0 = $0.readingAttributes(in: range, &problems) }
      return .cell(cell)
    case .callout(let callout): return .callout(callout.readingAttributes(&problems))
    }
  }
}

extension Callout {
  fileprivate func readingAttributes(_ problems: inout [Diagnostic]) -> Callout {
    var callout = self
    callout.title = title?.readingAttributes(in: range, &problems)
    callout.blocks = blocks.map { $0.readingAttributes(&problems) }
    return callout
  }
}

extension MarkdownBlock {
  fileprivate func readingAttributes(_ problems: inout [Diagnostic]) -> MarkdownBlock {
    var block = self
    switch content {
    case .paragraph(let text):
      block.content = .paragraph(text.readingAttributes(in: range, &problems))
    case .heading(let level, var text, let name):
      var reader = AttributeReader(in: range)
      let attributes = name == nil ? reader.attributes(ofHeading: &text) : nil
      block.content = .heading(level: level, reader.read(text), id: name ?? attributes?.name)
      block.isNumbered = !(attributes?.classes.contains("unnumbered") ?? false)
      block.isListed = !(attributes?.classes.contains("unlisted") ?? false)
      problems += reader.problems
    case .quote(let blocks):
      block.content = .quote(blocks.map { $0.readingAttributes(&problems) })
    case .list(var list):
      for index in list.items.indices {
        list.items[index].blocks = list.items[index].blocks.map { $0.readingAttributes(&problems) }
      }
      block.content = .list(list)
    case .table(var table):
      table.header = table.header.map { $0.readingAttributes(in: range, &problems) }
      table.rows = table.rows.map { row in
        row.map { $0.readingAttributes(in: range, &problems) }
      }
      block.content = .table(table)
    case .code(let info, let text):
      block.content = .code(info: language(of: info, &problems), text: text)
    case .callout(let callout):
      block.content = .callout(callout.readingAttributes(&problems))
    case .html, .thematicBreak, .math: break
    }
    return block
  }

  /// The language of a fence, also in Pandoc's form `{.python}`.
  private func language(of info: String, _ problems: inout [Diagnostic]) -> String {
    guard let brace = info.firstIndex(of: "{"), info.hasSuffix("}"),
      let attributes = MarkdownAttributes(
        reading: String(info[brace...]), at: range.first(String(info[brace...])))
    else { return info }
    let first = String(info[..<brace]).trimmed
    var rest = attributes
    // A language before the braces is not among the classes in them.
    if !first.isEmpty { rest.classes.insert(first, at: 0) }
    problems += AttributedElement.fence.problems(with: rest)
    return rest.classes.first ?? ""
  }

  /// The names of the figures in this block.
  package var figures: [String] { withDescendants.compactMap(\.figure?.name) }

  /// The picture that a paragraph consists of and that has a name as a figure.
  package var figure: (name: String, picture: MarkdownInline)? {
    guard case .paragraph(let text) = content, text.count == 1,
      case .span(let inner, let attributes) = text[0], inner.count == 1,
      case .image = inner[0], let name = attributes.name, name.hasPrefix("fig-")
    else { return nil }
    return (name, text[0])
  }
}

extension [MarkdownInline] {
  /// The names that pieces of the text have by their attributes.
  fileprivate var names: [String] {
    flatMap { inline -> [String] in
      switch inline {
      case .span(let text, let attributes): (attributes.name.map { [$0] } ?? []) + text.names
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .link(_, _, let text), .image(_, _, let text):
        text.names
      case .text, .code, .softBreak, .lineBreak, .html, .value, .math, .footnote, .reference: []
      }
    }
  }

  fileprivate func readingAttributes(
    in range: SourceRange, _ problems: inout [Diagnostic]
  ) -> [MarkdownInline] {
    var reader = AttributeReader(in: range)
    let result = reader.read(self)
    problems += reader.problems
    return result
  }
}
