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
    let details =
      diagnostic.details.isEmpty
      ? []
      : [
        HTMLNode.element(
          "ul", ["class": "details"], diagnostic.details.map { .element("li", text: $0) })
      ]
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
      [headline, excerpt(diagnostic.range)] + details + notes + (help.map { [$0] } ?? []))
  }

  /// The place, its line, and carets under what is meant.
  private func excerpt(_ range: SourceRange) -> HTMLNode {
    let excerpt = Excerpt(of: range)
    let number = String(excerpt.lineNumber)
    let gutter = String(repeating: " ", count: number.count)
    return .element(
      "pre", ["class": "excerpt"],
      [
        .element(
          "code", [:],
          [
            .element(
              "span", ["class": "gutter"],
              text: "\(range.file.name):\(range.start)\n\(number) │ "),
            .text("\(excerpt.line)\n"),
            .element("span", ["class": "gutter"], text: "\(gutter) │ "),
            .element("span", ["class": "carets", "aria-hidden": "true"], text: excerpt.carets),
          ])
      ])
  }
}
