public import NotebookSyntax

/// Prose as HTML: what cmark's own renderer writes, and what a report adds to it.
///
/// `MarkdownRenderer()` is cmark in its safe mode, byte for byte. A report gives
/// headings an address, embeds images and knows the values of results.
public struct MarkdownRenderer {
  /// The text that a value is shown as; nil if there is none, for want of a result.
  public var value: (InlineValue) -> String?
  /// What stands in an image's place; nil for an `<img>` that refers to its source.
  var image: (_ source: String, _ title: String, _ alt: String) -> HTMLNode?
  /// The names of headings on the page; nil for headings without one.
  var anchors: PageAnchors?
  /// Whether what only looks like a tag is text, such as the `<Float>` of `Array<Float>`.
  var keepsUnknownTags = false
  /// By how many levels headings are lowered, to stand under the page's title.
  var headingOffset = 0
  /// The sections that have been rendered.
  var outline = Outline()
  /// Formulas and code as they are set.
  var typeset = TypesetNotebook()
  /// The numbers of what text can refer to.
  var numbers = ReportNumbers()
  /// The labels of the footnotes in the order in which the text refers to them.
  var footnotes: [String] = []
  /// The direction of what is around the text.
  var direction = TextDirection.leftToRight
  /// How many exercises there were so far.
  var exercises = 0
  /// What the page says by itself.
  var words = PageWords.english
  /// Whether raw HTML and addresses that run code are let through.
  public var allowsRawHTML: Bool

  public init(allowsRawHTML: Bool = false, value: @escaping (InlineValue) -> String? = { _ in nil })
  {
    self.value = value
    self.image = { _, _, _ in nil }
    self.allowsRawHTML = allowsRawHTML
  }

  /// Prose as nodes, in order.
  public mutating func render(_ blocks: [MarkdownBlock]) -> [HTMLNode] {
    render(blocks, areSections: true)
  }

  /// Prose as nodes, in order; its headings begin sections, or are no more than headings.
  mutating func render(_ blocks: [MarkdownBlock], areSections: Bool) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    for block in blocks {
      if areSections, case .heading(let level, let inlines, _) = block.content {
        let heading = heading(level: level, inlines, block, isSection: true)
        nodes.append(directed(heading, by: inlines))
      } else {
        nodes += render(block, isTight: false)
      }
    }
    return nodes
  }

  mutating func render(_ blocks: [MarkdownBlock], isTight: Bool) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    for block in blocks { nodes += render(block, isTight: isTight) }
    return nodes
  }

  private mutating func render(_ block: MarkdownBlock, isTight: Bool) -> [HTMLNode] {
    let outer = direction
    let own = TextDirection(of: block) ?? outer
    direction = own
    let nodes = nodes(of: block, isTight: isTight)
    direction = outer
    return nodes.map { directed($0, as: own) }
  }

  private mutating func nodes(of block: MarkdownBlock, isTight: Bool) -> [HTMLNode] {
    switch block.content {
    case .paragraph(let inlines):
      if typeset.showsNothing(inlines) { return [] }
      if let figure = block.figure { return [self.figure(figure.picture, figure.name)] }
      return isTight ? render(inlines) : [.element("p", [:], render(inlines))]
    case .heading(let level, let inlines, _):
      return [heading(level: level, inlines, block, isSection: false)]
    case .quote(let blocks):
      return [.element("blockquote", [:], render(blocks, isTight: false))]
    case .list(let list):
      var items: [HTMLNode] = []
      for item in list.items {
        items.append(self.item(item, isTight: list.isTight))
      }
      guard let start = list.start else { return [.element("ul", [:], items)] }
      return [.element("ol", start == 1 ? [:] : ["start": "\(start)"], items)]
    case .code(let info, let text):
      return [.element("pre", [:], [code(text, info: info)])]
    case .html(let markup):
      return [.freshLine, raw(markup), .freshLine]
    case .thematicBreak:
      return [.element("hr")]
    case .table(let table):
      return [self.table(table)]
    case .math(let formula):
      return typeset.isSilent(formula) ? [] : [mathBlock(formula)]
    case .callout(let callout):
      return [self.callout(callout)]
    }
  }

  private mutating func heading(
    level: Int, _ inlines: [MarkdownInline], _ block: MarkdownBlock, isSection: Bool
  ) -> HTMLNode {
    let name = "h\(min(max(level + headingOffset, 1), 6))"
    guard let identifier = anchors?.nextName(of: block) else {
      return .element(name, [:], render(inlines))
    }
    var text = render(inlines)
    if isSection {
      let section = outline.add(
        level: level, identifier: identifier, title: inlines, isNumbered: block.isNumbered,
        isListed: block.isListed)
      if outline.isNumbered, block.isNumbered {
        text =
          [.element("span", ["class": "section-number"], text: section.numberText), " "] + text
      }
    }
    // The anchor is for the mouse; others have the heading itself, and need no second link.
    let anchor = HTMLNode.element(
      "a",
      [
        "class": "anchor", "href": .url("#\(identifier)"), "tabindex": "-1", "aria-hidden": "true",
      ])
    return .element(name, ["id": .text(identifier)], text + [anchor])
  }

  /// Code with the language that the first word behind its fence names.
  private func code(_ text: String, info: String) -> HTMLNode {
    let language = info.prefix { !" \t\n\r\u{b}\u{c}".contains($0) }
    let content = typeset.markup(of: text, language: String(language)) ?? .text(text)
    return .element("code", info.isEmpty ? [:] : ["class": "language-\(language)"], [content])
  }

  private func raw(_ markup: String) -> HTMLNode {
    allowsRawHTML ? .raw(markup) : .comment("raw HTML omitted")
  }
}

extension MarkdownRenderer {
  /// Running text as nodes, in order.
  public func render(_ inlines: [MarkdownInline]) -> [HTMLNode] {
    inlines.flatMap(render)
  }

  private func render(_ inline: MarkdownInline) -> [HTMLNode] {
    switch inline {
    case .text(let text): [.text(text)]
    case .code(let text): [.element("code", text: text)]
    case .softBreak: [.text("\n")]
    case .lineBreak: [.element("br")]
    case .emphasis(let inlines): [.element("em", [:], render(inlines))]
    case .strong(let inlines): [.element("strong", [:], render(inlines))]
    case .strikethrough(let inlines): [.element("del", [:], render(inlines))]
    case .math(let formula): typeset.isSilent(formula) ? [] : [math(formula)]
    case .footnote(let label, let use): [link(toFootnote: label, use: use)]
    case .reference(let reference, _): [link(to: reference)]
    case .link(let destination, let title, let inlines):
      // A picture that is linked to can't be a link in a link.
      [link(to: destination, title: title, render(inlines).withoutLinks)]
    case .image(let source, let title, let alt):
      [image(source, title, plainText(alt)) ?? imageElement(source, title, plainText(alt))]
    case .span(let inlines, let attributes): span(inlines, attributes)
    case .html(let markup):
      keepsUnknownTags && !HTMLTag.isKnown(markup) ? [.text(markup)] : [raw(markup)]
    case .value(let asked):
      if let text = value(asked) {
        [.text(text)]
      } else {
        [.element("span", ["class": "unavailable"], text: Self.unavailable(asked))]
      }
    }
  }

  func link(to destination: String, title: String, _ children: [HTMLNode]) -> HTMLNode {
    let link = HTMLNode.element("a", ["href": address(onPage(destination))], children)
    return title.isEmpty ? link : link.adding("title", .text(title))
  }

  /// Where a link leads: a figure or a table of a cell is found at the cell.
  private func onPage(_ destination: String) -> String {
    guard destination.hasPrefix("#") else { return destination }
    return numbers.address(of: String(destination.dropFirst())).map { "#\($0)" } ?? destination
  }

  func imageElement(_ source: String, _ title: String, _ alt: String) -> HTMLNode {
    let image = HTMLNode.element("img", ["src": address(source), "alt": .text(alt)])
    return title.isEmpty ? image : image.adding("title", .text(title))
  }

  private func address(_ text: String) -> HTMLNode.Attribute.Value {
    .url(allowsRawHTML || !Address(text).isDangerous ? text : "")
  }

  /// The words of running text, without what marks them up.
  public func plainText(_ inlines: [MarkdownInline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .html(let markup): keepsUnknownTags && HTMLTag.isKnown(markup) ? "" : markup
      case .softBreak, .lineBreak: " "
      case .math(let formula): typeset.isSilent(formula) ? "" : formula.tex
      case .footnote: ""
      case .reference(let reference, _):
        numbers.text(of: reference) ?? reference.label
      case .emphasis(let inlines), .strong(let inlines), .strikethrough(let inlines),
        .link(_, _, let inlines), .image(_, _, let inlines), .span(let inlines, _):
        plainText(inlines)
      case .value(let asked): value(asked) ?? Self.unavailable(asked)
      }
    }.joined()
  }

  private static func unavailable(_ value: InlineValue) -> String {
    "[\(value.name) not available]"
  }
}
