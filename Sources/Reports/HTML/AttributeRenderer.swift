import NotebookSyntax

// What attributes make of pictures, links and words.

extension MarkdownRenderer {
  /// A picture, a link, code or words with their attributes.
  func span(_ inlines: [MarkdownInline], _ attributes: MarkdownAttributes) -> [HTMLNode] {
    if inlines.count == 1, let only = inlines.first {
      switch only {
      case .image: return [picture(only, attributes)]
      case .link, .code:
        return render([only]).map { node in
          let named = attributes.name.map { node.adding("id", .text($0)) } ?? node
          guard attributes["target"] != nil else { return named }
          return named.adding("target", "_blank").adding("rel", "noopener")
        }
      default: break
      }
    }
    let element =
      attributes.classes.contains("mark")
      ? "mark" : attributes.classes.contains("underline") ? "u" : "span"
    var node = HTMLNode.element(element, [:], render(inlines))
    if let name = attributes.name { node = node.adding("id", .text(name)) }
    if attributes.classes.contains("smallcaps") { node = node.adding("class", "smallcaps") }
    for key in ["lang", "dir"] {
      if let text = attributes[key] { node = node.adding(key, .text(text)) }
    }
    return [node]
  }

  /// A picture as a figure with a number, whose words are its caption.
  func figure(_ picture: MarkdownInline, _ name: String) -> HTMLNode {
    guard case .span(let inlines, var attributes) = picture,
      case .image(_, _, let words)? = inlines.first
    else { return .element("figure", [:], render([picture])) }
    attributes.name = nil
    var counter: [HTMLNode] = []
    if let target = text.numbers.target(of: CrossReference(.figure, String(name.dropFirst(4)))) {
      counter = [.element("span", ["class": "counter"], text: "\(target.text)."), " "]
    }
    return .element(
      "figure", ["id": .text(name)],
      [
        self.picture(inlines[0], attributes),
        directed(.element("figcaption", [:], counter + render(words)), by: words),
      ])
  }

  /// A picture of the size and with the description that its attributes give.
  private func picture(_ image: MarkdownInline, _ attributes: MarkdownAttributes) -> HTMLNode {
    guard case .image(let source, let title, let words) = image else {
      return .element("span", [:], render([image]))
    }
    let alt = attributes["fig-alt"] ?? attributes["alt"] ?? text.plain(words)
    var node = self.picture(source, title, alt)
    var style = ["width", "height"].compactMap { key in
      attributes[key].flatMap(MarkdownLength.init).map { "\(key): \($0.css)" }
    }
    switch attributes["fig-align"] {
    case "left": style.append("display: block; margin-right: auto")
    case "right": style.append("display: block; margin-left: auto")
    case "center": style.append("display: block; margin-inline: auto")
    default: break
    }
    if let name = attributes.name { node = node.adding("id", .text(name)) }
    return style.isEmpty ? node : node.adding("style", .text(style.joined(separator: "; ")))
  }
}
