import NotebookSyntax

extension Notebook {
  /// The notebook as an indented tree with places, for a person to read.
  var dump: String {
    var lines = ["title: \(frontMatter.title.map(\.dump) ?? "none")"]
    lines.append("authors: \(frontMatter.authors), date: \(frontMatter.date ?? "none")")
    lines.append("language: \(frontMatter.language), seed: \(frontMatter.seed)")
    for entry in frontMatter.parameters {
      lines.append("parameter \(entry.key): \(entry.value) @\(entry.value.range.start)")
    }
    lines.append("default echo: \(frontMatter.defaults.echo?.rawValue ?? "none")")
    lines += blocks.flatMap(\.dump)
    for footnote in footnotes {
      lines += ["footnote \(footnote.label) \(footnote.range.place)"]
      lines += footnote.blocks.flatMap(\.dump).map { "  " + $0 }
    }
    return lines.joined(separator: "\n")
  }
}

extension Notebook.Block {
  fileprivate var dump: [String] {
    switch self {
    case .prose(let block): block.dump
    case .cell(let cell): cell.dump
    case .callout(let callout):
      ["callout \(callout.kind) \(callout.title?.dump ?? "")"]
        + callout.blocks.flatMap(\.dump).map { "  " + $0 }
    }
  }
}

extension SourceRange {
  fileprivate var place: String { "@\(start)-\(end)" }
}

extension Cell {
  fileprivate var dump: [String] {
    var lines = ["cell \(operation.text) -> \(result.text) \(range.place)"]
    if let caption = options.caption { lines.append("  caption: \(caption.dump)") }
    if let alt = options.alt { lines.append("  alt: \(alt.debugDescription)") }
    if let echo = options.echo { lines.append("  echo: \(echo.rawValue)") }
    for entry in parameters?.entries ?? [] {
      lines.append("  \(entry.key): \(entry.value) \(entry.value.range.place)")
    }
    return lines
  }
}

extension MarkdownBlock {
  fileprivate var dump: [String] {
    let (head, inner): (String, [String]) =
      switch content {
      case .paragraph(let text): ("paragraph \(text.dump)", [])
      case .heading(let level, let text, let id):
        ("heading \(level) \(id.map { "#\($0) " } ?? "")\(text.dump)", [])
      case .quote(let blocks): ("quote", blocks.flatMap(\.dump))
      case .list(let list):
        (
          "list \(list.start.map(String.init) ?? "•")\(list.isTight ? " tight" : "")",
          list.items.flatMap { item in
            ["item" + (item.isDone.map { $0 ? " done" : " open" } ?? "")]
              + item.blocks.flatMap(\.dump).map { "  " + $0 }
          }
        )
      case .code(let info, let text): ("code \(info) \(text.debugDescription)", [])
      case .html(let text): ("html \(text.debugDescription)", [])
      case .thematicBreak: ("break", [])
      case .math(let formula): ("math \(formula.tex.debugDescription)", [])
      case .callout(let callout):
        ("callout \(callout.kind) \(callout.title?.dump ?? "")", callout.blocks.flatMap(\.dump))
      case .table(let table):
        (
          "table \(table.alignments.map { $0.map { "\($0)" } ?? "none" })",
          ([table.header] + table.rows).map { $0.map(\.dump).joined(separator: " | ") }
        )
      }
    return ["\(head) \(range.place)"] + inner.map { "  " + $0 }
  }
}

extension [MarkdownInline] {
  fileprivate var dump: String {
    map { inline in
      switch inline {
      case .text(let text): text.debugDescription
      case .code(let text): "code(\(text))"
      case .softBreak: "soft"
      case .lineBreak: "break"
      case .strikethrough(let text): "struck(\(text.dump))"
      case .math(let formula): "math(\(formula.tex))"
      case .footnote(let label, let use): "footnote(\(label), \(use))"
      case .reference(let reference, let range): "reference(\(reference.label), \(range.start))"
      case .emphasis(let text): "emphasis(\(text.dump))"
      case .strong(let text): "strong(\(text.dump))"
      case .link(let destination, let title, let text):
        "link(\(destination), \(title), \(text.dump))"
      case .image(let source, _, let alt): "image(\(source), \(alt.dump))"
      case .html(let text): "html(\(text))"
      case .span(let text, let attributes):
        "span(\(text.dump), \(attributes.range.text))"
      case .value(let value):
        "value(\(value.name), \(value.format == nil ? "plain" : "formatted"), \(value.range.start))"
      }
    }.joined(separator: " ")
  }
}
