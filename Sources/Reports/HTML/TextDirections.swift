import NotebookSyntax

// Text that is written in another direction than the text around it says so.

extension MarkdownRenderer {
  /// An element with the direction of its words, if that isn't the one it stands in.
  func directed(_ node: HTMLNode, by inlines: [MarkdownInline]) -> HTMLNode {
    directed(node, as: TextDirection(of: inlines.letters))
  }

  /// An element with a direction, if that isn't the one it stands in.
  func directed(_ node: HTMLNode, as own: TextDirection?) -> HTMLNode {
    guard let own, own != direction else { return node }
    return node.adding("dir", .text(own.rawValue))
  }
}

extension TextDirection {
  /// The direction of a block's words; nil if it has none, or has none of its own.
  init?(of block: MarkdownBlock) { self.init(of: block.letters) }

  /// The direction of an item of a list, which is that of its first words.
  init?(of item: MarkdownList.Item) {
    guard let first = item.blocks.first else { return nil }
    self.init(of: first)
  }

  /// The direction of what stands in a callout.
  init?(of callout: Callout) {
    self.init(of: callout.letters)
  }
}

extension Callout {
  /// All words in it that don't stand in a callout in it.
  fileprivate var letters: String {
    let blocks = blocks.map { block in
      switch block {
      case .prose(let prose): prose.letters
      case .callout, .cell: ""
      }
    }
    return (title?.letters ?? "") + blocks.joined()
  }
}

extension MarkdownBlock {
  /// All words in it, without code and formulas.
  fileprivate var letters: String {
    switch content {
    case .paragraph(let text), .heading(_, let text, _): text.letters
    case .quote(let blocks): blocks.map(\.letters).joined()
    case .list(let list): list.items.flatMap(\.blocks).map(\.letters).joined()
    case .table(let table): (table.header + table.rows.flatMap { $0 }).map(\.letters).joined()
    case .callout(let callout): callout.letters
    case .code, .html, .thematicBreak, .math: ""
    }
  }
}

extension [MarkdownInline] {
  /// The words, without code and formulas.
  fileprivate var letters: String {
    map { inline in
      switch inline {
      case .text(let text): text
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .link(_, _, let text), .image(_, _, let text), .span(let text, _):
        text.letters
      case .code, .softBreak, .lineBreak, .html, .value, .math, .footnote, .reference: ""
      }
    }.joined()
  }
}
