import NotebookSyntax

/// The headings of a notebook that aren't inside of something else, and which of them is its title.
struct ReportHeadings {
  struct Heading {
    /// The block that the heading is.
    var block: Int
    var level: Int
    var title: [MarkdownInline]
    var name: String?
    var isNumbered: Bool
  }

  /// Whether the report begins with a title that is none of the notebook's headings.
  let hasOwnTitle: Bool
  /// The title of the whole; nil if the notebook has none, and no heading.
  let title: [MarkdownInline]?
  /// The block with the heading that is the report's title; nil if it has another.
  ///
  /// It is the first heading if no other is as high: it heads all, and is no section.
  let titleBlock: Int?
  /// By how much headings are lowered or raised, so that they follow the title.
  let offset: Int
  private let headings: [Heading]
  private let named: [(name: String, title: [MarkdownInline])]
  private let areNumbered: Bool

  init(_ notebook: Notebook) {
    headings = notebook.blocks.enumerated().compactMap { index, block in
      guard case .prose(let prose) = block,
        case .heading(let level, let title, let name) = prose.content
      else { return nil }
      return Heading(
        block: index, level: level, title: title, name: name, isNumbered: prose.isNumbered)
    }
    named = notebook.namedHeadings.map { ($0.name, $0.title) }
    areNumbered = notebook.frontMatter.numbersSections
    let highest = headings.count { $0.level == 1 }
    title = notebook.frontMatter.title ?? headings.first?.title
    hasOwnTitle = notebook.frontMatter.title != nil || highest == 0
    titleBlock =
      !hasOwnTitle && highest == 1 && headings.first?.level == 1 ? headings.first?.block : nil
    offset = hasOwnTitle ? 2 - (headings.map(\.level).min() ?? 1) : 0
  }

  /// Gives names to the headings that text can refer to, those that come later included.
  func number(_ text: inout ReportText, _ words: PageWords) {
    for heading in named {
      text.numbers.add(section: heading.name, as: words.quoted(text.plain(heading.title)))
    }
    guard areNumbered else { return }
    var outline = Outline()
    for heading in headings where heading.block != titleBlock {
      let section = outline.add(
        level: heading.level, identifier: "", title: heading.title,
        isNumbered: heading.isNumbered)
      if let name = heading.name, heading.isNumbered {
        text.numbers.add(
          section: name, as: "\(words.section)\u{A0}\(section.numberText)",
          number: section.numberText)
      }
    }
  }
}
