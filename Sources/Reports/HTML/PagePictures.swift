import NotebookSyntax

/// The pictures of a page: those that it carries in itself, and links to the others.
struct PagePictures {
  /// The addresses of the pictures that are carried, by their paths.
  private var carried: [String: String] = [:]
  /// What the pictures weigh.
  private(set) var parts: [PageWeight.Part] = []

  init(of notebook: Notebook, _ images: (String) -> EmbeddedImage?) {
    for picture in notebook.pictures {
      let address = Address(picture.source)
      guard address.isLocal else { continue }
      if carried[address.path] == nil { carried[address.path] = images(address.path)?.address }
      guard let data = carried[address.path] else { continue }
      parts.append(
        PageWeight.Part(
          kind: .picture(picture.source), bytes: data.utf8.count, range: picture.sourceRange))
    }
  }

  /// The picture itself, or a link to it where the page can't carry it.
  ///
  /// - Returns: What stands in the picture's place; nil for one that its own address holds.
  func node(_ source: String, title: String, alt: String, _ markdown: MarkdownRenderer)
    -> HTMLNode?
  {
    let address = Address(source)
    if address.isData { return address.isDangerous ? .text(alt) : nil }
    guard address.isLocal, let data = carried[address.path] else {
      return markdown.link(to: source, title: title, [.text(alt.isEmpty ? source : alt)])
    }
    let node = HTMLNode.element("img", ["src": .text(data), "alt": .text(alt)])
    return title.isEmpty ? node : node.adding("title", .text(title))
  }
}
