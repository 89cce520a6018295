/// The names of the places on a notebook's page, each given out once.
///
/// A heading bears the name that its author gives it, or else its words. Formulas, cells, footnotes
/// and the page's own parts have names too, and a heading whose words say the same gets a number.
package struct PageAnchors {
  /// The names of the page's own parts.
  package static let reserved = ["main", "provenance", "provenance-title"]

  /// All names.
  package private(set) var all: Set<String>
  /// The names of headings that were not yet asked for, by the offsets where they stand.
  private var headings: [Int: ArraySlice<String>] = [:]
  /// The number that was given last to each wish.
  private var numbers: [String: Int] = [:]

  package init(_ notebook: Notebook) {
    all = Set(Self.reserved)
    all.formUnion(notebook.cells.map { "cell-\($0.result.text)" })
    all.formUnion(
      notebook.formulas.compactMap(\.label).map { CrossReference(.equation, $0).label })
    all.formUnion(notebook.namedHeadings.map(\.name))
    all.formUnion(notebook.namedPieces.map(\.name))
    let labels = notebook.footnoteReferences
    let numbers = Dictionary(
      labels.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    for (label, use) in notebook.footnoteUses {
      guard let number = numbers[label] else { continue }
      all.insert(Self.footnote(number))
      all.insert(Self.reference(toFootnote: number, use: use))
    }
    let blocks = notebook.blocks.flatMap(\.prose) + notebook.footnotes.flatMap(\.blocks)
    for block in blocks.flatMap(\.withDescendants) {
      guard case .heading(_, let text, let name) = block.content else { continue }
      headings[block.range.bytes.lowerBound, default: []].append(
        name ?? claim(Self.slug(of: text.words)))
    }
  }

  /// The name of a heading; headings in one place are asked for in their order.
  package mutating func nextName(of heading: MarkdownBlock) -> String? {
    headings[heading.range.bytes.lowerBound]?.popFirst()
  }

  package static func footnote(_ number: Int) -> String { "footnote-\(number)" }

  package static func reference(toFootnote number: Int, use: Int) -> String {
    "footnote-reference-\(number)" + (use > 1 ? "-\(use)" : "")
  }

  /// The wished-for name, with a number behind it if somebody has it already.
  private mutating func claim(_ wish: String) -> String {
    var (name, number) = (wish, numbers[wish] ?? 1)
    while !all.insert(name).inserted {
      number += 1
      name = "\(wish)-\(number)"
    }
    numbers[wish] = number
    return name
  }

  /// Words as a name: `Alternating least squares` becomes `alternating-least-squares`.
  ///
  /// What begins with `cell-` is kept for cells.
  package static func slug(of text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "_" {
        slug.append(character)
      } else if character == "-" || character.isWhitespace, !slug.isEmpty, slug.last != "-" {
        slug.append("-")
      }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "section" : slug.hasPrefix("cell-") ? "section-\(slug)" : slug
  }
}

extension [MarkdownInline] {
  /// The words of a text before any cell has been run: a value's name stands for it.
  fileprivate var words: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text), .html(let text): text
      case .softBreak, .lineBreak: " "
      case .math(let formula): formula.tex
      case .footnote: ""
      case .reference(let reference, _): reference.label
      case .value(let value): value.name
      case .emphasis(let text), .strong(let text), .strikethrough(let text),
        .link(_, _, let text), .image(_, _, let text), .span(let text, _):
        text.words
      }
    }.joined()
  }
}
