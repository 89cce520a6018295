import NotebookSyntax

/// A diagnostic where it belongs: in the place of what a cell would have shown.
struct ProblemBox {
  private let diagnostic: Diagnostic
  private let identifier: String

  init(_ diagnostic: Diagnostic, identifier: String) {
    self.diagnostic = diagnostic
    self.identifier = identifier
  }

  var node: HTMLNode {
    let headline = HTMLNode.element(
      "p", ["class": "headline", "id": .text(identifier)],
      [
        .element("strong", text: diagnostic.severity == .error ? "Error:" : "Warning:"),
        " ", .text(diagnostic.message),
      ])
    let notes = diagnostic.notes.flatMap { note in
      [
        HTMLNode.element("p", [:], [.element("strong", text: "Note:"), " ", .text(note.message)]),
        excerpt(note.range),
      ]
    }
    let help = diagnostic.help.map {
      HTMLNode.element("p", [:], [.element("strong", text: "Help:"), " ", .text($0)])
    }
    return .element(
      "div",
      [
        "class": "problem \(diagnostic.severity.rawValue)", "role": "group",
        "aria-labelledby": .text(identifier),
      ],
      [headline, excerpt(diagnostic.range)] + notes + (help.map { [$0] } ?? []))
  }

  /// The place, its line, and carets under what is meant.
  private func excerpt(_ range: SourceRange) -> HTMLNode {
    let (start, end) = (range.start, range.end)
    let line = range.file.line(start.line)
    let width = end.line == start.line ? end.column - start.column : line.count - start.column + 1
    let number = String(start.line)
    let place = "\(range.file.name):\(start)"
    let gutter = String(repeating: " ", count: number.count)
    // Tabs are kept, so that the carets stay under the text they point at.
    let padding = String(line.prefix(start.column - 1).map { $0 == "\t" ? "\t" : " " })
    return .element(
      "pre", ["class": "excerpt"],
      [
        .element(
          "code", [:],
          [
            .element(
              "span", ["class": "gutter"], text: "\(place)\n\(number) │ "),
            .text("\(line)\n"),
            .element("span", ["class": "gutter"], text: "\(gutter) │ "),
            .element(
              "span", ["class": "carets", "aria-hidden": "true"],
              text: padding + String(repeating: "^", count: max(1, width))),
          ])
      ])
  }
}
