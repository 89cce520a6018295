import NotebookRunner
import NotebookSyntax

/// The page of a report.
///
/// It is a function of the report and of nothing else: it holds no times, no folders and no random
/// names, so that the same run gives the same bytes.
struct HTMLPage {
  private let report: Report
  private let words: PageWords
  private let pictures: PagePictures
  private let setting: MarkdownSetting

  init(_ report: Report) {
    self.report = report
    words = report.words
    pictures = PagePictures(of: report.notebook, report.image)
    setting = MarkdownSetting(of: report, pictures)
  }

  /// The whole page, and what it weighs.
  var written: (text: String, weight: PageWeight) {
    var markdown = MarkdownRenderer(setting)
    var parts = pictures.parts
    let body = body(&markdown, parts: &parts)
    var page = HTMLNode.element("html", ["lang": .text(frontMatter.language)], [head, body])
    if setting.direction == .rightToLeft {
      page = page.adding("dir", .text(setting.direction.rawValue))
    }
    let text = [.raw("<!doctype html>"), page].markup
    return (text, PageWeight(of: text, styleSheet: style, parts: parts))
  }

  /// All rules of the page.
  private var style: String { StyleSheet.text + report.text.typeset.style }

  private var frontMatter: FrontMatter { report.frontMatter }

  // MARK: Head

  private var head: HTMLNode {
    .element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("meta", ["name": "generator", "content": "nbrun \(report.version)"]),
      ]
        + frontMatter.authors.map {
          .element("meta", ["name": "author", "content": .text($0)])
        } + [
          .element(
            "title", text: report.headings.title.map(report.plainText) ?? report.name),
          .element("style", [:], [.raw("\n" + style)]),
        ])
  }

  // MARK: Body

  private func body(_ markdown: inout MarkdownRenderer, parts: inout [PageWeight.Part]) -> HTMLNode
  {
    let header = header(markdown)
    let content =
      content(report.blocks, isTop: true, &markdown, &parts)
      + markdown.footnoteSection(report.notebook.footnotes)
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
          Provenance(report).footer.marked(language),
        ])
  }

  private func header(_ markdown: MarkdownRenderer) -> HTMLNode {
    var nodes: [HTMLNode] = []
    if let title = frontMatter.title {
      nodes.append(markdown.directed(.element("h1", [:], markdown.render(title)), by: title))
    } else if report.headings.hasOwnTitle {
      nodes.append(.element("h1", text: report.name))
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
    let shown = Set(report.notebook.cells.map(\.result.text))
    let missing = report.run.cells.filter { $0.isMissing && shown.contains($0.name) }
    guard !missing.isEmpty else { return [] }
    let items = missing.map { cell in
      let became = if case .failed = cell.outcome { words.failed } else { words.wasNotRun }
      return HTMLNode.element(
        "li", [:],
        [
          .element("a", ["href": .url("#\(cell.identifier)")], text: cell.name),
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

  private func content(
    _ blocks: [Report.Block], isTop: Bool, _ markdown: inout MarkdownRenderer,
    _ parts: inout [PageWeight.Part]
  ) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    for block in blocks {
      switch block {
      case .title(let block): nodes += markdown.render([block], areSections: false)
      case .prose(let block): nodes += markdown.render([block], areSections: isTop)
      case .cell(let cell):
        // Written here, once, so that it can be weighed.
        let section = CellSection(cell, markdown).nodes.markup
        nodes += [.freshLine, .raw(section)]
        parts.append(
          PageWeight.Part(
            kind: .cell(cell.run.name), bytes: section.utf8.count,
            range: cell.run.cell.operation.range))
      case .callout(let callout, let blocks):
        let content = content(blocks, isTop: false, &markdown, &parts)
        nodes.append(markdown.callout(callout, around: content))
      }
    }
    return nodes
  }
}
