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
  private let images: (String) -> EmbeddedImage?

  /// A report of a run.
  ///
  /// - Parameters:
  ///   - run: The notebook and what became of its cells.
  ///   - version: Which version of nbrun this is.
  ///   - typeset: The notebook's formulas and code, if they are to be more than their source.
  ///   - allowsRawHTML: Whether the author's raw HTML, and with it scripts, is let through.
  ///   - images: The image at a path relative to the notebook's folder; nil if there is none.
  public init(
    _ run: NotebookRun, version: String, typeset: TypesetNotebook = TypesetNotebook(), allowsRawHTML: Bool = false,
    images: @escaping (String) -> EmbeddedImage? = { _ in nil }
  ) {
    self.run = run
    self.version = version
    self.typeset = typeset
    self.allowsRawHTML = allowsRawHTML
    self.images = images
  }

  /// The whole page.
  public var text: String {
    var markdown = MarkdownRenderer(allowsRawHTML: allowsRawHTML, value: run.text(of:))
    markdown.image = { [markdown] in image($0, title: $1, alt: $2, markdown) }
    var identifiers = PageIdentifiers()
    for name in ["main", "provenance", "provenance-title"] { _ = identifiers.claim(name) }
    markdown.identifiers = identifiers
    markdown.typeset = typeset
    markdown.numbers = ReportNumbers(run)
    for heading in run.notebook.namedHeadings {
      markdown.numbers.add(section: heading.name, titled: markdown.plainText(heading.title))
    }
    markdown.footnotes = run.notebook.footnoteReferences
    markdown.headingOffset = needsLowerHeadings ? 1 : 0

    let page = HTMLNode.element(
      "html", ["lang": .text(frontMatter.language)],
      [head(markdown), body(&markdown)])
    return [.raw("<!doctype html>"), page].markup
  }

  private var frontMatter: FrontMatter { run.notebook.frontMatter }

  /// Whether the notebook has headings as high as the page's own title.
  private var needsLowerHeadings: Bool {
    frontMatter.title != nil && firstHeading(where: { $0 == 1 }) != nil
  }

  private func firstHeading(where isWanted: (Int) -> Bool) -> [MarkdownInline]? {
    for case .prose(let block) in run.notebook.blocks {
      if case .heading(let level, let inlines, _) = block.content, isWanted(level) { return inlines }
    }
    return nil
  }

  // MARK: Head

  private func head(_ markdown: MarkdownRenderer) -> HTMLNode {
    let title = frontMatter.title ?? firstHeading { _ in true }
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
          .element("style", [:], [.raw("\n" + Self.styleSheet + typeset.style)]),
        ])
  }

  /// The rules of the style sheets beside this file.
  private static let styleSheet = String(
    decoding: PackageResources.report_css + PackageResources.extensions_css, as: UTF8.self)

  // MARK: Body

  private func body(_ markdown: inout MarkdownRenderer) -> HTMLNode {
    let titleBlock = titleBlock(markdown)
    let content = content(&markdown)
    return .element(
      "body", [:],
      [
        .element("a", ["class": "skip", "href": "#main"], text: "Skip to the content"),
        titleBlock,
        .element("main", ["id": "main"], content),
        Provenance(run: run, version: version).footer,
      ])
  }

  private func titleBlock(_ markdown: MarkdownRenderer) -> HTMLNode {
    var nodes: [HTMLNode] = []
    if let title = frontMatter.title {
      nodes.append(.element("h1", [:], markdown.render(title)))
    } else if firstHeading(where: { $0 == 1 }) == nil {
      nodes.append(.element("h1", text: run.name))
    }
    if let subtitle = frontMatter.subtitle {
      nodes.append(.element("p", ["class": "subtitle"], markdown.render(subtitle)))
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
      let became = if case .failed = cell.outcome { "failed" } else { "was not run" }
      return HTMLNode.element(
        "li", [:],
        [
          .element("a", ["href": .url("#\(CellSection.identifier(cell))")], text: cell.name),
          .text(" \(became)"),
        ])
    }
    return [
      .element(
        "aside", ["class": "incomplete", "aria-label": "What is missing"],
        [.element("p", text: "This report is incomplete:"), .element("ul", [:], items)])
    ]
  }

  private func content(_ markdown: inout MarkdownRenderer) -> [HTMLNode] {
    var cells = run.cells.makeIterator()
    var callouts = CalloutRenderer()
    func render(_ blocks: [Notebook.Block], _ markdown: inout MarkdownRenderer) -> [HTMLNode] {
      var nodes: [HTMLNode] = []
      for block in blocks {
        switch block {
        case .prose(let block): nodes += markdown.render([block])
        case .cell: nodes += cells.next().map { CellSection($0, markdown).nodes } ?? []
        case .callout(let callout):
          let content = render(callout.blocks, &markdown)
          nodes.append(callouts.render(callout, markdown, content: content))
        }
      }
      return nodes
    }
    return render(run.notebook.blocks, &markdown)
      + markdown.footnoteSection(run.notebook.footnotes)
  }

  // MARK: Images

  /// The image itself, or a link to it where the page can't carry it.
  private func image(_ source: String, title: String, alt: String, _ markdown: MarkdownRenderer)
    -> HTMLNode?
  {
    let address = Address(source)
    if address.isData { return address.isDangerous ? .text(alt) : nil }
    if address.isLocal, let image = images(address.path) {
      let node = HTMLNode.element("img", ["src": .text(image.address), "alt": .text(alt)])
      return title.isEmpty ? node : node.adding("title", .text(title))
    }
    return markdown.link(to: source, title: title, [.text(alt.isEmpty ? source : alt)])
  }
}
