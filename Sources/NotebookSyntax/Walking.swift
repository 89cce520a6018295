// Finding what stands somewhere in a notebook's text.

extension Notebook {
  /// Every inline value of the notebook: in its title, its prose and its captions.
  public var inlineValues: [InlineValue] {
    texts.flatMap { $0.collect { if case .value(let value) = $0 { value } else { nil } } }
  }

  /// Every cross-reference of the notebook, and where it is written.
  package var references: [(reference: CrossReference, range: SourceRange)] {
    texts.flatMap {
      $0.collect {
        if case .reference(let reference, let range) = $0 { (reference, range) } else { nil }
      }
    }
  }

  /// Every formula of the notebook, in the order of its blocks.
  public var formulas: [Formula] {
    texts.flatMap { $0.collect { if case .math(let formula) = $0 { formula } else { nil } } }
      + (blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks)).flatMap(\.withDescendants)
      .compactMap { if case .math(let formula) = $0.content { formula } else { nil } }
  }

  /// All code that is shown and never run, with the first word behind its fence.
  public var code: [(text: String, language: String)] {
    (blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks)).flatMap(\.withDescendants)
      .compactMap { block in
        guard case .code(let info, let text) = block.content, !info.isEmpty else { return nil }
        return (text, String(info.prefix { !$0.isWhitespace }))
      }
  }

  /// Every run of text of the notebook.
  private var texts: [[MarkdownInline]] {
    [frontMatter.title, frontMatter.subtitle].compactMap { $0 }
      + blocks.flatMap(\.texts) + footnotes.flatMap { $0.blocks.flatMap(\.texts) }
  }

  /// The blocks that hold HTML, apart from comments.
  package var rawHTML: [SourceRange] {
    let prose = blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks)
    return prose.flatMap(\.withDescendants).filter(\.holdsHTML).map(\.range) + tagsInTitles
  }

  /// The first tag in each title and each caption.
  private var tagsInTitles: [SourceRange] {
    let whole = SourceRange(0..<file.utf8.count, in: file)
    let titles = [frontMatter.title, frontMatter.subtitle].compactMap { $0?.tag }
      .map { whole.first($0) }
    let captions = cells.flatMap { cell in
      cell.options.allCaptions.compactMap { $0.tag.map { cell.range.first($0) } }
    }
    return titles + captions + blocks.flatMap(\.tagsInTitles)
  }

  /// Every heading that has a name, with its name and its words.
  package var namedHeadings: [(name: String, title: [MarkdownInline], range: SourceRange)] {
    blocks.flatMap(\.prose).flatMap(\.withDescendants).compactMap { block in
      if case .heading(_, let title, let name?) = block.content {
        (name, title, block.range)
      } else {
        nil
      }
    }
  }

  /// Every reference to a footnote, with how often the same one was referred to, it included.
  package var footnoteUses: [(label: String, use: Int)] {
    texts.flatMap {
      $0.collect { if case .footnote(let label, let use) = $0 { (label, use) } else { nil } }
    }
  }

  /// The labels of the footnotes, in the order in which the text first refers to them.
  package var footnoteReferences: [String] {
    var seen: Set<String> = []
    return footnoteUses.map(\.label).filter { seen.insert($0).inserted }
  }
}

extension Notebook.Block {
  /// The block as prose, which has no cells.
  fileprivate var asProse: [MarkdownBlock] {
    switch self {
    case .prose(let block): [block]
    case .cell: []
    case .callout(let callout): [MarkdownBlock(.callout(callout), range: callout.range)]
    }
  }

  /// The blocks of prose in this block.
  var prose: [MarkdownBlock] {
    switch self {
    case .prose(let block): [block]
    case .cell: []
    case .callout(let callout): callout.blocks.flatMap(\.prose)
    }
  }

  /// The first tag in the title of each callout.
  fileprivate var tagsInTitles: [SourceRange] {
    guard case .callout(let callout) = self else { return [] }
    return (callout.title?.tag.map { [callout.range.first($0)] } ?? [])
      + callout.blocks.flatMap(\.tagsInTitles)
  }

  fileprivate var texts: [[MarkdownInline]] {
    switch self {
    case .prose(let block): block.texts
    case .cell(let cell): cell.options.allCaptions
    case .callout(let callout):
      (callout.title.map { [$0] } ?? []) + callout.blocks.flatMap(\.texts)
    }
  }
}

extension MarkdownBlock {
  fileprivate var texts: [[MarkdownInline]] { withDescendants.flatMap(\.ownTexts) }

  /// The block, and all blocks in it.
  var withDescendants: [MarkdownBlock] {
    switch content {
    case .quote(let blocks): [self] + blocks.flatMap(\.withDescendants)
    case .list(let list):
      [self] + list.items.flatMap { $0.blocks.flatMap(\.withDescendants) }
    case .callout(let callout):
      [self] + callout.blocks.flatMap(\.asProse).flatMap(\.withDescendants)
    case .paragraph, .heading, .code, .html, .thematicBreak, .table, .math: [self]
    }
  }

  fileprivate var holdsHTML: Bool {
    if case .html(let text) = content { return !text.trimmed.hasPrefix("<!--") }
    return ownTexts.contains { $0.tag != nil }
  }

  /// The runs of text that stand in the block itself.
  var ownTexts: [[MarkdownInline]] {
    switch content {
    case .paragraph(let text), .heading(_, let text, _): [text]
    case .table(let table): table.header + table.rows.flatMap { $0 }
    case .callout(let callout): callout.title.map { [$0] } ?? []
    case .quote, .list, .code, .html, .thematicBreak, .math: []
    }
  }
}

extension [MarkdownInline] {
  /// The first tag of HTML, comments aside.
  fileprivate var tag: String? {
    collect {
      if case .html(let text) = $0, !text.hasPrefix("<!--"), HTMLTag.isKnown(text) {
        text
      } else {
        nil
      }
    }.first
  }

  /// What a function finds in these pieces and in the pieces in them.
  func collect<Found>(_ find: (MarkdownInline) -> Found?) -> [Found] {
    flatMap { inline -> [Found] in
      switch inline {
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .link(_, _, let text), .image(_, _, let text), .span(let text, _):
        text.collect(find)
      case .text, .code, .softBreak, .lineBreak, .html, .value, .math, .footnote, .reference:
        find(inline).map { [$0] } ?? []
      }
    }
  }
}
