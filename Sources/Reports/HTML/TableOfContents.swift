/// The headings of a page as links to them.
///
/// It is folded where the page is narrow; where there is room at the side, the style sheet
/// unfolds it and takes the handle away.
struct TableOfContents {
  let outline: Outline
  /// How many levels of headings are shown.
  let depth: Int
  let words: PageWords

  /// Fewer headings than these are found without help.
  private static let fewestSections = 3

  /// The contents, or nothing if there are too few headings.
  func nodes(_ markdown: MarkdownRenderer) -> [HTMLNode] {
    let sections = outline.sections.filter { $0.depth <= depth && $0.isListed }
    guard sections.count >= Self.fewestSections else { return [] }
    var rest = sections[...]
    let list = list(from: &rest, depth: 1, markdown)
    return [
      .element(
        "nav", ["class": "contents", "aria-label": .text(words.contents)],
        [
          .element(
            "details", [:],
            [
              .element("summary", text: words.contents),
              .element("p", ["class": "title", "aria-hidden": "true"], text: words.contents),
              list,
            ])
        ])
    ]
  }

  /// The sections up to the next that stands higher, each with those inside it.
  private func list(
    from rest: inout ArraySlice<Outline.Section>, depth: Int, _ markdown: MarkdownRenderer
  ) -> HTMLNode {
    var items: [HTMLNode] = []
    while let section = rest.first, section.depth >= depth {
      rest.removeFirst()
      var nodes = [link(to: section, markdown)]
      if let next = rest.first, next.depth > depth {
        nodes.append(list(from: &rest, depth: depth + 1, markdown))
      }
      items.append(.element("li", [:], nodes))
    }
    return .element("ol", [:], items)
  }

  private func link(to section: Outline.Section, _ markdown: MarkdownRenderer) -> HTMLNode {
    let title = markdown.render(section.title).withoutLinks
    let number = HTMLNode.element("span", ["class": "section-number"], text: section.numberText)
    return .element(
      "a", ["href": .url("#\(section.identifier)")],
      outline.isNumbered && !section.number.isEmpty
        ? [number, " ", .element("span", [:], title)] : title)
  }
}

extension [HTMLNode] {
  /// The nodes with what links hold in place of the links, and without addresses of their own:
  /// what can stand in another link.
  var withoutLinks: [HTMLNode] {
    flatMap { node -> [HTMLNode] in
      guard case .element(var element) = node else { return [node] }
      element.children = element.children.withoutLinks
      let isFootnote = element.attributes.contains { $0.value == "doc-noteref" }
      element.attributes.removeAll { $0.name == "id" }
      guard element.name == "a" else { return [.element(element)] }
      return isFootnote ? [] : element.children
    }
  }
}
