import NotebookRunner
import NotebookSyntax

/// What the prose of a page is shown with.
struct MarkdownSetting {
  /// What stands for values, references and formulas.
  var text = ReportText()
  /// Whether raw HTML and addresses that run code are let through.
  var allowsRawHTML = false
  /// The pictures of the page; nil for an `<img>` that refers to its source.
  var pictures: PagePictures?
  /// The names of headings on the page; nil for headings without one.
  var anchors: PageAnchors?
  /// By how many levels headings are lowered, to stand under the page's title.
  var headingOffset = 0
  /// What becomes of solutions.
  var solutions = Solutions.folded
  /// What becomes of straight quotation marks; nil to leave them.
  var quotes: CurlyQuotes?
  /// Whether the sections' numbers are shown.
  var numbersSections = false
  /// The labels of the footnotes in the order in which the text refers to them.
  var footnotes: [String] = []
  var language = PageWords.english.language
  /// The direction of what is around the text.
  var direction = TextDirection.leftToRight
  /// What the page says by itself.
  var words = PageWords.english
}

extension MarkdownSetting {
  /// What the prose of a report is shown with.
  init(of report: Report, _ pictures: PagePictures) {
    let notebook = report.notebook
    self.init(
      text: report.text, allowsRawHTML: report.allowsRawHTML, pictures: pictures,
      anchors: PageAnchors(notebook), headingOffset: report.headings.offset,
      solutions: report.solutions, quotes: CurlyQuotes(ofLanguage: notebook.frontMatter.language),
      numbersSections: notebook.frontMatter.numbersSections,
      footnotes: notebook.footnoteReferences, language: notebook.frontMatter.language,
      direction: notebook.frontMatter.direction
        ?? TextDirection(ofLanguage: notebook.frontMatter.language),
      words: report.words)
  }
}

/// Prose as HTML: what cmark's own renderer writes, and what a report adds to it.
///
/// `MarkdownRenderer()` is cmark in its safe mode, byte for byte. A report gives
/// headings an address, embeds images and knows the values of results.
struct MarkdownRenderer {
  let setting: MarkdownSetting
  /// The direction of what is around the text.
  var direction: TextDirection
  /// The sections that have been rendered.
  private(set) var outline: Outline
  /// How many exercises there were so far.
  var exercises = 0
  private var anchors: PageAnchors?

  var words: PageWords { setting.words }
  var text: ReportText { setting.text }

  init(_ setting: MarkdownSetting = MarkdownSetting()) {
    self.setting = setting
    direction = setting.direction
    outline = Outline(isNumbered: setting.numbersSections)
    anchors = setting.anchors
  }

  /// Prose as nodes, in order.
  mutating func render(_ blocks: [MarkdownBlock]) -> [HTMLNode] {
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
      if text.typeset.showsNothing(inlines) { return [] }
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
      return text.typeset.isSilent(formula) ? [] : [mathBlock(formula)]
    case .callout(let callout):
      return callout.kind == .solution && setting.solutions == .none ? [] : [self.callout(callout)]
    }
  }

  private mutating func heading(
    level: Int, _ inlines: [MarkdownInline], _ block: MarkdownBlock, isSection: Bool
  ) -> HTMLNode {
    let name = "h\(min(max(level + setting.headingOffset, 1), 6))"
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
    let content = setting.text.typeset.markup(of: text, language: String(language)) ?? .text(text)
    return .element("code", info.isEmpty ? [:] : ["class": "language-\(language)"], [content])
  }

  private func raw(_ markup: String) -> HTMLNode {
    setting.allowsRawHTML ? .raw(markup) : .comment("raw HTML omitted")
  }
}

extension MarkdownRenderer {
  /// Running text as nodes, in order.
  func render(_ inlines: [MarkdownInline]) -> [HTMLNode] {
    (setting.quotes?.applied(to: inlines) ?? inlines).flatMap(nodes)
  }

  /// Text inside of other text, in which quotation marks are as they should be.
  private func nodes(of inlines: [MarkdownInline]) -> [HTMLNode] { inlines.flatMap(nodes) }

  private func nodes(of inline: MarkdownInline) -> [HTMLNode] {
    switch inline {
    case .text(let text): [.text(text)]
    case .code(let text): [.element("code", text: text)]
    case .softBreak: [.text("\n")]
    case .lineBreak: [.element("br")]
    case .emphasis(let inlines): [.element("em", [:], nodes(of: inlines))]
    case .strong(let inlines): [.element("strong", [:], nodes(of: inlines))]
    case .strikethrough(let inlines): [.element("del", [:], nodes(of: inlines))]
    case .math(let formula): text.typeset.isSilent(formula) ? [] : [math(formula)]
    case .footnote(let label, let use): [link(toFootnote: label, use: use)]
    case .reference(let reference, _): [link(to: reference)]
    case .link(let destination, let title, let inlines):
      // A picture that is linked to can't be a link in a link.
      [link(to: destination, title: title, nodes(of: inlines).withoutLinks)]
    case .image(let source, let title, let alt):
      [picture(source, title, self.text.plain(alt))]
    case .span(let inlines, let attributes): span(inlines, attributes)
    case .html(let markup):
      text.keepsUnknownTags && !HTMLTag.isKnown(markup) ? [.text(markup)] : [raw(markup)]
    case .value(let asked):
      if let text = text.value(asked) {
        [.text(text)]
      } else {
        [.element("span", ["class": "unavailable"], text: ReportText.unavailable(asked))]
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
    return text.numbers.address(of: String(destination.dropFirst())).map { "#\($0)" } ?? destination
  }

  /// A picture as the page has it.
  func picture(_ source: String, _ title: String, _ alt: String) -> HTMLNode {
    setting.pictures?.node(source, title: title, alt: alt, self)
      ?? imageElement(source, title, alt)
  }

  private func imageElement(_ source: String, _ title: String, _ alt: String) -> HTMLNode {
    let image = HTMLNode.element("img", ["src": address(source), "alt": .text(alt)])
    return title.isEmpty ? image : image.adding("title", .text(title))
  }

  private func address(_ text: String) -> HTMLNode.Attribute.Value {
    .url(setting.allowsRawHTML || !Address(text).isDangerous ? text : "")
  }
}
