// Foreign syntax in a notebook, with its places.

extension Notebook {
  /// What in the text of the notebook other programs would have understood.
  var foreignSyntax: [Diagnostic] {
    (blocks.flatMap(\.prose) + footnotes.flatMap(\.blocks)).flatMap(\.withDescendants)
      .flatMap(\.foreignSyntax)
  }
}

extension MarkdownBlock {
  fileprivate var foreignSyntax: [Diagnostic] {
    var places = SyntaxPlaces(in: range)
    return ownTexts.enumerated().flatMap { index, text -> [Diagnostic] in
      let startsBlock = if case .paragraph = content { index == 0 } else { false }
      return text.foreignSyntax(startsBlock: startsBlock).map { found in
        let line = found.text.prefix { !ForeignSyntax.element.contains($0) }
        return Diagnostic(
          .foreignSyntax, found.message, at: places.next(String(line)), severity: .warning,
          help: found.help)
      }
    }
  }
}

extension [MarkdownInline] {
  fileprivate func foreignSyntax(startsBlock: Bool) -> [ForeignSyntax.Found] {
    var text = ""
    var found: [ForeignSyntax.Found] = []
    for inline in self {
      switch inline {
      case .text(let part): text += part
      case .softBreak, .lineBreak: text += "\n"
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(_, _, let inner), .image(_, _, let inner), .span(let inner, _):
        text += ForeignSyntax.element
        found += inner.foreignSyntax(startsBlock: false)
      case .code, .html, .value, .math, .footnote, .reference: text += ForeignSyntax.element
      }
    }
    return ForeignSyntax(text, startsBlock: startsBlock).found + found
  }
}
