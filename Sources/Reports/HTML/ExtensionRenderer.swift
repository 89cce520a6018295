import NotebookSyntax

// What a report shows of Markdown beyond CommonMark.

extension MarkdownRenderer {
  /// A table, in a box of its own that scrolls where the table is wider than the page.
  func table(_ table: MarkdownTable) -> HTMLNode {
    func row(_ cells: [[MarkdownInline]], _ name: String) -> HTMLNode {
      .element(
        "tr", [:],
        zip(cells, table.alignments).map { cell, alignment in
          let node = directed(.element(name, [:], render(cell)), by: cell)
          guard let alignment else { return node }
          return node.adding("class", "align-\(alignment)")
        })
    }
    let header = row(table.header, "th")
    let rows = table.rows.map { row($0, "td") }
    return .element(
      "div",
      ["class": "table", "role": "region", "aria-label": .text(words.table), "tabindex": "0"],
      [
        .element(
          "table", ["class": "prose"],
          [.element("thead", [:], [header])]
            + (rows.isEmpty ? [] : [.element("tbody", [:], rows)]))
      ])
  }

  /// An item of a list; a task has a box that shows whether it is done.
  mutating func item(_ item: MarkdownList.Item, isTight: Bool) -> HTMLNode {
    let outer = direction
    let own = TextDirection(of: item) ?? outer
    direction = own
    let node = node(of: item, isTight: isTight)
    direction = outer
    return directed(node, as: own)
  }

  private mutating func node(of item: MarkdownList.Item, isTight: Bool) -> HTMLNode {
    guard let isDone = item.isDone else {
      return .element("li", [:], render(item.blocks, isTight: isTight))
    }
    var box = HTMLNode.element("input", ["type": "checkbox", "disabled": ""])
    if isDone { box = box.adding("checked", "") }
    var blocks = item.blocks
    guard case .paragraph(let text) = blocks.removeFirst().content else {
      return .element("li", [:], render(item.blocks, isTight: isTight))
    }
    let label = HTMLNode.element("label", [:], [box, " "] + render(text))
    return .element(
      "li", ["class": "task"],
      (isTight ? [label] : [.element("p", [:], [label])]) + render(blocks, isTight: isTight))
  }

  /// A formula as the engine has set it, or else as it is written.
  func math(_ formula: Formula) -> HTMLNode {
    text.typeset.markup(of: formula)
      ?? .element(
        "code", ["class": formula.isDisplay ? "tex display" : "tex"], text: formula.tex.trimmed)
  }

  /// A formula that stands alone, with its number.
  func mathBlock(_ formula: Formula) -> HTMLNode {
    guard let number = text.numbers.number(of: formula), let label = formula.label else {
      return .element("div", ["class": "equation"], [math(formula)])
    }
    return .element(
      "div",
      ["class": "equation", "id": .text(CrossReference(.equation, label).label)],
      [math(formula)]
        // A tag is a part of the formula.
        + (formula.tag == nil
          ? [.element("span", ["class": "counter"], text: "(\(number))")] : []))
  }

  /// A link to what has a number.
  func link(to reference: CrossReference) -> HTMLNode {
    guard let target = text.numbers.target(of: reference) else {
      return .element("span", ["class": "unavailable"], text: "[\(reference.label) not available]")
    }
    return .element(
      "a", ["class": "reference", "href": .url("#\(target.address)")],
      text: text.numbers.text(of: reference) ?? target.text)
  }

  /// The number of a footnote, which leads to it.
  func link(toFootnote label: String, use: Int) -> HTMLNode {
    let number = setting.footnotes.firstIndex(of: label).map { $0 + 1 } ?? 0
    let identifier = PageAnchors.reference(toFootnote: number, use: use)
    return .element(
      "sup", [:],
      [
        .element(
          "a",
          [
            "href": .url("#\(PageAnchors.footnote(number))"), "id": .text(identifier),
            "role": "doc-noteref",
          ], text: "\(number)")
      ])
  }

  /// The footnotes at the end of a page, in the order in which the text has them.
  mutating func footnoteSection(_ all: [Footnote]) -> [HTMLNode] {
    let notes = setting.footnotes.enumerated().compactMap { index, label -> HTMLNode? in
      guard let note = all.first(where: { $0.label == label }) else { return nil }
      let back = HTMLNode.element(
        "a",
        [
          "href": .url("#\(PageAnchors.reference(toFootnote: index + 1, use: 1))"),
          "role": "doc-backlink",
          "aria-label": .text(words.backToText),
        ], text: "↩")
      return .element(
        "li", ["id": .text(PageAnchors.footnote(index + 1))],
        render(note.blocks, areSections: false).ending(back))
    }
    guard !notes.isEmpty else { return [] }
    return [
      .element(
        "section",
        ["class": "footnotes", "role": "doc-endnotes", "aria-label": .text(words.footnotes)],
        [.element("hr"), .element("ol", [:], notes)])
    ]
  }
}

extension MarkdownRenderer {
  /// A callout that holds prose alone.
  mutating func callout(_ callout: Callout) -> HTMLNode {
    var content: [HTMLNode] = []
    for block in callout.blocks {
      switch block {
      case .prose(let block): content += render([block], areSections: false)
      case .callout(let inner): content.append(self.callout(inner))
      case .cell: break
      }
    }
    return self.callout(callout, around: content)
  }

  /// A callout around what stands in it: a box with a title; solutions are folded.
  mutating func callout(_ callout: Callout, around content: [HTMLNode]) -> HTMLNode {
    if callout.kind == .exercise { exercises += 1 }
    var name = words.name(of: callout.kind)
    if callout.kind == .exercise || callout.kind == .solution && exercises > 0 {
      name += " \(exercises)"
    }
    var title: [HTMLNode] = [.element("span", ["class": "kind"], text: name)]
    if let own = callout.title { title += [" "] + render(own) }
    let classes = HTMLNode.Attribute.Value.text("callout \(callout.kind.rawValue)")
    let node: HTMLNode =
      callout.kind == .solution && setting.solutions == .folded
      ? .element(
        "details", ["class": classes],
        [.element("summary", [:], title), .element("div", ["class": "content"], content)])
      : .element(
        "aside", ["class": classes, "aria-label": .text(name)],
        [
          .element("p", ["class": "title"], title),
          .element("div", ["class": "content"], content),
        ])
    return directed(node, as: TextDirection(of: callout))
  }
}

extension [HTMLNode] {
  /// The nodes with one more at the end of the last paragraph, or after them if they end otherwise.
  fileprivate func ending(_ node: HTMLNode) -> [HTMLNode] {
    guard case .element(var last) = last, last.name == "p" else {
      return self + [.element("p", [:], [node])]
    }
    last.children += ["\u{A0}", node]
    return dropLast() + [.element(last)]
  }
}
