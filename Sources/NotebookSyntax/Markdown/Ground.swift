/// What CommonMark says the place of a sign is.
enum Ground: Equatable {
  /// Running text: in which block of text, in which link, and whether a line starts there.
  case text(block: Int, link: Int, startsLine: Bool)
  /// A code span in running text.
  case codeSpan(block: Int, link: Int)
  /// Indented code, behind so many blocks of text.
  case indentedCode(block: Int)
  /// A block of HTML that begins with a tag, behind so many blocks of text.
  case html(block: Int)
  /// A fence, other HTML, an address, a definition, a table.
  case other

  /// Whether a line of running text starts there.
  var startsLine: Bool { if case .text(_, _, true) = self { true } else { false } }
}

/// The places of the signs of a text, as a tree of CommonMark's tells them.
///
/// Nothing is told of the signs in formulas and tables that were found before.
struct GroundMap {
  /// A paragraph or a heading.
  struct TextBlock {
    var isHeading: Bool
    /// How many quotes it stands in.
    var quotes: Int
    /// The document, quote or item it stands in.
    var container: Int
    /// The column, in bytes, where it starts.
    var column: Int
  }

  private(set) var grounds: [Ground] = []
  private(set) var textBlocks: [TextBlock] = []
  /// The blocks of text in each document, quote, list and item.
  private(set) var containers: [Range<Int>] = []
  /// The tables, as ranges of the text.
  private(set) var tables: [Range<Int>] = []
  /// The signs of footnotes that CommonMark takes into a list of the author's.
  private(set) var mixedFootnotes: [Int] = []

  /// Reads the tree of a text in which marks stand for signs.
  init(_ tree: CommonMarkTree, of marked: MarkedText) {
    var walk = GroundWalk(marked)
    tree.walk {
      walk.enter($0)
    } leave: {
      walk.leave($0)
    }
    grounds = walk.grounds
    textBlocks = walk.textBlocks
    containers = walk.containers
    tables = walk.tables
    mixedFootnotes = walk.mixedFootnotes
  }
}

/// One walk through a tree.
private struct GroundWalk {
  let marked: MarkedText
  var grounds: [Ground]
  var textBlocks: [GroundMap.TextBlock] = []
  var containers: [Range<Int>] = []
  var tables: [Range<Int>] = []
  var mixedFootnotes: [Int] = []

  /// The containers around a node, and how many of them are quotes.
  private var open: [Int] = []
  private var quotes = 0
  /// The links around a node, by a number; 0 is none.
  private var links = [0]
  private var linkCount = 0
  /// The table that the paragraph around a node ends with.
  private var table: Range<Int>?
  /// The marks in addresses, which an autolink shows as its text, too.
  private var hidden: Set<Int> = []

  init(_ marked: MarkedText) {
    self.marked = marked
    grounds = [Ground](repeating: .other, count: marked.signs.count)
  }

  mutating func enter(_ node: CommonMarkNode) {
    switch node.kind {
    case .document, .quote, .list, .item:
      if node.kind == .quote { quotes += 1 }
      open.append(containers.count)
      containers.append(textBlocks.count..<textBlocks.count)
      if node.kind == .list { readFootnotes(node.children) }
    case .paragraph, .heading:
      textBlocks.append(
        GroundMap.TextBlock(
          isHeading: node.kind == .heading, quotes: quotes, container: open.last ?? 0,
          column: node.start.column))
      table = marked.table(at: node) ?? marked.findTable(in: node)
      if let table { tables.append(table) }
    case .text, .codeSpan: readText(node)
    case .link, .image:
      linkCount += 1
      links.append(linkCount)
      hidden.formUnion(marked.sign.marks(in: node.address))
    case .code where marked.isIndented(node):
      for sign in marked.sign.marks(in: node.literal).flatMap(marked.signs) {
        grounds[sign] = .indentedCode(block: textBlocks.count)
      }
    case .html where Self.isTag(node.literal):
      for sign in marked.sign.marks(in: node.literal).flatMap(marked.signs) {
        grounds[sign] = .html(block: textBlocks.count)
      }
    default: break
    }
  }

  /// Whether HTML begins with a tag, not with a comment or the like.
  private static func isTag(_ html: String) -> Bool {
    let start = html.utf8.drop(while: \.isSpace).prefix(2)
    return start.first == UInt8(ascii: "<") && start.last.map { !"!?".utf8.contains($0) } ?? false
  }

  mutating func leave(_ node: CommonMarkNode) {
    switch node.kind {
    case .document, .quote, .list, .item:
      if node.kind == .quote { quotes -= 1 }
      let container = open.removeLast()
      containers[container] = containers[container].lowerBound..<textBlocks.count
    case .link, .image: links.removeLast()
    default: break
    }
  }

  private mutating func readText(_ node: CommonMarkNode) {
    for (index, piece) in marked.sign.pieces(of: node.literal).enumerated() {
      guard case .mark(let number) = piece, !hidden.contains(number) else { continue }
      let (block, link) = (textBlocks.count - 1, links.last ?? 0)
      for sign in marked.signs(of: number) where !isInTable(sign) {
        grounds[sign] =
          node.kind == .codeSpan
          ? .codeSpan(block: block, link: link)
          : .text(block: block, link: link, startsLine: index == 0 && node.startsLine)
      }
    }
  }

  private func isInTable(_ sign: Int) -> Bool {
    table.map { $0.contains(marked.offset(of: sign)) } ?? false
  }

  /// Finds the items that stand for footnotes.
  private mutating func readFootnotes(_ items: [CommonMarkNode]) {
    let footnotes = items.compactMap { marked.footnote(at: $0) }
    for sign in footnotes {
      grounds[sign] = .text(block: textBlocks.count, link: 0, startsLine: true)
    }
    if footnotes.count < items.count { mixedFootnotes += footnotes }
  }
}

extension CommonMarkNode {
  /// Whether text stands at the start of a line of its paragraph, outside of all emphasis.
  fileprivate var startsLine: Bool {
    guard parent?.kind == .paragraph || parent?.kind == .heading else { return false }
    return [nil, .softBreak, .lineBreak].contains(previous?.kind)
  }
}
