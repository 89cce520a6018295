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
    for block in blocks {
      switch block {
      case .prose(let block): lines += block.dump
      case .cell(let cell): lines += cell.dump
      }
    }
    return lines.joined(separator: "\n")
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
      case .heading(let level, let text): ("heading \(level) \(text.dump)", [])
      case .quote(let blocks): ("quote", blocks.flatMap(\.dump))
      case .list(let list):
        (
          "list \(list.start.map(String.init) ?? "•")\(list.isTight ? " tight" : "")",
          list.items.flatMap { ["item"] + $0.flatMap(\.dump).map { "  " + $0 } }
        )
      case .code(let info, let text): ("code \(info) \(text.debugDescription)", [])
      case .html(let text): ("html \(text.debugDescription)", [])
      case .thematicBreak: ("break", [])
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
      case .emphasis(let text): "emphasis(\(text.dump))"
      case .strong(let text): "strong(\(text.dump))"
      case .link(let destination, let title, let text):
        "link(\(destination), \(title), \(text.dump))"
      case .image(let source, _, let alt): "image(\(source), \(alt.dump))"
      case .html(let text): "html(\(text))"
      case .value(let value):
        "value(\(value.name), \(value.format == nil ? "plain" : "formatted"), \(value.range.start))"
      }
    }.joined(separator: " ")
  }
}
