/// Reads Markdown: makes blocks and running text of what CommonMark and nbrun see in a text.
struct CommonMarkReader {
  /// How deep lists, quotes and emphasis may be nested; more is an attack on the stack.
  static let maximumDepth = 100

  let file: SourceFile
  var problems: [Diagnostic] = []
  /// The footnotes that were read so far, those in the text among them.
  var footnotes: [Footnote] = []
  /// The labels of the footnotes that there are, and how often each was referred to so far.
  var footnoteUses: [String: Int] = [:]
  /// The items that stand for footnotes, which are read after the text.
  var footnoteItems: [(sign: Sign, item: CommonMarkNode)] = []

  /// What the document defines for links by reference.
  var definitions = LinkDefinitions()

  init(file: SourceFile) { self.file = file }
}

// MARK: - Documents

/// A block at the top level of a document, before anyone asks whether it is a cell.
enum TopLevelBlock {
  case prose(MarkdownBlock)
  case fence(Fence)
  case mark(CalloutMark)
}

extension CommonMarkReader {
  /// The blocks of the file from a line on, apart from its footnotes.
  mutating func blocks(fromLine line: Int) -> [TopLevelBlock] {
    let passage = MarkdownPassage(SourceText(file, fromLine: line))
    for formula in passage.unclosed {
      problems.append(
        Diagnostic(
          .unclosedFormula, "A formula is not closed", at: SourceRange(formula.range, in: file),
          help: "end it with '\(formula.end)'"))
    }
    declareFootnotes(of: passage.marked)
    definitions = LinkDefinitions(of: passage, in: file)
    let blocks = passage.tree.blocks.flatMap { node -> [TopLevelBlock] in
      if let mark = calloutMark(node, passage) { return [.mark(mark)] }
      let lines = node.lines(of: file)
      let blocks = self.blocks(node, passage, depth: 0)
      if node.kind == .code, let block = blocks.first,
        let fence = Fence(block, on: lines, of: file)
      {
        return [.fence(fence)]
      }
      refuseCells(in: node, of: node.kind == .quote ? "quote" : "list")
      return blocks.map(TopLevelBlock.prose)
    }
    readFootnotes(of: passage)
    return blocks
  }

  private mutating func declareFootnotes(of marked: MarkedText) {
    var ranges: [String: SourceRange] = [:]
    for sign in marked.footnoteSigns {
      guard case .footnote(let label) = sign.kind else { continue }
      let range = SourceRange(sign.label, in: file)
      if let earlier = ranges[label] {
        problems.append(
          Diagnostic(
            .duplicateFootnote, "The footnote '\(label)' is defined twice", at: range,
            notes: [.init("first defined here", at: earlier)], help: "choose another label"))
      } else {
        ranges[label] = range
        footnoteUses[label] = 0
      }
    }
  }

  private mutating func readFootnotes(of passage: MarkdownPassage) {
    var written: Set<String> = []
    // A footnote may have another in it.
    while !footnoteItems.isEmpty {
      let (sign, item) = footnoteItems.removeFirst()
      guard case .footnote(let label) = sign.kind, written.insert(label).inserted else { continue }
      refuseCells(in: item, of: "footnote")
      let blocks = blocks(in: item.children, passage, depth: 0)
      footnotes.append(
        Footnote(label: label, blocks: blocks, range: SourceRange(sign.label, in: file)))
    }
    footnotes.sort { $0.range.bytes.lowerBound < $1.range.bytes.lowerBound }
  }

  /// Finds cells that stand in a list or a quote, where their lines are not the file's.
  private mutating func refuseCells(in node: CommonMarkNode, of container: String) {
    node.walk { node in
      guard node.kind == .code, case let info = node.info, info.isCellHead else { return }
      let line = node.lines(of: file).lowerBound
      problems.append(
        Diagnostic(
          .misplacedCell, "A cell can't be inside a \(container)",
          at: file.range(ofLines: line...line).first(info),
          help: "start its lines in the first column, outside the \(container)"))
    }
  }

  mutating func calloutMark(_ node: CommonMarkNode, _ passage: MarkdownPassage)
    -> CalloutMark?
  {
    guard node.kind == .heading, case .sign(let sign)? = passage.marked.meaning(of: node),
      sign.kind == .callout
    else { return nil }
    return CalloutMark(SourceRange(sign.range, in: file), problems: &problems)
  }
}

extension Notebook.Block {
  /// A block of prose; a callout may also stand in the place of one.
  init(_ block: MarkdownBlock) {
    if case .callout(let callout) = block.content {
      self = .callout(callout)
    } else {
      self = .prose(block)
    }
  }
}
