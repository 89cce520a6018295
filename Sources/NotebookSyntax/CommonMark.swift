private import CCmark

/// A block at the top level of a document, before anyone asks whether it is a cell.
enum TopLevelBlock {
  case prose(MarkdownBlock)
  case fence(Fence)
  case mark(CalloutMark)
}

/// A fenced code block at the top level, by the lines of its file.
struct Fence {
  /// What stands behind the opening fence, as written.
  var info: SourceRange
  /// The lines between the fences.
  var body: ClosedRange<Int>?
  /// All its lines, fences included.
  var lines: ClosedRange<Int>
  var isClosed: Bool
  /// The block as Markdown shows it.
  var block: MarkdownBlock
}

/// A line that opens or closes a fenced block: up to three spaces, a run of signs, and text.
struct FenceLine {
  var sign: UInt8
  var length: Int
  /// What stands behind the signs, without white space around it.
  ///
  /// cmark's own info string has entities and escapes resolved, which is right for the name
  /// of a language and wrong for pointing at what is written.
  var info: SourceRange

  /// Reads a line; in a list or a quote, the fence may be indented and quoted.
  init?(_ line: Int, of file: SourceFile, inContainer: Bool = false) {
    let text = file.utf8[file.bytes(ofLine: line)]
    let signs = text.drop { $0 == UInt8(ascii: " ") || (inContainer && $0 == UInt8(ascii: ">")) }
    guard let sign = signs.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~"),
      inContainer || signs.startIndex - text.startIndex <= 3
    else { return nil }
    let run = signs.prefix { $0 == sign }
    guard run.count >= 3 else { return nil }
    let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let info = signs[run.endIndex...].drop { isSpace($0) }
    let end = info.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? info.startIndex
    self.sign = sign
    self.length = run.count
    self.info = SourceRange(info.startIndex..<end, in: file)
  }

  func closes(_ opening: FenceLine) -> Bool {
    sign == opening.sign && length >= opening.length && info.bytes.isEmpty
  }
}

/// Reads CommonMark; the only place that sees cmark.
struct CommonMarkReader {
  /// How deep lists, quotes and emphasis may be nested; more is an attack on the stack.
  static let maximumDepth = 100

  let file: SourceFile
  var problems: [Diagnostic] = []
  /// The labels of the footnotes that there are, and how often each was referred to so far.
  var footnotes: [String: Int] = [:]
  /// The formulas that marks in the text stand for.
  private var mask = FormulaMask()
  /// The file as cmark is to see it, line by line.
  private(set) var masked: SourceFile

  init(file: SourceFile) {
    self.file = file
    masked = file
  }

  /// Puts marks in the place of the formulas of the file, from a one-based line on.
  mutating func hideFormulas(fromLine firstLine: Int) {
    let scanner = FormulaScanner(file, fromLine: firstLine)
    problems += scanner.problems
    let text = mask.hide(scanner.found, in: file) { [file] found, _ in
      SourceRange(found.range, in: file)
    }
    masked = SourceFile(path: file.path, text: text)
  }

  /// The blocks of a text that has the lines of the file, and the marks of callouts among them.
  mutating func blocks(of text: [UInt8], marks: [Int: CalloutMark]) -> [TopLevelBlock] {
    let document = Self.parse(text)
    defer { cmark_node_free(document) }
    var result: [TopLevelBlock] = []
    for node in children(of: document) {
      if let mark = marks[lines(of: node).lowerBound] {
        result.append(.mark(mark))
      } else if let fence = fence(node) {
        result.append(.fence(fence))
      } else {
        refuseCells(in: node)
        result += blocks(node, depth: 0).map(TopLevelBlock.prose)
      }
    }
    return result
  }

  /// The blocks of a footnote, whose text has the lines of the file.
  mutating func blocks(of text: [UInt8]) -> [MarkdownBlock] {
    let document = Self.parse(text)
    defer { cmark_node_free(document) }
    return children(of: document).flatMap { node in
      refuseCells(in: node, of: "footnote")
      return blocks(node, depth: 0)
    }
  }

  /// Running text that stands alone on a stretch of the file, such as a title.
  ///
  /// A text that was taken from the masked file has marks for its formulas already.
  mutating func inlines(
    of text: String, at range: SourceRange, isMasked: Bool = false
  ) -> [MarkdownInline] {
    // A word before the text keeps '1.' or '#' at its start from being a list or a heading.
    let guardWord = "\u{E003} "
    let joined = SourceFile(
      path: "", text: text.split(whereSeparator: \.isNewline).joined(separator: " "))
    let line =
      isMasked
      ? joined.text
      : mask.hide(FormulaScanner(joined).found.map(\.inline), in: joined) { _, source in
        range.first(source)
      }
    let document = Self.parse(Array((guardWord + line).utf8))
    defer { cmark_node_free(document) }
    guard let paragraph = children(of: document).first else { return [] }
    var spans = CodeSpans(in: range)
    var result = inlines(of: paragraph, spans: &spans, depth: 0)
    if case .text(let first) = result.first {
      let rest = first.dropFirst(guardWord.count)
      result[0] = .text(String(rest))
      if rest.isEmpty { result.removeFirst() }
    }
    return result
  }

  private static func parse(_ bytes: [UInt8]) -> OpaquePointer? {
    bytes.withUnsafeBytes {
      cmark_parse_document(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, CMARK_OPT_DEFAULT)
    }
  }

  private func children(of node: OpaquePointer?) -> [OpaquePointer] {
    var children: [OpaquePointer] = []
    var next = cmark_node_first_child(node)
    while let child = next {
      children.append(child)
      next = cmark_node_next(child)
    }
    return children
  }

  // MARK: Blocks

  /// The lines of a block, where cmark may put the end of a list before its start.
  private func lines(of node: OpaquePointer) -> ClosedRange<Int> {
    let start = min(max(1, Int(cmark_node_get_start_line(node))), file.lineCount)
    return start...max(start, min(Int(cmark_node_get_end_line(node)), file.lineCount))
  }

  private mutating func blocks(in node: OpaquePointer, depth: Int) -> [MarkdownBlock] {
    guard depth < Self.maximumDepth else {
      problems.append(
        Diagnostic(
          .nestedTooDeep, "Lists and quotes are nested more than \(Self.maximumDepth) deep",
          at: file.range(ofLines: lines(of: node))))
      return []
    }
    return children(of: node).flatMap { blocks($0, depth: depth + 1) }
  }

  /// The blocks that a node is: one, or a paragraph and the table that follows it directly.
  private mutating func blocks(_ node: OpaquePointer, depth: Int) -> [MarkdownBlock] {
    let range = file.range(ofLines: lines(of: node))
    var spans = CodeSpans(in: range)
    let content: MarkdownBlock.Content
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH:
      if let blocks = table(in: range) { return blocks }
      content = .paragraph(inlines(of: node, spans: &spans, depth: depth))
    case CMARK_NODE_HEADING:
      let (text, id) = inlines(of: node, spans: &spans, depth: depth).withoutAttributes
      content = .heading(level: Int(cmark_node_get_heading_level(node)), text, id: id)
    case CMARK_NODE_BLOCK_QUOTE:
      content = .quote(blocks(in: node, depth: depth))
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      content = .list(
        MarkdownList(
          start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
          isTight: cmark_node_get_list_tight(node) != 0,
          items: children(of: node).map { MarkdownList.Item(blocks(in: $0, depth: depth)).asTask }))
    case CMARK_NODE_CODE_BLOCK:
      content = .code(info: text(cmark_node_get_fence_info(node)), text: literal(of: node))
    case CMARK_NODE_HTML_BLOCK:
      let html = text(cmark_node_get_literal(node), isMasked: true)
      content = mask.block(of: html).map { .math($0) } ?? .html(mask.source(of: html))
    case CMARK_NODE_THEMATIC_BREAK:
      content = .thematicBreak
    default:
      return []
    }
    return [MarkdownBlock(content, range: range)]
  }

  /// The table that a paragraph is, and the paragraph before it; nil if there is no table.
  private mutating func table(in range: SourceRange) -> [MarkdownBlock]? {
    let lines = (range.start.line...range.end.line).map {
      // In a quote or a list, lines have something before them.
      String(masked.line($0).drop { $0 == ">" || $0.isWhitespace })
    }
    guard let text = PipeTableText(lines) else { return nil }
    let first = range.start.line + text.linesBefore
    let place = file.range(ofLines: first...range.end.line)
    func cells(_ row: [String]) -> [[MarkdownInline]] {
      row.map { inlines(of: $0, at: place, isMasked: true) }
    }
    let table = MarkdownBlock(
      .table(
        MarkdownTable(
          alignments: text.alignments, header: cells(text.header), rows: text.rows.map(cells))),
      range: place)
    guard text.linesBefore > 0 else { return [table] }
    let before = file.range(ofLines: range.start.line...first - 1)
    let paragraph = lines.prefix(text.linesBefore).joined(separator: " ")
    return [
      MarkdownBlock(.paragraph(inlines(of: paragraph, at: before, isMasked: true)), range: before),
      table,
    ]
  }

  // MARK: Fences

  /// The fenced block that a node is; nil if it is something else, indented code included.
  private mutating func fence(_ node: OpaquePointer) -> Fence? {
    let lines = lines(of: node)
    guard cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK,
      let opening = FenceLine(lines.lowerBound, of: file),
      let block = blocks(node, depth: 0).first
    else { return nil }
    let isClosed =
      lines.count > 1
      && FenceLine(lines.upperBound, of: file).map { $0.closes(opening) } ?? false
    let last = isClosed ? lines.upperBound - 1 : lines.upperBound
    return Fence(
      info: opening.info, body: last > lines.lowerBound ? lines.lowerBound + 1...last : nil,
      lines: lines, isClosed: isClosed, block: block)
  }

  /// Finds cells that stand in a list or a quote, where their lines are not the file's.
  private mutating func refuseCells(in node: OpaquePointer, of whole: String? = nil) {
    let isQuote = cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE
    let container = whole ?? (isQuote ? "quote" : "list")
    guard let iterator = cmark_iter_new(node) else { return }
    defer { cmark_iter_free(iterator) }
    while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator),
        cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK,
        text(cmark_node_get_fence_info(node)).hasPrefix("{")
      else { continue }
      let place = file.range(ofLines: lines(of: node).lowerBound...lines(of: node).lowerBound)
      problems.append(
        Diagnostic(
          .misplacedCell, "A cell can't stand in a \(container)",
          at: place.first(text(cmark_node_get_fence_info(node))),
          help: "start its lines in the first column, outside the \(container)"))
    }
  }

  // MARK: Running text

  private mutating func inlines(
    of node: OpaquePointer, spans: inout CodeSpans, depth: Int
  ) -> [MarkdownInline] {
    guard depth < Self.maximumDepth else {
      problems.append(
        Diagnostic(
          .nestedTooDeep, "Text is nested more than \(Self.maximumDepth) deep", at: spans.range))
      return []
    }
    var result: [MarkdownInline] = []
    for child in children(of: node) {
      switch cmark_node_get_type(child) {
      case CMARK_NODE_TEXT:
        result += mask.inlines(of: text(cmark_node_get_literal(child), isMasked: true))
      case CMARK_NODE_CODE:
        result.append(code(literal(of: child), spans: &spans))
      case CMARK_NODE_SOFTBREAK:
        result.append(.softBreak)
      case CMARK_NODE_LINEBREAK:
        result.append(.lineBreak)
      case CMARK_NODE_HTML_INLINE:
        let html = text(cmark_node_get_literal(child), isMasked: true)
        if !mask.isFiller(html) { result.append(.html(mask.source(of: html))) }
      case CMARK_NODE_EMPH:
        result.append(.emphasis(inlines(of: child, spans: &spans, depth: depth + 1)))
      case CMARK_NODE_STRONG:
        result.append(.strong(inlines(of: child, spans: &spans, depth: depth + 1)))
      case CMARK_NODE_LINK:
        result.append(
          .link(
            destination: text(cmark_node_get_url(child)), title: text(cmark_node_get_title(child)),
            inlines(of: child, spans: &spans, depth: depth + 1)))
      case CMARK_NODE_IMAGE:
        result.append(
          .image(
            source: text(cmark_node_get_url(child)), title: text(cmark_node_get_title(child)),
            alt: inlines(of: child, spans: &spans, depth: depth + 1)))
      default:
        result += inlines(of: child, spans: &spans, depth: depth + 1)
      }
    }
    var extensions = InlineExtensions(footnotes: footnotes, spans: spans)
    result = extensions.apply(to: result)
    spans = extensions.spans
    problems += extensions.problems
    footnotes = extensions.footnotes
    return result
  }

  /// A code span, or the value that one in single backticks and braces stands for.
  private mutating func code(_ literal: String, spans: inout CodeSpans) -> MarkdownInline {
    guard literal.hasPrefix("{"), literal.hasSuffix("}"),
      case let place = spans.next(literal), place?.isSingle ?? true
    else { return .code(literal) }
    // Where the source has no such span, it was made of a placeholder.
    let range = place?.range ?? spans.range.first(Placeholder.spelling(ofValue: literal))
    do {
      return try InlineValue(reading: literal, at: range).map { .value($0) } ?? .code(literal)
    } catch {
      problems.append(error)
      return .code(literal)
    }
  }

  private func literal(of node: OpaquePointer) -> String { text(cmark_node_get_literal(node)) }

  /// A text of cmark's, as the author wrote it or still with marks for formulas.
  private func text(_ characters: UnsafePointer<CChar>?, isMasked: Bool = false) -> String {
    let text = characters.map { String(cString: $0) } ?? ""
    return isMasked ? text : mask.source(of: text)
  }
}

extension MarkdownList.Item {
  /// The item as a task, if its first paragraph begins with `[ ]` or `[x]`.
  fileprivate var asTask: MarkdownList.Item {
    guard let first = blocks.first, case .paragraph(var inlines) = first.content,
      case .text(let text) = inlines.first
    else { return self }
    let marks: [(String, Bool)] = [("[ ] ", false), ("[x] ", true), ("[X] ", true)]
    guard let (mark, isDone) = marks.first(where: { text.hasPrefix($0.0) }) else { return self }
    inlines[0] = .text(String(text.dropFirst(mark.count)))
    var result = MarkdownList.Item(blocks, isDone: isDone)
    result.blocks[0].content = .paragraph(inlines)
    return result
  }
}

extension [MarkdownInline] {
  /// The text of a heading without `{#name}` at its end, and the name.
  fileprivate var withoutAttributes: (text: [MarkdownInline], name: String?) {
    guard case .text(let last) = last, last.hasSuffix("}"),
      let start = last.lastIndex(of: "{")
    else { return (self, nil) }
    let name = last[start...].dropFirst().dropLast()
    guard name.first == "#", name.dropFirst().isName else { return (self, nil) }
    let text = String(last[..<start]).trimmedAtEnd
    return (dropLast() + (text.isEmpty ? [] : [.text(text)]), String(name.dropFirst()))
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    String(self[..<(lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex)])
  }
}
