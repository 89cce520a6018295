public import NotebookRunner
import NotebookSyntax

/// A run as one page that needs neither network nor scripts.
///
/// The page is a function of what is given here and of nothing else: it holds no times, no
/// folders and no random names, so that the same run gives the same bytes.
public struct HTMLReport {
  private let run: NotebookRun
  private let version: String
  private let typeset: TypesetNotebook
  private let allowsRawHTML: Bool
  private let pictures: PagePictures
  private let words: PageWords

  /// A report of a run.
  ///
  /// - Parameters:
  ///   - run: The notebook and what became of its cells.
  ///   - version: Which version of nbrun this is.
  ///   - typeset: The notebook's formulas and code, if they are to be more than their source.
  ///   - allowsRawHTML: Whether the author's raw HTML, and with it scripts, is let through.
  ///   - images: The image at a path relative to the notebook's folder; nil if there is none.
  public init(
    _ run: NotebookRun, version: String, typeset: TypesetNotebook = TypesetNotebook(),
    allowsRawHTML: Bool = false, images: (String) -> EmbeddedImage? = { _ in nil }
  ) {
    self.run = run
    self.version = version
    self.typeset = typeset
    self.allowsRawHTML = allowsRawHTML
    self.pictures = PagePictures(of: run.notebook, images)
    self.words = .inLanguage(run.notebook.frontMatter.language)
  }

  /// The whole page.
  public var text: String { page.text }

  /// The whole page, and what it weighs.
  public var page: (text: String, weight: PageWeight) {
    var markdown = MarkdownRenderer(allowsRawHTML: allowsRawHTML, value: run.text(of:))
    markdown.image = { [markdown] in pictures.node($0, title: $1, alt: $2, markdown) }
    markdown.words = words
    markdown.direction = direction
    markdown.anchors = PageAnchors(run.notebook)
    markdown.keepsUnknownTags = true
    markdown.headingOffset = headingOffset
    markdown.outline.isNumbered = frontMatter.numbersSections
    markdown.typeset = typeset
    markdown.numbers = numbers(markdown)
    markdown.footnotes = run.notebook.footnoteReferences

    var parts = pictures.parts
    let body = body(&markdown, parts: &parts)
    var page = HTMLNode.element(
      "html", ["lang": .text(frontMatter.language)], [head(markdown), body])
    if direction == .rightToLeft { page = page.adding("dir", .text(direction.rawValue)) }
    let text = [.raw("<!doctype html>"), page].markup
    return (text, PageWeight(of: text, styleSheet: style, parts: parts))
  }

  /// All rules of the page.
  private var style: String { StyleSheet.text + typeset.style }

  private var frontMatter: FrontMatter { run.notebook.frontMatter }

  /// The direction of the page's text.
  private var direction: TextDirection {
    frontMatter.direction ?? TextDirection(ofLanguage: frontMatter.language)
  }

  // MARK: Headings

  /// By how much headings are lowered or raised, so that they follow the page's title.
  private var headingOffset: Int {
    let highest = headings.map(\.level).min() ?? 1
    return hasOwnTitle ? 2 - highest : 0
  }

  /// The headings that aren't inside of something else, with the blocks that they are.
  private var headings:
    [(block: Int, level: Int, title: [MarkdownInline], name: String?, isNumbered: Bool)]
  {
    run.notebook.blocks.enumerated().compactMap { index, block in
      guard case .prose(let prose) = block,
        case .heading(let level, let title, let name) = prose.content
      else { return nil }
      return (index, level, title, name, prose.isNumbered)
    }
  }

  /// Whether the page begins with a title that is none of the notebook's headings.
  private var hasOwnTitle: Bool {
    frontMatter.title != nil || !headings.contains { $0.level == 1 }
  }

  /// The block with the heading that is the page's title; nil if it has another.
  ///
  /// It is the first heading if no other is as high: it heads all, and is no section.
  private var titleBlock: Int? {
    guard !hasOwnTitle, headings.first?.level == 1, headings.count(where: { $0.level == 1 }) == 1
    else { return nil }
    return headings.first?.block
  }

  /// What text can refer to, sections that come later included.
  private func numbers(_ markdown: MarkdownRenderer) -> ReportNumbers {
    var numbers = ReportNumbers(run, words: words)
    for heading in run.notebook.namedHeadings {
      numbers.add(section: heading.name, as: words.quoted(markdown.plainText(heading.title)))
    }
    guard frontMatter.numbersSections else { return numbers }
    var outline = Outline()
    for heading in headings where heading.block != titleBlock {
      let section = outline.add(
        level: heading.level, identifier: "", title: heading.title,
        isNumbered: heading.isNumbered)
      if let name = heading.name, heading.isNumbered {
        numbers.add(
          section: name, as: "\(words.section)\u{A0}\(section.numberText)",
          number: section.numberText)
      }
    }
    return numbers
  }

  // MARK: Head

  private func head(_ markdown: MarkdownRenderer) -> HTMLNode {
    let title = frontMatter.title ?? headings.first?.title
    return .element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("meta", ["name": "generator", "content": "nbrun \(version)"]),
      ]
        + frontMatter.authors.map {
          .element("meta", ["name": "author", "content": .text($0)])
        } + [
          .element("title", text: title.map(markdown.plainText) ?? run.name),
          .element("style", [:], [.raw("\n" + style)]),
        ])
  }

  // MARK: Body

  private func body(_ markdown: inout MarkdownRenderer, parts: inout [PageWeight.Part]) -> HTMLNode
  {
    let header = header(markdown)
    let content = content(&markdown, parts: &parts)
    let contents = TableOfContents(
      outline: markdown.outline, depth: frontMatter.contentsDepth, words: words)
    let language = words.mark(on: frontMatter.language)
    return .element(
      "body", [:],
      [
        .element("a", ["class": "skip", "href": "#main"], text: words.skip).marked(language),
        ThemeSwitch(words: words).node.marked(language),
        header,
      ]
        + (frontMatter.hasContents ? contents.nodes(markdown) : [])
        + [
          .element("main", ["id": "main"], content),
          Provenance(run: run, version: version, words: words).footer.marked(language),
        ])
  }

  private func header(_ markdown: MarkdownRenderer) -> HTMLNode {
    var nodes: [HTMLNode] = []
    if let title = frontMatter.title {
      nodes.append(markdown.directed(.element("h1", [:], markdown.render(title)), by: title))
    } else if hasOwnTitle {
      nodes.append(.element("h1", text: run.name))
    }
    if let subtitle = frontMatter.subtitle {
      nodes.append(
        markdown.directed(
          .element("p", ["class": "subtitle"], markdown.render(subtitle)), by: subtitle))
    }
    let byline = [frontMatter.authors.joined(separator: ", "), frontMatter.date ?? ""]
      .filter { !$0.isEmpty }
    if !byline.isEmpty {
      nodes.append(
        .element(
          "p", ["class": "byline"], byline.map { .element("span", text: $0) }))
    }
    return .element("header", [:], nodes + incompleteness)
  }

  /// What is missing from the report, with links to the places.
  private var incompleteness: [HTMLNode] {
    let missing = run.cells.filter(\.isMissing)
    guard !missing.isEmpty else { return [] }
    let items = missing.map { cell in
      let became = if case .failed = cell.outcome { words.failed } else { words.wasNotRun }
      return HTMLNode.element(
        "li", [:],
        [
          .element("a", ["href": .url("#\(CellSection.identifier(cell))")], text: cell.name),
          .text(" \(became)"),
        ])
    }
    return [
      .element(
        "aside", ["class": "incomplete", "aria-label": .text(words.missing)],
        [.element("p", text: words.isIncomplete), .element("ul", [:], items)]
      ).marked(words.mark(on: frontMatter.language))
    ]
  }

  private func content(_ markdown: inout MarkdownRenderer, parts: inout [PageWeight.Part])
    -> [HTMLNode]
  {
    let titleBlock = titleBlock
    var cells = run.cells.makeIterator()
    func render(
      _ blocks: [Notebook.Block], isTop: Bool, _ markdown: inout MarkdownRenderer
    ) -> [HTMLNode] {
      var nodes: [HTMLNode] = []
      for (index, block) in blocks.enumerated() {
        switch block {
        case .prose(let block):
          nodes += markdown.render([block], areSections: isTop && index != titleBlock)
        case .cell:
          guard let cell = cells.next() else { continue }
          let section = CellSection(
            cell, markdown, words: words, pageLanguage: frontMatter.language
          ).nodes
          nodes += section
          parts.append(
            PageWeight.Part(
              kind: .cell(cell.name), bytes: section.markup.utf8.count,
              range: cell.cell.operation.range))
        case .callout(let callout):
          let content = render(callout.blocks, isTop: false, &markdown)
          nodes.append(markdown.callout(callout, around: content))
        }
      }
      return nodes
    }
    return render(run.notebook.blocks, isTop: true, &markdown)
      + markdown.footnoteSection(run.notebook.footnotes)
  }
}
