/// A link of a notebook, and where it is written.
package struct Link {
  /// Where it leads, as written.
  package var destination: String
  /// The block that it stands in.
  package var block: SourceRange

  /// Where the destination is written; the whole block if it is written elsewhere.
  package var place: SourceRange {
    let place = block.first("](\(destination)")
    guard place.bytes != block.bytes else { return block.first(destination) }
    return SourceRange(place.bytes.lowerBound + 2..<place.bytes.upperBound, in: place.file)
  }
}

extension Notebook {
  /// Every link of the prose, the captions and the footnotes.
  package var links: [Link] {
    blocks.flatMap(\.links) + footnotes.flatMap(\.blocks).flatMap(\.links)
  }

  /// The names that the author's HTML gives to places.
  package var namesInHTML: Set<String> {
    let html = (blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks))
      .flatMap(\.withDescendants).flatMap(\.html)
    return Set(html.flatMap(HTMLTag.names))
  }
}

extension Notebook.Block {
  fileprivate var links: [Link] {
    switch self {
    case .prose(let prose): prose.links
    case .cell(let cell):
      cell.options.allCaptions.flatMap(\.destinations)
        .map { Link(destination: $0, block: cell.range) }
    case .callout(let callout):
      (callout.title?.destinations.map { Link(destination: $0, block: callout.range) } ?? [])
        + callout.blocks.flatMap(\.links)
    }
  }
}

extension MarkdownBlock {
  fileprivate var links: [Link] {
    withDescendants.flatMap { block in
      block.ownTexts.flatMap(\.destinations).map { Link(destination: $0, block: block.range) }
    }
  }

  fileprivate var html: [String] {
    if case .html(let text) = content { return [text] }
    return ownTexts.flatMap {
      $0.collect { if case .html(let text) = $0 { text } else { nil } }
    }
  }
}

extension [MarkdownInline] {
  /// Where the links of running text lead.
  fileprivate var destinations: [String] {
    flatMap { inline -> [String] in
      switch inline {
      case .link(let destination, _, let text): [destination] + text.destinations
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .image(_, _, let text), .span(let text, _):
        text.destinations
      case .text, .code, .softBreak, .lineBreak, .html, .value, .math, .footnote, .reference: []
      }
    }
  }
}
